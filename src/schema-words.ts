/** What a schema refuses, in words: those of the library that checks it are for programmers. */
import { shown } from './shown.ts';

/** An issue of zod, as far as it is needed here. */
export interface SchemaIssue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: string;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly inclusive?: boolean;
  readonly origin?: string;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'null',
  undefined: 'nothing',
};

/** How the library's own messages begin; another one is ours. */
const ITS_OWN = /^(Invalid|Too |Unrecognized|Expected)/;

/** The end of "expected …". */
export function expectedBy(issue: SchemaIssue): string {
  if (!ITS_OWN.test(issue.message)) return issue.message;
  const { code, expected = '', values = [], keys = [], minimum, maximum, inclusive, origin } = issue;
  switch (code) {
    case 'invalid_type':
      return KINDS[expected] ?? expected;
    case 'invalid_value':
      return `${values.length === 1 ? '' : 'one of: '}${values.map((value) => String(value)).join(', ')}`;
    case 'unrecognized_keys':
      return `no key ${keys.join(', ')}`;
    case 'too_small':
      return `${sizeOf(origin)}${inclusive === false ? 'more than' : 'at least'} ${minimum}`;
    case 'too_big':
      return `${sizeOf(origin)}${inclusive === false ? 'less than' : 'at most'} ${maximum}`;
    case 'invalid_format':
      return 'a text of another form';
    default:
      return 'something else';
  }
}

/** What is wrong, in a few words. @param found the value there. */
export function messageOf({ code, keys = [], path }: SchemaIssue, found: unknown): string {
  const name = path.length === 0 ? 'it' : `\`${String(path.at(-1))}\``;
  if (code === 'unrecognized_keys') return `unknown key ${keys.map((key) => `\`${key}\``).join(', ')}`;
  return found === undefined ? `${name} is missing` : `${name} has a value that does not fit`;
}

/** What stands at the place of an issue, and that as the end of "found …". */
export function foundAt({ path }: SchemaIssue, root: unknown): { readonly value: unknown; readonly found: string } {
  let value = root;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return { value, found: shown(value) };
}

function sizeOf(origin: string | undefined): string {
  return origin === 'array' ? 'a number of entries of ' : origin === 'string' ? 'a number of letters of ' : '';
}
