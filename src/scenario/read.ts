/**
 * Reads a plain value by the schema: gives what the schema makes of it, and tells everything that is wrong with it.
 *
 * zod itself says of a value that fits none of several alternatives only "invalid input", and gives nothing where anything is wrong. Here the alternative is chosen first, by
 * the key that names it, so that a misspelt key deep inside a step is told by its name; and what is right is read even when something beside it is wrong.
 */
import type * as z from 'zod';
import { isMap, type Path, type PlainMap, valueAt } from '../path.ts';
import { didYouMean, nearest } from '../suggest.ts';
import { chooseAlternative, enumWords, namingKeys, unknownAlternative } from './alternatives.ts';
import { type Complain, describeFound, wrongValue } from './complaints.ts';
import { NAME_PATTERN, NOTE_KEYS, nameHint, type Refusal, type Wording, wordings } from './language.ts';
import {
  alternativesOf,
  type Definition,
  defaultOf,
  definition,
  mayBeLeftOut,
  unwrapped,
  wordingOf,
} from './schema-reading.ts';
import { longForm } from './short-forms.ts';

/** Who hears of what is wrong. */
export interface Listener {
  /** A value or a key is not what may stand there. */
  readonly shape: Complain;
  /** A value fits, and makes no sense. */
  readonly meaning: Complain;
}

/** Tells nobody: for what was told before. */
export const SILENT: Listener = { shape: () => undefined, meaning: () => undefined };

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
  const isLeftOut = value === undefined && mayBeLeftOut(schema);
  return (isLeftOut ? defaultOf(schema) : new Reader(listener).read(schema, value, path)) as z.output<Schema>;
}

class Reader {
  readonly #listener: Listener;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  read(schema: z.ZodType, value: unknown, path: Path): unknown {
    const options = alternativesOf(schema);
    const wording = wordings.get(schema) ?? {};
    if (isMap(value) && wording.fits?.(Object.keys(value)) === false) {
      const { expected, hint } = wording;
      const found = describeFound(value);
      this.#listener.shape({ path, message: wrongValue(path), expected, found, hint: hint?.(value) });
      return undefined;
    }
    if (options.length === 1) return this.#one(options[0] as z.ZodType, value, path, wording);
    const option = chooseAlternative(options, value);
    if (option === undefined) {
      this.#listener.shape(unknownAlternative(options, value, path, wordingOf(schema)));
      return undefined;
    }
    const result = this.#one(option, value, path, wording, namingKeys(options));
    const long = longForm(schema, value);
    return long === value ? result : read(schema, long, path, SILENT);
  }

  /** @param siblings the keys that name the alternatives, of which only one can be written. */
  #one(schema: z.ZodType, value: unknown, path: Path, wording: Wording, siblings: readonly string[] = []): unknown {
    const def = definition(schema);
    const own = { ...wordingOf(schema), ...wording };
    if (def.type === 'union') return this.read(schema, value, path);
    if (def.type === 'pipe') {
      const taken = this.#one(def.in as z.ZodType, value, path, own, siblings);
      return taken === undefined ? undefined : this.#transformed(def.out as z.ZodType, taken, value, path);
    }
    if (def.type === 'object' && isMap(value)) return this.#map(def, value, path, siblings);
    if (def.type === 'record' && isMap(value)) return this.#record(def, value, path);
    if (def.type === 'array' && Array.isArray(value)) return this.#list(def, value, path, own);
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    this.#listener.shape({
      path,
      message: wrongValue(path),
      expected: own.expected ?? expectedOf(schema),
      found: describeFound(value),
      hint: hintFor(own, schema, value),
    });
    return undefined;
  }

  /** What a transform makes of what was read; undefined when it refuses. */
  #transformed(transform: z.ZodType, taken: unknown, value: unknown, path: Path): unknown {
    const result = transform.safeParse(taken);
    if (result.success) return result.data;
    const written = (...inside: Path) => valueAt(value, inside);
    const said = (words: Refusal['found']) => (typeof words === 'function' ? words(written) : words);
    for (const issue of result.error.issues as readonly (z.core.$ZodIssueCustom & { path: (string | number)[] })[]) {
      this.#listener.meaning({
        ...issue.params,
        path: [...path, ...issue.path],
        message: issue.message,
        expected: said(issue.params?.expected),
        found: said(issue.params?.found) ?? describeFound(written(...issue.path)),
      });
    }
    return undefined;
  }

  #map({ shape = {}, catchall }: Definition, value: PlainMap, path: Path, siblings: readonly string[]) {
    const named = catchall !== undefined && definition(catchall).type !== 'never' ? catchall : undefined;
    const result: Record<string, unknown> = {};
    const meant = new Set<string>();
    for (const [key, entry] of Object.entries(value)) {
      // Code may write a key without a value, which a file cannot: it says nothing.
      if (entry === undefined) continue;
      const known = Object.hasOwn(shape, key) ? shape[key] : named;
      if (known === undefined) {
        const unused = Object.keys(shape).filter((name) => !Object.hasOwn(value, name));
        const suggestion = nearest(key, unused);
        if (suggestion !== undefined) meant.add(suggestion);
        const hint = siblings.includes(key)
          ? `only one of these can stand here: ${siblings.join(', ')}`
          : (didYouMean(key, unused) ?? didYouMean(key, Object.keys(shape)));
        this.#wrongKey(key, path, `unknown key \`${key}\``, `one of: ${Object.keys(shape).join(', ')}`, hint);
      } else if (known === named && !NAME_PATTERN.test(key)) {
        this.#wrongKey(
          key,
          path,
          `\`${key}\` cannot be a name`,
          'a letter, then letters, digits, - or _',
          nameHint(key),
        );
      } else {
        const entryRead = this.read(known, entry, [...path, key]);
        if (entryRead !== undefined && !NOTE_KEYS.includes(key)) result[key] = entryRead;
      }
    }
    for (const [key, entry] of Object.entries(shape)) {
      if (value[key] !== undefined || meant.has(key) || mayBeLeftOut(entry)) continue;
      this.#listener.shape({
        path: [...path, key],
        message: `\`${key}\` is missing`,
        expected: expectedOf(entry),
        found: Object.keys(value).length === 0 ? 'nothing' : describeFound(value),
      });
    }
    return filled(shape, result);
  }

  #record({ keyType, valueType }: Definition, value: PlainMap, path: Path): PlainMap | undefined {
    const result = Object.entries(value).map(([key, entry]) => {
      if (keyType?.safeParse(key).success) return [key, this.read(valueType as z.ZodType, entry, [...path, key])];
      const message = `\`${key}\` cannot stand here`;
      const hint = 'write it one level up, beside the name of the distribution';
      if (NOTE_KEYS.includes(key)) this.#listener.shape({ path: [...path, key], atKey: true, message, hint });
      else this.#wrongKey(key, path, `unknown key \`${key}\``, expectedOf(keyType as z.ZodType));
      return [key, undefined];
    });
    return result.some(([, entry]) => entry === undefined) ? undefined : Object.fromEntries(result);
  }

  #list({ element }: Definition, value: readonly unknown[], path: Path, wording: Wording) {
    const item = element as z.ZodType;
    const items = value.map((entry, i) => this.read(item, entry, [...path, i]) ?? wordingOf(item).standIn);
    if (items.length > 0) return items.includes(undefined) ? undefined : items;
    const expected = wording.expected ?? 'at least one';
    this.#listener.shape({ path, message: 'the list is empty', expected, found: 'an empty list' });
    return undefined;
  }

  #wrongKey(found: string, path: Path, message: string, expected: string | undefined, hint?: string): void {
    this.#listener.shape({ path: [...path, found], atKey: true, message, expected, found, hint });
  }
}

/** What was read of a map with its defaults and stand-ins; undefined when something is missing that has neither. */
function filled(shape: Readonly<Record<string, z.ZodType>>, result: Record<string, unknown>): PlainMap | undefined {
  let isWhole = true;
  for (const [key, entry] of Object.entries(shape)) {
    if (Object.hasOwn(result, key) || NOTE_KEYS.includes(key)) continue;
    const otherwise = mayBeLeftOut(entry) ? defaultOf(entry) : wordingOf(entry).standIn;
    if (otherwise !== undefined) result[key] = otherwise;
    else if (!mayBeLeftOut(entry)) isWhole = false;
  }
  return isWhole ? result : undefined;
}

function hintFor(wording: Wording, schema: z.ZodType, value: unknown): string | undefined {
  const meant = typeof value === 'string' ? didYouMean(value, enumWords(schema)) : undefined;
  return meant ?? wording.hint?.(value);
}

function expectedOf(schema: z.ZodType): string | undefined {
  const { expected } = wordingOf(schema);
  if (expected !== undefined) return expected;
  const { type, entries = {} } = definition(unwrapped(schema));
  if (type === 'enum') return `one of: ${Object.values(entries).join(', ')}`;
  if (type === 'object') return mapWithKeys(Object.keys(definition(unwrapped(schema)).shape ?? {}));
  if (type === 'record') return 'a map';
  return type === 'array' ? 'a list' : undefined;
}

/** What is said of a map that is not there: the keys that it needs. */
function mapWithKeys(keys: readonly string[]): string {
  const own = keys.filter((key) => !NOTE_KEYS.includes(key));
  if (own.length === 0 || own.length > 4) return 'a map';
  return `a map with the key${own.length === 1 ? '' : 's'} ${own.join(', ')}`;
}
