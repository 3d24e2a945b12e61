import { setImmediate as nextTurn } from 'node:timers/promises';
import { simulateReplication } from '../../sim/replication.ts';
import { ResultBuilder } from '../result/build-result.ts';
import { version } from '../run/assets.ts';
import type { Scenario } from '../scenario/model.ts';
import { overridesOf, type ScenarioChanges, scenarioOf } from './scenario.ts';
import { Simulation } from './simulation.ts';

/**
 * Simulates every replication of every design of a scenario on this thread. Between two replications the event loop gets its turn; one replication blocks it for as long as it
 * takes, some tens of milliseconds for a day of `omi-sync`. The same scenario and seed give the same result, to the last bit.
 * @param source a path, the name of a shipped scenario, or a scenario.
 * @throws InputError when the scenario cannot be had, or when a change does not fit it.
 */
export async function simulate(source: string | Scenario, changes: ScenarioChanges = {}): Promise<Simulation> {
  const scenario = scenarioOf(source, changes);
  return simulateScenario(scenario, overridesOf(scenario));
}

/** @param overrides what was changed in the scenario's text. */
export async function simulateScenario(scenario: Scenario, overrides: readonly string[]): Promise<Simulation> {
  const builder = new ResultBuilder(scenario);
  for (const [index, design] of scenario.designs.entries()) {
    for (let replication = 0; replication < scenario.replications; replication += 1) {
      builder.add(index, simulateReplication(scenario, design, replication));
      await nextTurn();
    }
  }
  return new Simulation(scenario, builder.build('sim', version, overrides));
}
