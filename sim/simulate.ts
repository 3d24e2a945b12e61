import { ResultBuilder } from '../src/result/build-result.ts';
import type { Result } from '../src/result/schema.ts';
import type { Design, Scenario } from '../src/scenario/model.ts';
import { simulateReplication } from './replication.ts';

/**
 * Simulates every replication of every design of a scenario, one after another on this thread.
 * @param engineVersion stands in the result.
 */
export function simulate(scenario: Scenario, engineVersion: string, overrides: readonly string[] = []): Result {
  const builder = new ResultBuilder(scenario);
  scenario.designs.forEach((design: Design, index) => {
    for (let replication = 0; replication < scenario.replications; replication += 1) {
      builder.add(index, simulateReplication(scenario, design, replication));
    }
  });
  return builder.build('sim', engineVersion, overrides);
}
