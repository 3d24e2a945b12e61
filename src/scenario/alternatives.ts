/** Which of several alternatives a value means, and what is said of one that means none of them. */
import type * as z from 'zod';
import { isMap, type Path } from '../path.ts';
import { didYouMean } from '../suggest.ts';
import { type Complaint, describeFound, wrongValue } from './complaints.ts';
import { NOTE_KEYS, type Wording } from './language.ts';
import { definition, mayBeLeftOut, namingKey, unwrapped, wordingOf } from './schema-reading.ts';

/** The alternative that a value means: a map by the key that names the alternative, another value by whether it fits. */
export function chooseAlternative(options: readonly z.ZodType[], value: unknown): z.ZodType | undefined {
  if (Array.isArray(value)) return options.find((option) => typeOf(option) === 'array');
  if (!isMap(value))
    return options.find((option) => unwrapped(option).safeParse(value).success) ?? onlyScalar(options, value);
  const maps = options.filter((option) => typeOf(option) === 'object');
  const byName = maps.find((option) => Object.hasOwn(value, namingKey(option) ?? ''));
  if (byName !== undefined) return byName;
  const byAnyKey = maps.find((option) => {
    const { shape = {} } = definition(unwrapped(option));
    const named = shape[namingKey(option) ?? ''];
    return named !== undefined && mayBeLeftOut(named) && Object.keys(value).some((key) => Object.hasOwn(shape, key));
  });
  return byAnyKey ?? options.find((option) => typeOf(option) === 'record') ?? (maps.length === 1 ? maps[0] : undefined);
}

/** Where one alternative is a list of words and the value is a text, the words are meant. */
function onlyScalar(options: readonly z.ZodType[], value: unknown): z.ZodType | undefined {
  const scalars = options.filter((option) => !['object', 'record', 'array'].includes(typeOf(option)));
  const first = scalars[0];
  const isWords = first !== undefined && typeOf(first) === 'enum' && namingKeys(options).length === 1;
  return scalars.length === 1 && isWords && typeof value === 'string' ? first : undefined;
}

/** The complaint about a value that means none of the alternatives. */
export function unknownAlternative(
  options: readonly z.ZodType[],
  value: unknown,
  path: Path,
  wording: Wording,
): Complaint {
  const words = [...namingKeys(options), ...options.flatMap(enumWords)];
  const written = isMap(value) ? Object.keys(value).filter((key) => !NOTE_KEYS.includes(key)) : [value];
  const suggestions = written.flatMap((word) =>
    // More than a word is a value, and no misspelt key.
    typeof word === 'string' && !/\s|\d/.test(word) && !words.includes(word) ? (didYouMean(word, words) ?? []) : [],
  );
  const scalar = options.find((option) => ['string', 'number'].includes(typeOf(option)));
  const number = typeof value === 'string' ? /^\s*(\d+)\s+[A-Za-z]+\s*$/.exec(value)?.[1] : undefined;
  const isCount = number !== undefined && options.some((option) => typeOf(option) === 'number');
  const hint =
    suggestions[0] ??
    (isCount ? `write the number alone: ${number}` : undefined) ??
    wording.hint?.(value) ??
    (scalar === undefined || isMap(value) ? undefined : wordingOf(scalar).hint?.(value));
  const [first] = written;
  const isWord = isMap(value) || (enumWords(options[0]).length > 0 && !words.includes(String(first)));
  const word = typeof first === 'string' && isWord ? first : undefined;
  const atKey = word !== undefined && isMap(value);
  return {
    path: atKey ? [...path, word] : path,
    atKey,
    message: word === undefined ? wrongValue(path) : `unknown ${atKey ? 'key' : 'word'} \`${word}\``,
    expected: wording.expected ?? `one of: ${words.join(', ')}`,
    found: describeFound(value),
    hint,
  };
}

export function namingKeys(options: readonly z.ZodType[]): string[] {
  return options.flatMap((option) => namingKey(option) ?? []);
}

export function enumWords(schema: z.ZodType | undefined): string[] {
  return schema === undefined ? [] : Object.values(definition(unwrapped(schema)).entries ?? {});
}

function typeOf(option: z.ZodType): string {
  return definition(unwrapped(option)).type;
}
