import type { Problem } from '../errors.ts';

/** What commander says of a value that does not fit, with what option-values.ts says to that. */
const BAD_VALUE =
  /^error: option '(?:-\w, )?(--[\w-]+)[^']*' argument '([\s\S]*)' is invalid\. Expected:? ([\s\S]*?)\.?\n*$/;

/** A value of an option that does not fit, told as everything else that is wrong; undefined where an error of the command line is another one. */
export function valueProblem(text: string): Problem | undefined {
  const [, option, found, expected] = BAD_VALUE.exec(text) ?? [];
  if (option === undefined || found === undefined || expected === undefined) return undefined;
  return {
    file: `${option} ${found}`,
    message: 'the value of the option does not fit',
    expected,
    found: found === '' ? 'an empty text' : found,
    hint: `--help says what ${option} is`,
  };
}
