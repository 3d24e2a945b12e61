/** What a file of ours is, where another one was expected. */
import type { Problem } from './errors.ts';
import { isMap } from './path.ts';

interface Kind {
  /** The end of "this is …". */
  readonly what: string;
  /** What opens it. @param file as the user named it. */
  readonly opener: (file: string) => string;
  readonly fits: (value: Readonly<Record<string, unknown>>) => boolean;
}

/** What a result is called. */
export const RESULT = 'a result of unpark';

/** Each is known by the first of its keys, whatever else is wrong with it. */
const KINDS: readonly Kind[] = [
  {
    what: 'a sizing that `npx unpark size` has written',
    opener: () => 'it is for programs; its page is the index.html beside it',
    fits: ({ sizing }) => sizing === 'unpark-sizing',
  },
  {
    what: 'a table that `npx unpark sweep` has written',
    opener: (file) => `\`npx unpark merge ${file}\` reads parts of a sweep`,
    fits: ({ sweep }) => sweep === 'unpark-sweep',
  },
  {
    what: 'a stream of events that `--events` has written',
    opener: (file) => `\`npx unpark replay ${file}\` makes its result`,
    fits: ({ stream }) => stream === 'unpark-events',
  },
  {
    what: 'a baseline that `npx unpark baseline` has written',
    opener: () => '`npx unpark check --baseline` compares with it',
    fits: (value) => 'baselineVersion' in value,
  },
  {
    what: RESULT,
    opener: (file) => `\`npx unpark report ${file}\` opens it; its scenario is the YAML file that it was run from`,
    fits: (value) => 'schemaVersion' in value && 'engineVersion' in value && 'designs' in value,
  },
  {
    what: 'a scenario',
    opener: (file) => `\`npx unpark run ${file}\` runs it, and its result is reports/out/<name>/result.json`,
    fits: (value) => 'designs' in value && ('jobs' in value || 'pools' in value),
  },
];

/**
 * Says what a file is, where it is one of ours.
 * @param value what the file has, or the first line of it. @param expected the end of "expected …", which is another kind.
 * @returns undefined where it is none of ours.
 */
export function knownFile(file: string, value: unknown, expected: string): Problem | undefined {
  if (!isMap(value)) return undefined;
  const kind = KINDS.find(({ fits }) => fits(value));
  if (kind === undefined) return undefined;
  return {
    file,
    message: `this is ${kind.what}, and not ${expected}`,
    expected,
    found: kind.what,
    hint: kind.opener(file),
  };
}

/** The same of a text that is not JSON: scenarios are YAML, and of JSON Lines the first line says what they are. */
export function knownText(file: string, text: string, expected: string): Problem | undefined {
  const keys = [...text.matchAll(/^([A-Za-z]+):/gm)].map(([, key]) => [key as string, true] as const);
  return knownFile(file, firstLine(text) ?? Object.fromEntries(keys), expected);
}

function firstLine(text: string): unknown {
  try {
    return JSON.parse(text.split('\n', 1)[0] as string);
  } catch {
    return undefined;
  }
}
