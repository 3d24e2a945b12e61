import { simulateReplication } from '../../sim/replication.ts';
import { outputsOf } from '../../src/outputs/outputs.ts';
import { ResultBuilder } from '../../src/result/build-result.ts';
import type { Result } from '../../src/result/schema.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { US_PER_SECOND } from '../../src/units.ts';

/** When the runs of these tests start in their metrics: 2026-01-01T00:00:00Z. */
export const EPOCH_S = 1_767_225_600;

/** Simulates the first replication of each design and writes its metrics into a file. */
export function metered(scenario: Scenario, file: string, everyS: number): Result {
  const outputs = outputsOf(
    { overrides: [], engineVersion: 'test', openmetrics: { file, epochS: EPOCH_S, everyUs: everyS * US_PER_SECOND } },
    scenario,
  );
  const builder = new ResultBuilder({ ...scenario, replications: 1 });
  const endUs = scenario.warmUpUs + scenario.durationUs;
  scenario.designs.forEach((design, number) => {
    const record = simulateReplication(scenario, design, 0, undefined, (layout) =>
      outputs.begin({ design: design.name, replication: 0, layout, endUs }),
    );
    outputs.end(endUs, record.events);
    builder.add(number, record);
  });
  const failures = outputs.close();
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return builder.build('sim', 'test', []);
}
