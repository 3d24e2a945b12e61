/**
 * Checks a plain value against the schema and tells everything that is wrong with it.
 *
 * Of a value that fits none of several alternatives zod itself says only "invalid input". Here the alternative is chosen first, by the key that names it, and the errors are
 * told of that one; so a misspelt key deep inside a step is told by its name.
 */
import type { z } from 'zod';
import { isMap, type Path, type PlainMap } from '../path.ts';
import { didYouMean, nearest } from '../suggest.ts';
import { type Complain, describeFound } from './complaints.ts';
import { NAME_PATTERN, NOTE_KEYS, type Wording, wordings } from './language.ts';
import { alternativesOf, definition, namingKey, unwrapped } from './schema-reading.ts';

/**
 * @param complain is called once for each thing that is wrong.
 * @returns the value without what is wrong: wrong entries of maps are left out, and wrong items of lists are `null`. Undefined when nothing is left. A map or list with
 *   nothing wrong in it is returned itself, so what was one object (an alias of YAML) stays one.
 */
export function checkShape(schema: z.ZodType, value: unknown, path: Path, complain: Complain): unknown {
  const options = alternativesOf(schema);
  const wording = wordings.get(schema) ?? {};
  if (isMap(value) && wording.fits?.(Object.keys(value)) === false) {
    complain({
      path,
      message: wrongValue(path),
      expected: wording.expected,
      found: describeFound(value),
      hint: wording.hint?.(value),
    });
    return undefined;
  }
  if (options.length === 1) return checkOne(options[0] as z.ZodType, value, path, complain, wording);
  const option = chooseAlternative(options, value);
  if (option !== undefined) return checkOne(option, value, path, complain, wording, namingKeys(options));
  complain(unknownAlternative(options, value, path, wording));
  return undefined;
}

/** @param siblings the keys that name the alternatives, of which only one can be written. */
function checkOne(
  schema: z.ZodType,
  value: unknown,
  path: Path,
  complain: Complain,
  wording: Wording,
  siblings: readonly string[] = [],
): unknown {
  const def = definition(schema);
  if (def.type === 'union' || def.type === 'lazy') return checkShape(schema, value, path, complain);
  if (def.type === 'object' && isMap(value)) return checkMap(schema, value, path, complain, siblings);
  if (def.type === 'record' && isMap(value)) return checkRecord(schema, value, path, complain);
  if (def.type === 'array' && Array.isArray(value)) return checkList(schema, value, path, complain, wording);
  if (schema.safeParse(value).success) return value;
  const own = { ...wordings.get(schema), ...wording };
  const expected = own.expected ?? (def.type === 'array' ? 'a list' : mapWithKeys(Object.keys(def.shape ?? {})));
  complain({
    path,
    message: wrongValue(path),
    expected,
    found: describeFound(value),
    hint: hintFor(own, schema, value),
  });
  return undefined;
}

function checkMap(
  schema: z.ZodType,
  value: PlainMap,
  path: Path,
  complain: Complain,
  siblings: readonly string[],
): PlainMap {
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
      complain({
        path: entryPath,
        atKey: true,
        message: `unknown key \`${key}\``,
        expected: `one of: ${Object.keys(shape).join(', ')}`,
        found: key,
        hint: siblings.includes(key)
          ? `only one of these can stand here: ${siblings.join(', ')}`
          : (didYouMean(key, unused) ?? didYouMean(key, Object.keys(shape))),
      });
      continue;
    }
    if (known === named && !NAME_PATTERN.test(key)) {
      complain({
        path: entryPath,
        atKey: true,
        message: `\`${key}\` cannot be a name`,
        expected: 'a letter, then letters, digits, - or _',
        found: key,
      });
      continue;
    }
    const checked = checkShape(known as z.ZodType, entry, entryPath, complain);
    if (checked !== undefined) result[key] = checked;
  }
  for (const [key, entry] of Object.entries(shape)) {
    if (value[key] !== undefined || definition(entry).type === 'optional' || meant.has(key)) continue;
    complain({
      path: [...path, key],
      message: `\`${key}\` is missing`,
      expected: expectedOf(entry),
      found: describeFound(value),
    });
  }
  return unchanged(value, result) ? value : result;
}

function unchanged(value: PlainMap, result: PlainMap): boolean {
  const keys = Object.keys(value);
  return keys.length === Object.keys(result).length && keys.every((key) => value[key] === result[key]);
}

function checkRecord(schema: z.ZodType, value: PlainMap, path: Path, complain: Complain): PlainMap {
  const { keyType, valueType } = definition(schema);
  const result: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    const entryPath = [...path, key];
    if (NOTE_KEYS.includes(key)) {
      complain({
        path: entryPath,
        atKey: true,
        message: `\`${key}\` cannot stand here`,
        hint: 'write it one level up, beside the name of the distribution',
      });
    } else if (keyType?.safeParse(key).success) {
      const checked = checkShape(valueType as z.ZodType, entry, entryPath, complain);
      if (checked !== undefined) result[key] = checked;
    } else {
      complain({
        path: entryPath,
        atKey: true,
        message: `unknown key \`${key}\``,
        expected: expectedOf(keyType as z.ZodType),
        found: key,
      });
    }
  }
  return unchanged(value, result) ? value : result;
}

function checkList(
  schema: z.ZodType,
  value: readonly unknown[],
  path: Path,
  complain: Complain,
  wording: Wording,
): unknown {
  const element = definition(schema).element as z.ZodType;
  if (value.length === 0) {
    complain({
      path,
      message: 'the list is empty',
      expected: wording.expected ?? wordings.get(schema)?.expected ?? 'at least one',
      found: 'an empty list',
    });
    return undefined;
  }
  const items = value.map((item, i) => checkShape(element, item, [...path, i], complain) ?? null);
  return items.every((item, i) => item === value[i]) ? value : items;
}

function unknownAlternative(options: readonly z.ZodType[], value: unknown, path: Path, wording: Wording) {
  const words = [...options.flatMap((option) => namingKey(option) ?? []), ...options.flatMap(enumWords)];
  const written = isMap(value) ? Object.keys(value).filter((key) => !NOTE_KEYS.includes(key)) : [value];
  const suggestions = written.flatMap((word) =>
    typeof word === 'string' && !words.includes(word) ? (didYouMean(word, words) ?? []) : [],
  );
  const scalar = options.find((option) => definition(option).type === 'string' || definition(option).type === 'number');
  const hint =
    suggestions[0] ??
    wording.hint?.(value) ??
    (scalar === undefined || isMap(value) ? undefined : wordings.get(scalar)?.hint?.(value));
  const first = written[0];
  const isWord = isMap(value) || (enumWords(options[0]).length > 0 && !words.includes(String(first)));
  const unknownWord = typeof first === 'string' && isWord ? first : undefined;
  const expected = wording.expected ?? `one of: ${words.join(', ')}`;
  return {
    path: unknownWord !== undefined && isMap(value) ? [...path, unknownWord] : path,
    atKey: unknownWord !== undefined && isMap(value),
    message:
      unknownWord === undefined ? wrongValue(path) : `unknown ${isMap(value) ? 'key' : 'word'} \`${unknownWord}\``,
    expected,
    found: describeFound(value),
    hint,
  };
}

/** The alternative that a value means: a map by the key that names the alternative, another value by whether it fits. */
function chooseAlternative(options: readonly z.ZodType[], value: unknown): z.ZodType | undefined {
  if (Array.isArray(value)) return options.find((option) => definition(option).type === 'array');
  if (!isMap(value)) return options.find((option) => option.safeParse(value).success) ?? onlyScalar(options, value);
  const maps = options.filter((option) => definition(option).type === 'object');
  const byName = maps.find((option) => Object.hasOwn(value, namingKey(option) ?? ''));
  if (byName !== undefined) return byName;
  const withoutName = maps.filter(
    (option) => definition(definition(option).shape?.[namingKey(option) ?? ''] ?? option).type === 'optional',
  );
  const byAnyKey = withoutName.find((option) =>
    Object.keys(value).some((key) => Object.hasOwn(definition(option).shape ?? {}, key)),
  );
  return (
    byAnyKey ??
    options.find((option) => definition(option).type === 'record') ??
    (maps.length === 1 ? maps[0] : undefined)
  );
}

/** Where one alternative is a list of words and the value is a text, the words are meant. */
function onlyScalar(options: readonly z.ZodType[], value: unknown): z.ZodType | undefined {
  const scalars = options.filter((option) => !['object', 'record', 'array'].includes(definition(option).type));
  const first = scalars[0];
  const isWords = first !== undefined && definition(first).type === 'enum' && namingKeys(options).length === 1;
  return scalars.length === 1 && isWords && typeof value === 'string' ? first : undefined;
}

/** What is said of a map that is not there: the keys that it needs. */
function mapWithKeys(keys: readonly string[]): string {
  const own = keys.filter((key) => !NOTE_KEYS.includes(key));
  if (own.length === 0 || own.length > 4) return 'a map';
  return `a map with the key${own.length === 1 ? '' : 's'} ${own.join(', ')}`;
}

function namingKeys(options: readonly z.ZodType[]): string[] {
  return options.flatMap((option) => namingKey(option) ?? []);
}

function enumWords(schema: z.ZodType | undefined): string[] {
  return schema === undefined ? [] : Object.values(definition(schema).entries ?? {});
}

function wrongValue(path: Path): string {
  const key = path.at(-1);
  if (key === undefined) return 'this is not a scenario';
  return typeof key === 'string' ? `\`${key}\` has a value that does not fit` : 'this item of the list does not fit';
}

function hintFor(wording: Wording, schema: z.ZodType, value: unknown): string | undefined {
  const words = enumWords(schema);
  if (words.length > 0 && typeof value === 'string') return didYouMean(value, words) ?? wording.hint?.(value);
  return wording.hint?.(value);
}

function expectedOf(schema: z.ZodType): string | undefined {
  const expected = wordings.get(schema)?.expected;
  if (expected !== undefined) return expected;
  const type = definition(unwrapped(schema)).type;
  if (type === 'object' || type === 'record') return 'a map';
  return type === 'array' ? 'a list' : undefined;
}
