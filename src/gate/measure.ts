import type * as z from 'zod';
import type { Problem } from '../errors.ts';
import { resultSchema } from '../result/schema.ts';
import type { Complaint } from '../scenario/complaints.ts';
import { definition, unwrapped } from '../scenario/schema-reading.ts';
import { STRATEGIES } from '../scenario/system-schema.ts';
import { didYouMean } from '../suggest.ts';
import type { DesignOutline, Outline } from './outline.ts';

/** One figure of a design's result, by its place in the result's schema. */
export interface Measure {
  readonly design: string;
  /** The keys that lead to it in the design's result: `['pools', 'storage', 'active', 'mean']`. */
  readonly path: readonly string[];
  /** Its unit as the schema gives it: `s`, `threads`, `fraction` … Empty for a word. */
  readonly unit: string;
  /** Of a measure that is a word and no number: the words that it can be. */
  readonly words: readonly string[] | undefined;
  /** Why it says nothing of the design, whatever the result has: how a job kind that defers no blob would delete. Absent where it says something. */
  readonly idle?: string;
}

/** What is wrong with a text that should name a measure. */
export type Objection = Pick<Complaint, 'message' | 'expected' | 'found' | 'hint'>;

export function isObjection(value: object): value is Objection {
  return 'message' in value;
}

/** An objection as a problem. @param place how errors name where the text stands. */
export function problemOf(place: Pick<Problem, 'file' | 'path'>, objection: Objection): Problem {
  const { message, expected, found, hint } = objection;
  return {
    ...place,
    message,
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Stands for every name at its place. */
export const EVERY = '*';

const designSchema = resultSchema.shape.designs.valueType;

/** What the names of a map of the result are called. */
const NAMED: Readonly<Record<string, string>> = {
  pools: 'pool',
  semaphores: 'semaphore',
  concurrency: 'concurrency limit',
  jobs: 'job',
  tasks: 'kind of task',
};

/** Only as many names are told one by one. */
const MOST_TOLD = 24;

/** `janitor.pools.storage.active.mean` */
export function measureName({ design, path }: Measure): string {
  return [design, ...path].join('.');
}

/**
 * Looks up the measures that a text names: one, or with `*` one for each name that it stands for.
 * @param text `design.part.name.measure`, such as `janitor.jobs.*.deletion`.
 */
export function findMeasures(text: string, outline: Outline): readonly Measure[] | Objection {
  const designs = outline.designs.map(({ name }) => name);
  if (text.endsWith('.')) {
    const whole = text.replace(/\.+$/, '');
    return {
      message: `\`${text}\` ends with a dot`,
      expected: 'a name after each dot',
      found: text,
      hint: `\`${whole}\``,
    };
  }
  const { name, rest } = splitName(text, designs);
  if (name === undefined) return unknownName(text, text, 'design', designs, designHint(text, designs));
  const chosen = outline.designs.filter((design) => name === EVERY || design.name === name);
  const found: Measure[] = [];
  for (const design of chosen) {
    const places = descend({ text, rest, path: [], design }, designSchema);
    if (isObjection(places)) return places;
    found.push(...places.map(({ path, schema }) => measureOf(design, path, schema)));
  }
  return found;
}

interface Place {
  /** The whole text, for errors. */
  readonly text: string;
  /** What is left of it. */
  readonly rest: string;
  readonly path: readonly string[];
  readonly design: DesignOutline;
}

interface Leaf {
  readonly path: readonly string[];
  readonly schema: z.ZodType;
}

function descend(place: Place, schema: z.ZodType): readonly Leaf[] | Objection {
  const def = definition(schema);
  if (def.type === 'record') return descendNames(place, def.valueType as z.ZodType);
  const shape = def.shape;
  if (shape === undefined) {
    if (place.rest === '') return [{ path: place.path, schema }];
    return {
      message: `there is nothing inside \`${textUpTo(place)}\``,
      expected: `\`${textUpTo(place)}\` itself`,
      found: place.text,
    };
  }
  const keys = Object.keys(shape).filter((key) => canBeNamed(key, shape[key] as z.ZodType));
  if (place.rest === '') {
    return {
      message: `\`${place.text}\` is not one measure but several`,
      expected: `one of: ${keys.map((key) => `${place.text}.${key}`).join(', ')}`,
      found: place.text,
      hint: keys.includes('mean') ? `\`${place.text}.mean\`, for instance` : undefined,
    };
  }
  const { name, rest } = splitName(place.rest, keys);
  if (name === undefined || name === EVERY) return unknownName(place.text, place.rest, 'measure', keys);
  if (name === 'health' && !keepsLog(place)) {
    return {
      message: `pool \`${place.path[1]}\` keeps no log, so \`${place.text}\` says nothing`,
      expected: 'a pool with a `healthLog`',
      found: place.text,
      hint: `\`healthLog: {}\` in \`pools.${place.path[1]}\` keeps one`,
    };
  }
  return descend({ ...place, rest, path: [...place.path, name] }, unwrapped(shape[name] as z.ZodType));
}

function keepsLog({ path, design }: Place): boolean {
  return design.pools.some(({ name, keepsLog: keeps }) => name === path[1] && keeps);
}

/** Into a map whose keys are names of the scenario. */
function descendNames(place: Place, schema: z.ZodType): readonly Leaf[] | Objection {
  const names = namesAt(place.path, place.design);
  const what = NAMED[place.path.at(-1) as string] as string;
  if (place.rest === '') {
    return {
      message: `\`${place.text}\` lacks the name of a ${what}`,
      expected: `one of: ${names.join(', ')}, or ${EVERY} for all`,
      found: place.text,
    };
  }
  const { name, rest } = splitName(place.rest, names);
  if (name === undefined) return unknownName(place.text, place.rest, what, names);
  const chosen = name === EVERY ? names : [name];
  if (chosen.length === 0) {
    return {
      message: `there is no ${what}, so \`${place.text}\` says nothing`,
      expected: `at least one ${what}`,
      found: place.text,
    };
  }
  const leaves: Leaf[] = [];
  for (const one of chosen) {
    const below = descend({ ...place, rest, path: [...place.path, one] }, schema);
    if (isObjection(below)) return below;
    leaves.push(...below);
  }
  return leaves;
}

/** The names that a map of the result has. */
function namesAt(path: readonly string[], design: DesignOutline): readonly string[] {
  const [section, pool] = path;
  if (path.length === 3) return design.pools.find(({ name }) => name === pool)?.tasks ?? [];
  if (section === 'semaphores' || section === 'concurrency') return design[section];
  return design[section as 'pools' | 'jobs'].map(({ name }) => name);
}

/** Parts of the result that are no single figure cannot be named, and words only where they say how something is configured. */
function canBeNamed(key: string, schema: z.ZodType): boolean {
  const def = definition(bare(schema));
  if (def.type === 'record') return NAMED[key] !== undefined;
  if (def.type === 'string') return key === 'deletion';
  return ['object', 'number', 'boolean'].includes(def.type) && key !== 'series' && key !== 'timeline';
}

function measureOf({ name, jobs }: DesignOutline, path: readonly string[], schema: z.ZodType): Measure {
  const { type } = definition(bare(schema));
  const words = type === 'string' ? STRATEGIES : type === 'boolean' ? ['true', 'false'] : undefined;
  const idle = path.at(-1) === 'deletion' ? whyNoDeletion(path[1] as string, jobs) : undefined;
  return { design: name, path, unit: unitOf(schema), words, ...(idle === undefined ? {} : { idle }) };
}

function whyNoDeletion(name: string, jobs: DesignOutline['jobs']): string | undefined {
  return jobs.find((job) => job.name === name)?.defers === true ? undefined : `job ${name} defers no blob`;
}

function unitOf(schema: z.ZodType): string {
  const meta = schema.meta() as { readonly unit?: string } | undefined;
  return meta?.unit ?? '';
}

/** A schema without `nullable` and `optional` around it. */
function bare(schema: z.ZodType): z.ZodType {
  const def = definition(schema);
  return def.type === 'nullable' || def.type === 'optional' ? bare(def.innerType as z.ZodType) : schema;
}

/** Takes the longest of the names off the front of a text; names may have dots in them. */
function splitName(
  text: string,
  names: readonly string[],
): { readonly name: string | undefined; readonly rest: string } {
  const name = [EVERY, ...names]
    .filter((candidate) => text === candidate || text.startsWith(`${candidate}.`))
    .sort((a, b) => b.length - a.length)[0];
  return { name, rest: name === undefined ? text : text.slice(name.length + 1) };
}

function unknownName(
  text: string,
  rest: string,
  what: string,
  names: readonly string[],
  hint: string | undefined = undefined,
): Objection {
  const words = rest.split('.');
  const word = words[0] as string;
  // A name with a dot in it is compared with as much of the text.
  const near = [words.slice(0, 2).join('.'), word]
    .map((part) => didYouMean(part, names))
    .find((found) => found !== undefined);
  const told = names.slice(0, MOST_TOLD).join(', ');
  return {
    message: word === text ? `unknown ${what} \`${word}\`` : `unknown ${what} \`${word}\` in \`${text}\``,
    expected: `one of: ${told}${names.length > MOST_TOLD ? ' …' : ''}`,
    found: word,
    hint: hint ?? near,
  };
}

/** Whoever begins with `pools.` has left the design out. */
function designHint(text: string, designs: readonly string[]): string | undefined {
  const first = text.split('.')[0] as string;
  const isPart = Object.hasOwn(designSchema.shape, first);
  return isPart ? `begin with the design: \`${designs.at(-1)}.${text}\`` : undefined;
}

function textUpTo({ text, rest }: Place): string {
  return text.slice(0, text.length - rest.length - 1);
}
