/** The lines of a stream of events that are not events: its head, the begin and the end of each replication, and its end. */
import * as z from 'zod';

export const STREAM_VERSION = 1;

/** The first line: what was run, with the whole scenario as it was resolved. */
export const headSchema = z.strictObject({
  stream: z.literal('unpark-events'),
  version: z.literal(STREAM_VERSION),
  engineVersion: z.string().meta({ description: 'The version of unpark that wrote it.' }),
  world: z.enum(['sim', 'live']),
  overrides: z.array(z.string()).max(10_000).meta({ description: 'What the command line set, as it was written.' }),
  scenarioHash: z.string().meta({ description: 'The SHA-256 of the scenario, as results have it.' }),
  scenario: z.record(z.string(), z.unknown()).meta({ description: 'The scenario as it was resolved: times in µs.' }),
});

/** Before the events of a replication. */
export const beginSchema = z.strictObject({
  begin: z.string().meta({ description: 'The name of the design.' }),
  replication: z.int().min(0),
});

/** After them. */
export const endSchema = z.strictObject({
  end: z.string().meta({ description: 'The name of the design.' }),
  replication: z.int().min(0),
  atUs: z.int().min(0).meta({ description: 'When the measured time ended, in µs since the start of the run.' }),
  events: z.int().min(0).meta({ description: 'How many events the stream has of the replication.' }),
  engineEvents: z.int().min(0).meta({ description: 'How many the engine ran; 0 for a live run.' }),
});

/** The last line. */
export const closeSchema = z.strictObject({
  close: z.literal('unpark-events'),
  replications: z.int().min(0),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'Of all the bytes before this line.' }),
});

export type StreamHead = z.infer<typeof headSchema>;
export type ReplicationEnd = z.infer<typeof endSchema>;

/** JSON has no infinity: it is written as this text where the scenario has one. */
const INFINITY = { number: 'Infinity' };

/** A resolved scenario as JSON can hold it. */
export function storable(value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY) return INFINITY;
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, storable(inner)]));
}

/** The inverse of `storable`. */
export function restored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restored);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === 'number' && entries[0][1] === INFINITY.number) {
    return Number.POSITIVE_INFINITY;
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, restored(inner)]));
}
