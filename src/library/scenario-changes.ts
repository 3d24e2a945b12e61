import { InputError, type Problem } from '../errors.ts';
import { A_NUMBER, A_TEXT, aMap, type OptionRules, optionProblems, shownKind, TEXTS } from '../options.ts';
import { isMap } from '../path.ts';

/** Changes to a scenario: what the command line's options of these names do. */
export interface ScenarioChanges {
  /** Where the random numbers start: a whole number in 0 … 2^32 − 1. */
  readonly seed?: number | undefined;
  /** How often each design is run, each time with other random numbers: a whole number from 1. */
  readonly replications?: number | undefined;
  /** The measured time with its unit, above zero: `6h`. */
  readonly duration?: string | undefined;
  /** The designs to keep, in this order; the first is the one that the others are compared with. */
  readonly designs?: readonly string[] | undefined;
  /** Values by their path, each as it would stand in the scenario: `{ 'pools.storage.threads': 64 }`. */
  readonly set?: Readonly<Record<string, unknown>> | undefined;
}

/** The kinds of the changes; what they mean is checked where the scenario is built. */
export const CHANGES: OptionRules = {
  seed: A_NUMBER,
  replications: A_NUMBER,
  duration: { ...A_TEXT, expected: 'a text with a unit, such as 24h or 90s' },
  designs: TEXTS,
  set: aMap("values by their path, such as { 'pools.storage.threads': 64 }"),
};

/** What is wrong with changes as such: unknown keys, and values of another kind. */
export function changeProblems(changes: unknown): Problem[] {
  const problems = optionProblems(changes, CHANGES);
  if (!isMap(changes) || !isMap(changes.set)) return problems;
  const settings = Object.entries(changes.set).filter(([, value]) => !isPlain(value));
  return [
    ...problems,
    ...settings.map(([path, value]) => ({
      path: `set.${path}`,
      message: 'a value of the wrong kind',
      expected: 'a plain value, as it would stand in the scenario',
      found: shownKind(value),
    })),
  ];
}

/** The changes without those that are of the wrong kind. */
export function fitting(changes: ScenarioChanges): ScenarioChanges {
  const given = Object.entries(isMap(changes) ? changes : {}).filter(
    ([key, value]) => Object.hasOwn(CHANGES, key) && CHANGES[key]?.allows(value),
  );
  const { set, ...others } = Object.fromEntries(given) as ScenarioChanges;
  if (set === undefined) return others;
  return { ...others, set: Object.fromEntries(Object.entries(set).filter(([, value]) => isPlain(value))) };
}

/** @throws InputError where an argument that has to be a text is none. */
export function required(name: string, value: unknown, expected: string): void {
  if (typeof value === 'string') return;
  throw new InputError({ path: name, message: 'a value of the wrong kind', expected, found: shownKind(value) });
}

/** Whether JSON can say it: no function, no circle, nothing without an end. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
