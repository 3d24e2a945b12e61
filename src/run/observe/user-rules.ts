import { InputError } from '../../errors.ts';
import type { Rule } from '../../observed/rules/rule.ts';
import { parseRules } from '../../observed/rules/user-rules.ts';
import { LARGEST, readInputFile, unreadable } from '../../scenario/input-file.ts';

const HINT = 'docs/observe.md has the form of a file of rules';

/** Rules from a user's YAML file. @throws InputError with everything that is wrong with it. */
export function readRules(file: string): Rule[] {
  let text: string;
  try {
    text = readInputFile(file, LARGEST.scenario);
  } catch (error) {
    const why = unreadable(error, HINT);
    throw new InputError({ file, message: 'the rules cannot be read', expected: 'a YAML file of rules', ...why });
  }
  return parseRules(file, text);
}
