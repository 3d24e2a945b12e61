import type { Rule } from '../../observed/rules/rule.ts';
import { parseRules } from '../../observed/rules/user-rules.ts';
import { LARGEST, requireInputFile } from '../../scenario/input-file.ts';

const HINT = 'docs/observe.md has the form of a file of rules';

/** Rules from a user's YAML file. @throws InputError with everything that is wrong with it. */
export function readRules(file: string): Rule[] {
  return parseRules(
    file,
    requireInputFile(file, LARGEST.scenario, 'a YAML file of rules', () => HINT),
  );
}
