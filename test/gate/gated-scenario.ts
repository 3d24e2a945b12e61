import { simulate } from '../../sim/simulate.ts';
import type { Problem } from '../../src/errors.ts';
import type { Condition } from '../../src/gate/condition.ts';
import { complaintsAbout, parseExpectations } from '../../src/gate/expectations.ts';
import { judge, type Verdict } from '../../src/gate/judge.ts';
import type { Result } from '../../src/result/schema.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { type BuildOptions, parseScenario } from '../../src/scenario/parse.ts';
import { problemsOf, SMALL } from '../scenario/small-scenario.ts';

const OPTIONS: BuildOptions = { checkExpectations: complaintsAbout };

/** The small scenario with these conditions: items of a YAML list. */
export function withConditions(items: readonly string[], text: string = SMALL): string {
  return `${text}expect:\n${items.map((item) => `  - ${item}\n`).join('')}`;
}

export function gated(items: readonly string[], text: string = SMALL): Scenario {
  return parseScenario(withConditions(items, text), 'small.yaml', { ...OPTIONS, replications: 4 });
}

export function conditionOf(item: string): Condition {
  return parseExpectations(gated([item]))[0] as Condition;
}

/** What is wrong with conditions that must not load. */
export function complaintsOf(items: readonly string[], text: string = SMALL): readonly Problem[] {
  return problemsOf(withConditions(items, text), OPTIONS);
}

/** The result of the small scenario; simulated once. */
export function smallResult(): Result {
  simulated ??= simulate(gated(['janitor.stability.stable = true']), 'test');
  return simulated;
}
let simulated: Result | undefined;

/** Judges a result by conditions of the small scenario. */
export function judged(items: readonly string[], result: Result = smallResult()): Verdict {
  return judge(result, parseExpectations(gated(items)));
}
