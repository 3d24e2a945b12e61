import { InputError, type Problem } from '../../errors.ts';
import { MOST_POINTS, type SweepAxis } from '../../result/sweep/sweep-schema.ts';
import { parseSetOverride } from '../../scenario/set-override.ts';
import { readValues } from './values.ts';

/** What `--set` of a sweep says: what is varied, and what is set for all points. */
export interface Grid {
  /** What has several values, in the order in which it was named; the last one varies fastest. */
  readonly axes: readonly SweepAxis[];
  /** `path=value` of what has one value. */
  readonly fixed: readonly string[];
  /** How many points there are: the product of the axes. */
  readonly points: number;
}

/**
 * Reads the settings of a sweep, each `path=a,b,c`.
 * @throws InputError with all that is wrong with them; whether a path exists is found out when it is set in the scenario.
 */
export function readGrid(texts: readonly string[]): Grid {
  const problems: Problem[] = [];
  const axes: SweepAxis[] = [];
  const fixed: string[] = [];
  const named = new Set<string>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    const path = text.slice(0, Math.max(equals, 0)).trim();
    // The value is YAML of one value; of a list its items are.
    const shape = equals < 0 || path === '' ? parseSetOverride(text) : parseSetOverride(`${path}=0`);
    if (!('label' in shape)) {
      problems.push({
        ...shape,
        file: `--set ${text}`,
        expected: 'path=a,b,c, such as pools.storage.threads=64,96,128',
      });
      continue;
    }
    if (named.has(path)) {
      problems.push({
        file: `--set ${text}`,
        path,
        message: 'it is set twice',
        expected: 'all values of a path in one list',
        found: text,
        hint: `--set ${path}=a,b,c`,
      });
      continue;
    }
    named.add(path);
    const values = readValues(text.slice(equals + 1));
    const wrong = 'message' in values ? values : (badValue(path, values) ?? twice(values));
    if (wrong !== undefined) problems.push({ file: `--set ${text}`, path, ...wrong });
    else if ((values as readonly string[]).length > 1) axes.push({ path, values: [...(values as readonly string[])] });
    else fixed.push(`${path}=${(values as readonly string[])[0]}`);
  }
  if (problems.length > 0) throw new InputError(problems);
  if (axes.length === 0) {
    throw new InputError({
      message: 'a sweep varies something, and nothing is varied',
      expected: 'a path with several values, such as --set pools.storage.threads=64,96,128',
      found: texts.length === 0 ? 'no --set' : `one value each: ${texts.join(' ')}`,
      hint: '`npx unpark run` simulates a scenario with single values',
    });
  }
  const points = axes.reduce((product, { values }) => product * values.length, 1);
  if (points <= MOST_POINTS) return { axes, fixed, points };
  throw new InputError({
    message: 'the grid is too large',
    expected: `at most ${MOST_POINTS} points`,
    found: `${axes.map(({ values }) => values.length).join(' × ')} = ${points}`,
    hint: 'take larger steps, or sweep fewer things at once',
  });
}

/** What each value of the axes sets at a point: `path=value`. */
export function overridesAt(axes: readonly SweepAxis[], indices: readonly number[]): string[] {
  return axes.map(({ path, values }, axis) => `${path}=${values[indices[axis] as number]}`);
}

/** A value as the table has it: a number, a word, or the text of what is more than that. */
export function tableValue(text: string): number | string | boolean {
  const parsed = parseSetOverride(`value=${text}`);
  const value = 'label' in parsed ? parsed.value : text;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? value : text;
}

function badValue(path: string, values: readonly string[]): (Partial<Problem> & { message: string }) | undefined {
  for (const value of values) {
    const parsed = parseSetOverride(`${path}=${value}`);
    if ('label' in parsed) continue;
    const { message, expected, found } = parsed;
    return { message, ...(expected === undefined ? {} : { expected }), ...(found === undefined ? {} : { found }) };
  }
  return undefined;
}

function twice(values: readonly string[]): (Partial<Problem> & { message: string }) | undefined {
  const seen = new Map<string, string>();
  for (const value of values) {
    const identity = JSON.stringify(tableValue(value));
    if (seen.has(identity)) {
      return {
        message: 'a value stands twice',
        expected: 'each value once',
        found: `${seen.get(identity)} and ${value}`,
      };
    }
    seen.set(identity, value);
  }
  return undefined;
}
