import { InputError, invariant, type Problem } from '../errors.ts';
import type { Complaint } from '../scenario/complaints.ts';
import { describeFound } from '../scenario/complaints.ts';
import type { Scenario } from '../scenario/model.ts';
import type { Condition } from './condition.ts';
import { isObjection, problemOf } from './measure.ts';
import { type Outline, outlineOfScenario } from './outline.ts';
import { parseCondition } from './parse-condition.ts';

/**
 * What is wrong with the conditions of a scenario's `expect`, each with its place: what the loader asks for (`checkExpectations`), so that `run`, `explain` and `check` alike
 * refuse a condition on something that does not exist.
 */
export function complaintsAbout(scenario: Scenario): Complaint[] {
  const seen = new Map<string, number>();
  const outline = outlineOfScenario(scenario);
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
    const parsed = parseCondition(that, outline);
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
    throw new InputError(complaints.map(({ path, ...complaint }) => problemOf({ path: path.join('.') }, complaint)));
  }
  const outline = outlineOfScenario(scenario);
  return scenario.expect.map((expectation) => {
    const comparisons = parseCondition(expectation.that, outline);
    invariant(!isObjection(comparisons), `the condition ${expectation.that} was read without a complaint before`);
    return { ...expectation, comparisons };
  });
}

/**
 * Conditions that stand in no scenario.
 * @param outline what they can be about.
 * @param place what errors call the place of a condition, such as the option that it was given with.
 * @throws InputError with everything that is wrong with them.
 */
export function parseConditions(
  texts: readonly string[],
  outline: Outline,
  place: (that: string) => string,
): Condition[] {
  const problems: Problem[] = [];
  const conditions = texts.flatMap((that): Condition[] => {
    const comparisons = parseCondition(that, outline);
    if (!isObjection(comparisons)) return [{ that, reason: undefined, level: 'error', line: undefined, comparisons }];
    problems.push(problemOf({ path: place(that) }, comparisons));
    return [];
  });
  if (problems.length > 0) throw new InputError(problems);
  return conditions;
}
