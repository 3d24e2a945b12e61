/** The words of the scenario language: the leaves (durations, rates, shares …) and the two kinds of maps that the schema is put together from. */
import * as z from 'zod';
import type { Path, PlainMap } from '../path.ts';
import { parseDurationUs, parseRatePerSecond, threeDigits } from '../units.ts';
import type { Complaint } from './complaints.ts';

/** What an error says of a schema, beside what zod knows of it. */
export interface Wording {
  /** What was expected there, as the end of the sentence "expected …". */
  readonly expected?: string;
  /** What to do about a value that is not it. */
  readonly hint?: (found: unknown) => string | undefined;
  /** Of alternatives that are told apart by all their keys together: whether a map with these is one of them. */
  readonly fits?: (keys: readonly string[]) => boolean;
  /** Of a map among alternatives: the key that says which alternative is meant. */
  readonly key?: string;
  /** Of alternatives: the key of the map that another value is short for. */
  readonly short?: string;
  /** What takes the place of a value that is wrong or missing, so that what is around it can still be judged. */
  readonly standIn?: unknown;
}

export const wordings = z.registry<Wording>();

/** The two keys that any map may carry beside its numbers. */
export const NOTE_KEYS: readonly string[] = ['assumed', 'source'];

/** The notes of a map, or what else is in it. */
export function partOf(map: PlainMap, part: 'notes' | 'values'): PlainMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => NOTE_KEYS.includes(key) === (part === 'notes')));
}

/** What a pool, a semaphore, a job kind or a design may be called: a letter first, so that a key never looks like a number, and no dot, so that a path can be taken apart. */
export const NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_-]{0,199}$/;
const LONGEST_NAME = 200;

/** What is wrong with a name that is too long; undefined where it is not. */
export function nameHint(found: unknown): string | undefined {
  return typeof found === 'string' && found.length > LONGEST_NAME
    ? `at most ${LONGEST_NAME} characters; this one has ${found.length}`
    : undefined;
}

/** Names of tasks have those of their job kinds in front: `sync.decode`. */
export const TASK_NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_.-]*$/;

/** A percentile as a key: `p50`, `p99.9`. */
export const PERCENTILE_PATTERN = /^p(?:\d{1,2}(?:\.\d+)?|100)$/;

const DURATION_PATTERN = /^\s*(?:(?:\d+(?:\.\d+)?|\.\d+)\s*(?:us|µs|ms|min|s|m|h|d)\s*)+$/;
const RATE_PATTERN = /^\s*(?:\d+(?:\.\d+)?|\.\d+)\s*\/\s*(?:ms|sec|s|min|m|hour|h|day|d)\s*$/;
const PERCENT_PATTERN = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*%\s*$/;

/** The percent of a text such as `1%`, 0 … 100; undefined when it is not one. */
export function parsePercent(text: string): number | undefined {
  const match = PERCENT_PATTERN.exec(text);
  const percent = match === null ? Number.NaN : Number(match[1]);
  return percent <= 100 ? percent : undefined;
}

const durationHint = (found: unknown): string | undefined => {
  if (typeof found === 'number' && found >= 0)
    return `a number needs its unit: ${found}ms for milliseconds, ${found}s for seconds`;
  if (typeof found === 'number' || (typeof found === 'string' && found.trim().startsWith('-')))
    return 'a time is never negative';
  if (typeof found === 'string' && DURATION_PATTERN.test(found) && parseDurationUs(found) === undefined) {
    return 'it is too long: at most 2^52 µs, 142 years or 52,000d';
  }
  if (typeof found === 'string') return 'the units are us, ms, s, m (or min), h and d';
  return undefined;
};

/** @returns integer µs. */
const toUs = (text: string) => parseDurationUs(text) as number;

/** A time in integer µs. */
export const duration = z
  .string()
  .regex(DURATION_PATTERN)
  .refine((text) => parseDurationUs(text) !== undefined)
  .meta({
    id: 'duration',
    description: 'A time with its unit: `480s`, `0.3s`, `15m`, `1h30m`. Units: us, ms, s, m (or min), h, d.',
  })
  .register(wordings, { expected: 'a duration with its unit, such as 480s, 15m or 1h30m', hint: durationHint })
  .transform(toUs);

/** A time in integer µs, at least 1. */
export const longerThanZero = z
  .string()
  .regex(DURATION_PATTERN)
  .refine((text) => (parseDurationUs(text) ?? 0) > 0)
  .meta({ id: 'longerThanZero', description: 'A duration above zero, such as `24h`.' })
  .register(wordings, { expected: 'a duration above zero with its unit, such as 24h or 90s', hint: durationHint })
  .transform(toUs);

/** Time is counted in µs: more than one event in each cannot be told apart. */
const MOST_PER_SECOND = 1_000_000;

function isRate(text: string): boolean {
  const perSecond = parseRatePerSecond(text);
  return perSecond !== undefined && perSecond <= MOST_PER_SECOND;
}

const rateHint = (found: unknown): string | undefined => {
  const text = String(found).trim();
  if (text.startsWith('-')) return 'a rate is never negative';
  if (RATE_PATTERN.test(text) && !isRate(text)) return 'at most 1000000/s: time is counted in µs';
  if (typeof found === 'number') return `a rate needs its unit: ${found}/min or ${found}/s`;
  const perSecond = /^([\d.]+)\s*[a-z]*\s*(?:\/\s*sec(?:ond)?s?|\/\s*s|ps|per second|a second)$/i.exec(text)?.[1];
  if (perSecond !== undefined) return `write ${perSecond}/s`;
  const perMinute = /^([\d.]+)\s*[a-z]*\s*(?:\/\s*min(?:ute)?s?|\/\s*m|pm|per minute|a minute)$/i.exec(text)?.[1];
  if (perMinute !== undefined) return `write ${perMinute}/min`;
  if (typeof found === 'string') return 'write a number, a slash and a unit of time: s, min, h or d';
  return undefined;
};

/** @returns events per second. */
const toPerSecond = (text: string) => parseRatePerSecond(text) as number;

/** Events per second, above 0. */
export const rate = z
  .string()
  .regex(RATE_PATTERN)
  .refine((text) => isRate(text) && parseRatePerSecond(text) !== 0)
  .meta({
    id: 'rate',
    description: 'How often something happens, above zero: `20/min`, `0.74/min`, `5/s`. Units: s, min, h, d.',
  })
  .register(wordings, {
    expected: 'a rate above zero with its unit, such as 20/min or 5/s',
    hint: (found) =>
      typeof found === 'string' && parseRatePerSecond(found) === 0 ? 'leave the stream out instead' : rateHint(found),
  })
  .transform(toPerSecond);

/** Events per second, at least 0. */
export const rateOrZero = z
  .string()
  .regex(RATE_PATTERN)
  .refine(isRate)
  .meta({ id: 'rateOrZero', description: 'A rate that may be zero: `0/min`.' })
  .register(wordings, { expected: 'a rate with its unit, such as 20/min or 0/min', hint: rateHint })
  .transform(toPerSecond);

const percentText = z
  .string()
  .regex(PERCENT_PATTERN)
  .refine((text) => parsePercent(text) !== undefined)
  .meta({ id: 'percent', description: 'A share from `0%` to `100%`, with its sign.' })
  .register(wordings, {
    expected: 'a percentage from 0% to 100%, such as 1%',
    hint: (found) =>
      typeof found === 'number' && found >= 0 && found <= 1
        ? `write ${Number((found * 100).toPrecision(12))}%`
        : undefined,
  });

/** A share in percent, 0 … 100. */
export const percent = percentText.transform((text) => parsePercent(text) as number);

/** A share as a fraction, 0 … 1. */
export const fraction = percentText.transform((text) => (parsePercent(text) as number) / 100);

/** A whole number from 1 to a bound: past it nothing is sensible, and some things would not end. */
export function wholeNumberUpTo(most: number) {
  return z
    .int()
    .min(1)
    .max(most)
    .meta({ description: `A whole number, at least 1 and at most ${threeDigits(most)}.` })
    .register(wordings, {
      expected: 'a whole number of at least 1',
      hint: (found) => (typeof found === 'number' && found > most ? `at most ${threeDigits(most)}` : undefined),
    });
}

export const wholeNumber = wholeNumberUpTo(1_000_000_000);

export const text = z.string().min(1).register(wordings, { expected: 'a text' });

export const name = z
  .string()
  .regex(NAME_PATTERN)
  .register(wordings, { expected: 'a name: a letter, then letters, digits, - or _', hint: nameHint });

const notes = {
  assumed: text
    .meta({
      id: 'assumed',
      description: 'Says that the numbers of this map are an assumption, and why. The report lists it.',
    })
    .optional(),
  source: text
    .meta({ id: 'source', description: 'Says where the numbers of this map come from. The report lists it.' })
    .optional(),
};

/** A key that may be left out, and the value that then holds, as a file would write it: its description ends with it. */
export function byDefault<Value extends z.ZodType>(value: Value, otherwise: z.input<Value>, description: string) {
  return value.prefault(() => otherwise).describe(`${description} Default: ${otherwise}.`);
}

/** Words, or what makes them of what is written at places inside the value. */
type Words = string | ((written: (...path: Path) => unknown) => string);

/** What makes no sense although its shape fits; the place is inside the value that is refused. What was found is what is written there when nothing is said. */
export interface Refusal extends Pick<Complaint, 'message' | 'hint' | 'atKey'> {
  readonly path?: Path;
  readonly expected?: Words;
  readonly found?: Words;
}

/** Refuses the value that a transform was given; the reader (read.ts) tells it. */
export function refuse(context: z.RefinementCtx, { path = [], message, ...params }: Refusal): typeof z.NEVER {
  context.addIssue({ code: 'custom', path: [...path], message, params });
  return z.NEVER;
}

/** Refuses a range whose greatest is below its least. */
export function range(value: { min: number; max: number }, context: z.RefinementCtx): { min: number; max: number } {
  if (value.min <= value.max) return { min: value.min, max: value.max };
  return refuse(context, {
    path: ['max'],
    message: '`max` is below `min`',
    expected: (written) => `at least ${written('min')}`,
    hint: 'exchange the two',
  });
}

/** A map with fixed keys; it may carry `assumed` and `source`. */
export function map<Shape extends Readonly<Record<string, z.ZodType>>>(shape: Shape) {
  return z.strictObject({ ...shape, ...notes });
}

/** A map with one key, which is read as what stands there. */
export function under<Key extends string, Value extends z.ZodType>(key: Key, value: Value) {
  const schema: z.ZodType = map({ [key]: value }).transform((written) => written[key]);
  return schema as z.ZodType<z.output<Value>, z.input<ReturnType<typeof map<Readonly<Record<Key, Value>>>>>>;
}

/** A map of which one key may stand alone: `storage: 128` is short for `storage: { threads: 128 }`, and is read as that (read.ts). */
export function shortFor<Bare extends z.ZodType, Long extends z.ZodType>(
  key: string,
  bare: Bare,
  long: Long,
  expected: string,
) {
  const map: z.ZodType = long;
  const schema: z.ZodType = z.union([bare, map.register(wordings, { key })]);
  return schema.register(wordings, { short: key, expected }) as z.ZodType<
    z.output<Long>,
    z.input<Bare> | z.input<Long>
  >;
}

/** A list of which a wrong item is read as null, so that the others are judged at their places. */
export function list<Item extends z.ZodType>(item: Item) {
  const element: z.ZodType = item;
  const schema: z.ZodType = z.array(element.register(wordings, { standIn: null }));
  return schema as z.ZodType<(z.output<Item> | null)[], z.input<Item>[]>;
}

/** A map from names to values of one kind; it may carry `assumed` and `source` too, so nothing can have one of these names. TypeScript cannot say that two keys are of another type, so code cannot write these. */
export function named<Value extends z.ZodType>(value: Value) {
  const map = z.object(notes).catchall(value);
  const schema: z.ZodType = map.meta({ propertyNames: { pattern: NAME_PATTERN.source } });
  return schema as z.ZodType<Record<string, z.output<Value>>, Readonly<Record<string, z.input<Value>>>>;
}
