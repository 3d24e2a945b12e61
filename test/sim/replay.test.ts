import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import type { Design } from '../../src/scenario/model.ts';
import { US_PER_SECOND } from '../../src/units.ts';
import { taskItem } from '../../src/workload/addresses.ts';
import { storeOutcome } from '../../src/workload/outcomes.ts';
import { emptyRecording, record } from '../../src/workload/recording.ts';
import { scenarioOf } from './run-scenario.ts';

const SCENARIO = scenarioOf({
  duration: '10m',
  pools: { storage: 8 },
  store: { upload: '1s' },
  jobs: {
    sync: {
      arrivals: { constant: '6/min' },
      steps: [
        { task: { name: 'decode', pool: 'storage', steps: [{ work: { exponential: { mean: '3s' } } }, 'upload'] } },
      ],
    },
  },
});
const DESIGN = SCENARIO.designs[0] as Design;
const WORK = 'sync/steps.0.task.steps.0';
/** Of the first task of a fan-out. */
const ITEM = taskItem(0, 0);
const UPLOAD = 'sync/steps.0.task.steps.1';

describe('a replay', () => {
  it('takes every recorded duration in place of the drawn one, and draws what was not recorded', () => {
    const drawn = simulateReplication(SCENARIO, DESIGN, 0);
    const recording = emptyRecording();
    for (let job = 0; job < 60; job += 1) {
      record(recording, { label: WORK, job, item: ITEM, durationUs: 2 * US_PER_SECOND, outcome: storeOutcome.done });
    }
    const replayed = simulateReplication(SCENARIO, DESIGN, 0, recording);
    const holding = (of: typeof drawn) => of.durations['pools.storage.tasks.sync.decode.holding'];
    expect(holding(replayed)?.count).toBeGreaterThan(50);
    expect(holding(replayed)?.sumUs).toBe((holding(replayed)?.count ?? 0) * 3 * US_PER_SECOND);
    expect(holding(drawn)?.sumUs).not.toBe(holding(replayed)?.sumUs);
    expect(simulateReplication(SCENARIO, DESIGN, 0, emptyRecording()).durations).toEqual(drawn.durations);
  });

  it('fails the operations that failed', () => {
    const recording = emptyRecording();
    for (const job of [3, 7]) {
      record(recording, { label: UPLOAD, job, item: ITEM, durationUs: 1, outcome: storeOutcome.retry });
    }
    const { counts } = simulateReplication(SCENARIO, DESIGN, 0, recording);
    expect(counts['jobs.sync.failed']).toBe(2);
  });
});
