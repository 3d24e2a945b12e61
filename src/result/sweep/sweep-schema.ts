import * as z from 'zod';
import { NAME_PATTERN } from '../../scenario/language.ts';

/**
 * The table of a sweep: a header, and a row for each point of the grid and design. As JSON Lines the header is the first line. It says everything that the rows depend on, so that
 * parts that were made apart are joined only where they belong together.
 */

/** Raised whenever a reader of an older table could misunderstand a newer one. */
export const SWEEP_SCHEMA_VERSION = 1;

/** The largest grid: points of all shards together. */
export const MOST_POINTS = 100_000;
/** The most shards that a sweep is run in. */
export const MOST_SHARDS = 10_000;

const name = z.string().regex(NAME_PATTERN, 'a name is a letter, then letters, digits, - or _');
const whole = z.int().min(0);

const axis = z
  .strictObject({
    path: z.string().meta({ description: 'the path in the scenario, such as pools.storage.threads' }),
    values: z.array(z.string()).min(1).meta({ description: 'its values as they are written, in their order' }),
  })
  .meta({ description: 'one thing that is varied; the last one varies fastest' });

const measure = z.strictObject({
  path: z.string().meta({ description: 'the path in a design’s result, such as pools.storage.queueWait.p99' }),
  unit: z.string().meta({ description: 'as the schema of results gives it: s, threads, fraction …' }),
  designs: z.array(name).min(1).meta({ description: 'the designs of which it is taken' }),
});

const shard = z.strictObject({ index: z.int().min(1), count: z.int().min(1).max(MOST_SHARDS) });

export const sweepHeaderSchema = z.strictObject({
  sweep: z.literal('unpark-sweep'),
  schemaVersion: z.literal(SWEEP_SCHEMA_VERSION),
  engineVersion: z.string(),
  scenario: z.strictObject({
    name,
    question: z.string(),
    hash: z.string().meta({ description: 'of the scenario before anything is varied' }),
  }),
  overrides: z.array(z.string()).meta({ description: 'what was set for all points, such as pools.storage.threads=64' }),
  seed: whole,
  replications: z.int().min(1),
  durationSeconds: z.number().min(0),
  warmUpSeconds: z.number().min(0),
  designs: z.array(name).min(1),
  axes: z.array(axis).min(1),
  measures: z.array(measure).min(1),
  points: z.int().min(1).max(MOST_POINTS),
  shard: shard.meta({ description: 'the part that this is, from 1; 1 of 1 is the whole' }),
});

const reading = z.strictObject({
  value: z.number().nullable().meta({ description: 'in the unit of the measure; null where there is no data' }),
  low95: z.number().nullable().meta({ description: 'lower end of the 95 % interval; null where none is known' }),
  high95: z.number().nullable().meta({ description: 'its upper end' }),
  why: z.string().optional().meta({ description: 'why there is no value' }),
});

export const sweepRowSchema = z.strictObject({
  point: whole.meta({ description: 'the number of the point in the grid, from 0' }),
  design: name,
  set: z
    .record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
    .meta({ description: 'what was set at this point; a value that is a map or a list is its text' }),
  hash: z.string().meta({ description: 'of the scenario as it is at this point' }),
  measures: z.record(z.string(), reading),
});

/** What a sweep varies, of what, how, and which part of it this is. */
export type SweepHeader = z.infer<typeof sweepHeaderSchema>;
/** What a design did at one point of the grid. */
export type SweepRow = z.infer<typeof sweepRowSchema>;
/** One thing that is varied. */
export type SweepAxis = z.infer<typeof axis>;
/** One thing that is measured, and of which designs. */
export type SweepMeasure = z.infer<typeof measure>;
/** A measure as one row has it. */
export type SweepReading = z.infer<typeof reading>;
/** A part of a sweep, from 1; 1 of 1 is the whole. */
export type Shard = z.infer<typeof shard>;

/** A sweep, or a part of one: rows in the order of (point, design). */
export interface SweepTable {
  readonly header: SweepHeader;
  readonly rows: readonly SweepRow[];
}

export const WHOLE: Shard = { index: 1, count: 1 };

/** The points of a shard, in their order: every n-th, so that points that cost more are spread over all shards. */
export function pointsOf({ points, shard: { index, count } }: Pick<SweepHeader, 'points' | 'shard'>): number[] {
  const own: number[] = [];
  for (let point = index - 1; point < points; point += count) own.push(point);
  return own;
}

/** Which value each axis has at a point: the last axis varies fastest. */
export function indicesAt(axes: readonly SweepAxis[], point: number): number[] {
  const indices: number[] = [];
  let rest = point;
  for (const { values } of [...axes].reverse()) {
    indices.unshift(rest % values.length);
    rest = Math.floor(rest / values.length);
  }
  return indices;
}
