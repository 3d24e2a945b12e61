import { z } from 'zod';
import { EVENTS, type FieldType, SETTLEMENTS, STATES } from '../../src/events/catalogue.ts';
import { beginSchema, closeSchema, endSchema, headSchema } from '../../src/events/stream.ts';

/** A line of a stream of events. */
export function eventsLine(): z.ZodType {
  const events = Object.entries(EVENTS).map(([event, { says, fields }]) =>
    z
      .strictObject({
        event: z.literal(event),
        ...Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, fieldSchema(type)])),
      })
      .meta({ description: says }),
  );
  return z.union([headSchema, beginSchema, ...events, endSchema, closeSchema]);
}

/** The JSON Schema of a line of a stream of events. @returns the text of docs/events.schema.json. */
export function eventsJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(eventsLine(), { target: 'draft-7' }), null, 2)}\n`;
}

function fieldSchema(type: FieldType): z.ZodType {
  switch (type) {
    case 'yes or no':
      return z.boolean();
    case 'settlement':
      return z.enum(SETTLEMENTS);
    case 'state':
      return z.enum(STATES);
    case 'pool':
    case 'semaphore':
    case 'job kind':
    case 'task kind':
      return z.string().meta({ description: `The name of a ${type} of the scenario.` });
    case 'time or never':
      return z.int().min(0).nullable().meta({ description: 'µs since the start of the run; null for never.' });
    case 'row or unsaid':
      return z.int().min(0).nullable().meta({
        description: 'A number that stands for a task; null where a thread of a live run does not say which.',
      });
    case 'time':
      return z.int().min(0).meta({ description: 'µs since the start of the run.' });
    case 'duration':
      return z.int().min(0).meta({ description: 'µs' });
    default:
      return z.int().min(0).meta({ description: meaningOf[type] });
  }
}

const meaningOf: Readonly<Record<'row' | 'count' | 'thread' | 'strategy', string>> = {
  row: 'A number that stands for a job, a task or a blob, and is used again when that has ended.',
  count: 'A count or a serial number.',
  thread: 'A thread of the pool; the lowest that is free works next.',
  strategy: 'The number of a strategy of deletion in the design, from 0.',
};
