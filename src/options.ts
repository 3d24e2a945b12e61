/** An object of options, as somebody hands it to a function: nothing in it is passed over in silence. */
import { InputError, type Problem } from './errors.ts';
import { isMap } from './path.ts';
import { shown } from './shown.ts';
import { didYouMean } from './suggest.ts';

/** What one option may be. */
export interface OptionRule {
  /** The end of "expected …": `a number`. */
  readonly expected: string;
  readonly allows: (value: unknown) => boolean;
}

/** The rules of all options of an object. */
export type OptionRules = Readonly<Record<string, OptionRule>>;

export const A_NUMBER: OptionRule = { expected: 'a number', allows: (value) => typeof value === 'number' };
export const A_TEXT: OptionRule = { expected: 'a text', allows: (value) => typeof value === 'string' };
export const TRUE_OR_FALSE: OptionRule = {
  expected: 'true or false',
  allows: (value) => typeof value === 'boolean',
};
export const A_FUNCTION: OptionRule = { expected: 'a function', allows: (value) => typeof value === 'function' };
export const TEXTS: OptionRule = {
  expected: 'a list of texts',
  allows: (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'string'),
};

/** A map that is checked by itself. @param of what its keys and values are. */
export function aMap(of: string): OptionRule {
  return { expected: `a map of ${of}`, allows: isMap };
}

/**
 * What is wrong with an object of options: keys that it cannot have, and values of another kind. An option that is undefined counts as left out.
 * @param inside the path of the object where it is itself an option.
 */
export function optionProblems(given: unknown, rules: OptionRules, inside = ''): Problem[] {
  if (!isMap(given)) {
    const path = inside === '' ? {} : { path: inside };
    const hint = `write them as { ${Object.keys(rules)[0]}: … }`;
    return [{ ...path, message: 'these are no options', expected: 'an object', found: shownKind(given), hint }];
  }
  return Object.entries(given).flatMap(([key, value]): Problem[] => {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    const path = inside === '' ? key : `${inside}.${key}`;
    if (rule === undefined) {
      const hint = didYouMean(key, Object.keys(rules));
      const expected = `one of: ${Object.keys(rules).join(', ')}`;
      return [{ path, message: 'unknown option', expected, found: key, ...(hint === undefined ? {} : { hint }) }];
    }
    if (value === undefined || rule.allows(value)) return [];
    return [{ path, message: 'a value of the wrong kind', expected: rule.expected, found: shownKind(value) }];
  });
}

/** @throws InputError with all that is wrong with the options. */
export function checkOptions(given: unknown, rules: OptionRules): void {
  const problems = optionProblems(given, rules);
  if (problems.length > 0) throw new InputError(problems);
}

/** A value for "found …", whatever it is: JSON knows no functions, no symbols, no whole numbers of any length, and no circles. */
export function shownKind(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return String(value);
  return shown(value);
}
