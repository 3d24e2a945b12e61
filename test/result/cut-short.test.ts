import { expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { ResultBuilder } from '../../src/result/build-result.ts';
import type { DesignResult } from '../../src/result/schema.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { scenarioOf } from '../sim/run-scenario.ts';

const SCENARIO = scenarioOf({
  duration: '1h',
  warmUp: '5m',
  pools: { storage: 8 },
  jobs: { sync: { arrivals: { poisson: '30/min' }, steps: [{ task: { name: 'decode', steps: [{ work: '4s' }] } }] } },
  designs: { only: {} },
});

function resultOf(planned: Scenario, run: Scenario): DesignResult {
  const builder = new ResultBuilder(planned);
  builder.add(0, simulateReplication(run, run.designs[0] as Design, 0));
  return builder.build('live', 'test', []).designs.only as DesignResult;
}

it('a run that was cut short has rates and hours of the time that it measured, not of the time that was planned', () => {
  const short = { ...SCENARIO, durationUs: SCENARIO.durationUs / 4 };
  const cut = resultOf(SCENARIO, short);
  const whole = resultOf(short, short);
  expect(whole.jobs.sync?.donePerHour.mean).toBeGreaterThan(1_500);
  expect(cut.jobs.sync?.donePerHour).toEqual(whole.jobs.sync?.donePerHour);
  expect(cut.threadHours).toEqual(whole.threadHours);
  const { working, parked, blocked, idle } = cut.threadHours;
  expect(working + parked + blocked + idle).toBeCloseTo((8 * 15) / 60, 6);
});
