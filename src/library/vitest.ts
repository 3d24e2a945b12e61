/**
 * `unpark/vitest`: simulations in a test suite that runs with vitest, 3.2 or newer. Importing it adds the matchers `toMeetExpectations`, `toMeet` and `toStayBelow` to `expect`.
 *
 * @module
 */
import { expect } from 'vitest';
import type { Scenario } from '../scenario/model.ts';
import { type Limits, toMeet, toMeetExpectations, toStayBelow } from './matchers.ts';
import { checkedScenario, overridesOf, type ScenarioChanges, scenarioOf } from './scenario.ts';
import { simulateScenario } from './simulate.ts';
import type { ResultPart, Simulation } from './simulation.ts';

export { readResult } from '../report/read.ts';
export type { Bound, Limits } from './matchers.ts';
export { defineScenario, loadScenario, parseScenario, type ScenarioChanges } from './scenario.ts';
export { DesignPart, ResultPart, Simulation } from './simulation.ts';

expect.extend({ toMeet, toMeetExpectations, toStayBelow });

declare module 'vitest' {
  // The type parameter has to be vitest's own.
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  interface Matchers<T = any> {
    /**
     * Of a simulation: every condition of the scenario's `expect` holds, as `unpark check` judges it. A scenario without conditions, or a condition without data, passes neither
     * with `.not` nor without.
     */
    toMeetExpectations(): void;
    /**
     * Of a result, whatever it was made from (simulated, live or observed), or of a simulation: these conditions hold, in the language of a scenario's `expect`. It is the way to judge what
     * was observed, which has no scenario.
     */
    toMeet(...conditions: readonly string[]): void;
    /**
     * Of a part of a simulation (a pool, the deletions of a design …): its measures stay below their limits. A limit is one of the maximum over all time and all replications;
     * `{ active: { p99: 15 } }` names another statistic. Every limit has to hold; no data passes neither with `.not` nor without.
     */
    toStayBelow(limits: T extends ResultPart<infer Measures> ? Limits<Measures> : never): void;
  }
}

/**
 * Simulates a scenario as `unpark check` does: with the replications and the measured time of its `check`, unless they are given. It runs on this thread and lets the event loop
 * have its turn after each replication.
 * @param source a path, the name of a shipped scenario, or a scenario.
 * @throws InputError when the scenario cannot be had, or when a change does not fit it.
 */
export async function simulate(source: string | Scenario, changes: ScenarioChanges = {}): Promise<Simulation> {
  const scenario = checkedScenario(scenarioOf(source, changes));
  return simulateScenario(scenario, overridesOf(scenario));
}
