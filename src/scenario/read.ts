/**
 * Reads a plain value by the schema: gives what the schema makes of it, and tells everything that is wrong with it.
 *
 * zod itself says of a value that fits none of several alternatives only "invalid input", and gives nothing where anything is wrong. Here the alternative is chosen first, by
 * the key that names it, so that a misspelt key deep inside a step is told by its name; and what is right is read even when something beside it is wrong.
 */
import type { z } from 'zod';
import { isMap, type Path, type PlainMap, valueAt } from '../path.ts';
import { didYouMean, nearest } from '../suggest.ts';
import { chooseAlternative, enumWords, namingKeys, unknownAlternative } from './alternatives.ts';
import { type Complain, describeFound, wrongValue } from './complaints.ts';
import { NAME_PATTERN, NOTE_KEYS, type Refusal, type Wording, wordings } from './language.ts';
import { alternativesOf, defaultOf, definition, mayBeLeftOut, unwrapped, wordingOf } from './schema-reading.ts';
import { longForm } from './short-forms.ts';

/** Who hears of what is wrong. */
export interface Listener {
  /** A value or a key is not what may stand there. */
  readonly shape: Complain;
  /** A value fits, and makes no sense. */
  readonly meaning: Complain;
}

/**
 * @returns what the schema makes of the value; undefined when it is wrong. Of a map a wrong value counts as left out. Where it cannot be, and in lists, the stand-in of its schema
 *   takes its place, and where there is none the whole map or list is wrong.
 */
export function read<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: Path,
  listener: Listener,
): z.output<Schema> | undefined {
  if (value === undefined && mayBeLeftOut(schema)) return defaultOf(schema) as z.output<Schema>;
  return readAny(schema, value, path, listener) as z.output<Schema> | undefined;
}

/** Tells nobody: for what was told before. */
export const SILENT: Listener = { shape: () => undefined, meaning: () => undefined };

function readAny(schema: z.ZodType, value: unknown, path: Path, listener: Listener): unknown {
  const options = alternativesOf(schema);
  const wording = wordings.get(schema) ?? {};
  if (options.length === 1) return readOne(options[0] as z.ZodType, value, path, listener, wording);
  const option = chooseAlternative(options, value);
  if (option !== undefined) {
    const result = readOne(option, value, path, listener, wording, namingKeys(options));
    const long = longForm(schema, value);
    return long === value ? result : readAny(schema, long, path, SILENT);
  }
  listener.shape(unknownAlternative(options, value, path, wordingOf(schema)));
  return undefined;
}

/** @param siblings the keys that name the alternatives, of which only one can be written. */
function readOne(
  schema: z.ZodType,
  value: unknown,
  path: Path,
  listener: Listener,
  wording: Wording,
  siblings: readonly string[] = [],
): unknown {
  const def = definition(schema);
  if (def.type === 'union') return readAny(schema, value, path, listener);
  if (def.type === 'pipe') {
    const own = { ...wordingOf(schema), ...wording };
    const taken = readOne(def.in as z.ZodType, value, path, listener, own, siblings);
    return taken === undefined ? undefined : transformed(def.out as z.ZodType, taken, value, path, listener);
  }
  if (def.type === 'object' && isMap(value)) return readMap(schema, value, path, listener, siblings);
  if (def.type === 'record' && isMap(value)) return readRecord(schema, value, path, listener);
  if (def.type === 'array' && Array.isArray(value)) return readList(schema, value, path, listener, wording);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const own = { ...wordingOf(schema), ...wording };
  const expected = own.expected ?? (def.type === 'array' ? 'a list' : 'a map');
  const hint = hintFor(own, schema, value);
  listener.shape({ path, message: wrongValue(path), expected, found: describeFound(value), hint });
  return undefined;
}

/** What a transform makes of what was read; undefined when it refuses. */
function transformed(transform: z.ZodType, taken: unknown, value: unknown, path: Path, { meaning }: Listener): unknown {
  const result = transform.safeParse(taken);
  if (result.success) return result.data;
  for (const { path: inside, message, ...issue } of result.error.issues) {
    const written = (...more: Path) => valueAt(value, more);
    const said = (words: Refusal['found']) => (typeof words === 'function' ? words(written) : words);
    const { expected, found, ...more } = (issue as { params: Omit<Refusal, 'path' | 'message'> }).params;
    meaning({
      ...more,
      path: [...path, ...(inside as Path)],
      message,
      expected: said(expected),
      found: said(found) ?? describeFound(written(...(inside as Path))),
    });
  }
  return undefined;
}

function readMap(
  schema: z.ZodType,
  value: PlainMap,
  path: Path,
  listener: Listener,
  siblings: readonly string[],
): PlainMap | undefined {
  const { shape = {}, catchall } = definition(schema);
  const named = catchall !== undefined && definition(catchall).type !== 'never' ? catchall : undefined;
  const result: Record<string, unknown> = {};
  const meant = new Set<string>();
  for (const [key, entry] of Object.entries(value)) {
    // Code may write a key without a value, which a file cannot: it says nothing.
    if (entry === undefined) continue;
    const known = Object.hasOwn(shape, key) ? shape[key] : named;
    const entryPath = [...path, key];
    if (known === undefined) {
      const unused = Object.keys(shape).filter((name) => !Object.hasOwn(value, name));
      const suggestion = nearest(key, unused);
      if (suggestion !== undefined) meant.add(suggestion);
      listener.shape({
        path: entryPath,
        atKey: true,
        message: `unknown key \`${key}\``,
        expected: `one of: ${Object.keys(shape).join(', ')}`,
        found: key,
        hint: siblings.includes(key)
          ? `only one of these can stand here: ${siblings.join(', ')}`
          : (didYouMean(key, unused) ?? didYouMean(key, Object.keys(shape))),
      });
    } else if (known === named && !NAME_PATTERN.test(key)) {
      listener.shape({
        path: entryPath,
        atKey: true,
        message: `\`${key}\` cannot be a name`,
        expected: 'a letter, then letters, digits, - or _',
        found: key,
      });
    } else {
      const entryRead = readAny(known, entry, entryPath, listener);
      if (entryRead !== undefined && !NOTE_KEYS.includes(key)) result[key] = entryRead;
    }
  }
  return filled(shape, result, (key, entry) => {
    if (value[key] !== undefined || meant.has(key)) return;
    const expected = expectedOf(entry);
    listener.shape({
      path: [...path, key],
      message: `\`${key}\` is missing`,
      expected,
      found: describeFound(value),
    });
  });
}

/** What was read of a map with its defaults and stand-ins; undefined when something is missing that has neither. */
function filled(
  shape: Readonly<Record<string, z.ZodType>>,
  result: Record<string, unknown>,
  missing: (key: string, entry: z.ZodType) => void,
): PlainMap | undefined {
  let isWhole = true;
  for (const [key, entry] of Object.entries(shape)) {
    if (Object.hasOwn(result, key) || NOTE_KEYS.includes(key)) continue;
    const isRequired = !mayBeLeftOut(entry);
    if (isRequired) missing(key, entry);
    const otherwise = isRequired ? wordingOf(entry).standIn : defaultOf(entry);
    if (otherwise !== undefined) result[key] = otherwise;
    else if (isRequired) isWhole = false;
  }
  return isWhole ? result : undefined;
}

function readRecord(schema: z.ZodType, value: PlainMap, path: Path, listener: Listener): PlainMap | undefined {
  const { keyType, valueType } = definition(schema);
  const result: Record<string, unknown> = {};
  let isWhole = true;
  for (const [key, entry] of Object.entries(value)) {
    const entryPath = [...path, key];
    if (NOTE_KEYS.includes(key)) {
      listener.shape({
        path: entryPath,
        atKey: true,
        message: `\`${key}\` cannot stand here`,
        hint: 'write it one level up, beside the name of the distribution',
      });
    } else if (keyType?.safeParse(key).success) {
      result[key] = readAny(valueType as z.ZodType, entry, entryPath, listener);
      if (result[key] === undefined) isWhole = false;
    } else {
      listener.shape({
        path: entryPath,
        atKey: true,
        message: `unknown key \`${key}\``,
        expected: expectedOf(keyType as z.ZodType),
        found: key,
      });
      isWhole = false;
    }
  }
  return isWhole ? result : undefined;
}

function readList(
  schema: z.ZodType,
  value: readonly unknown[],
  path: Path,
  listener: Listener,
  wording: Wording,
): readonly unknown[] | undefined {
  const element = definition(schema).element as z.ZodType;
  if (value.length === 0) {
    listener.shape({
      path,
      message: 'the list is empty',
      expected: wording.expected ?? wordingOf(schema).expected ?? 'at least one',
      found: 'an empty list',
    });
    return undefined;
  }
  const { standIn } = wordingOf(element);
  const items = value.map((item, i) => readAny(element, item, [...path, i], listener) ?? standIn);
  return items.includes(undefined) ? undefined : items;
}

function hintFor(wording: Wording, schema: z.ZodType, value: unknown): string | undefined {
  const words = enumWords(schema);
  if (words.length > 0 && typeof value === 'string') return didYouMean(value, words) ?? wording.hint?.(value);
  return wording.hint?.(value);
}

function expectedOf(schema: z.ZodType): string | undefined {
  const { expected } = wordingOf(schema);
  if (expected !== undefined) return expected;
  const { type } = definition(unwrapped(schema));
  if (type === 'object' || type === 'record') return 'a map';
  return type === 'array' ? 'a list' : undefined;
}
