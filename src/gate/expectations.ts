import { InputError, invariant } from '../errors.ts';
import type { Complaint } from '../scenario/complaints.ts';
import { describeFound } from '../scenario/complaints.ts';
import type { Scenario } from '../scenario/model.ts';
import type { Condition } from './condition.ts';
import { isObjection } from './measure.ts';
import { parseCondition } from './parse-condition.ts';

/**
 * What is wrong with the conditions of a scenario's `expect`, each with its place: what the loader asks for (`checkExpectations`), so that `run`, `explain` and `check` alike
 * refuse a condition on something that does not exist.
 */
export function complaintsAbout(scenario: Scenario): Complaint[] {
  const seen = new Map<string, number>();
  return scenario.expect.flatMap(({ that }, i): Complaint[] => {
    const path = ['expect', i];
    const earlier = seen.get(that);
    if (earlier !== undefined) {
      return [
        {
          path,
          message: 'this condition stands here twice',
          expected: 'each condition once',
          found: describeFound(that),
        },
      ];
    }
    seen.set(that, i);
    const parsed = parseCondition(that, scenario);
    return isObjection(parsed) ? [{ path, ...parsed }] : [];
  });
}

/**
 * The conditions of a scenario's `expect`, taken apart, in their order.
 * @param scenario with all the designs that the conditions name.
 * @throws InputError with everything that is wrong with them, where the scenario was loaded without `checkExpectations`.
 */
export function parseExpectations(scenario: Scenario): Condition[] {
  const complaints = complaintsAbout(scenario);
  if (complaints.length > 0) {
    throw new InputError(
      complaints.map(({ path, message, expected, found, hint }) => ({
        path: path.join('.'),
        message,
        ...(expected === undefined ? {} : { expected }),
        ...(found === undefined ? {} : { found }),
        ...(hint === undefined ? {} : { hint }),
      })),
    );
  }
  return scenario.expect.map((expectation) => {
    const comparisons = parseCondition(expectation.that, scenario);
    invariant(!isObjection(comparisons), `the condition ${expectation.that} was read without a complaint before`);
    return { ...expectation, comparisons };
  });
}
