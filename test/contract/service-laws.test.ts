import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { simulate } from '../../sim/simulate.ts';
import { levelMean } from '../../src/result/statistics.ts';
import type { Design } from '../../src/scenario/model.ts';
import { toSeconds } from '../../src/units.ts';
import { ObservedLaws } from './observed-laws.ts';
import { randomSystem } from './random-system.ts';
import { replay } from './replay.ts';
import { simulateService } from './simulated-service.ts';

describe('the service, of random small systems', () => {
  it('keeps every law that its events can show, and lets out what it took in', () => {
    let events = 0;
    fc.assert(
      fc.property(randomSystem, (scenario) => {
        // Long enough for everything to end that can.
        const { heard: laws } = simulateService(
          scenario,
          scenario.durationUs * 50,
          (layout) => new ObservedLaws(layout),
        );
        const { jobs, queued, active, permits } = laws.open;
        const hasEnded = jobs === 0;
        if (hasEnded) {
          expect({ queued, active, permits }).toEqual({
            queued: queued.map(() => 0),
            active: active.map(() => 0),
            permits: permits.map(() => 0),
          });
        }
        events += laws.events;
      }),
      { ...replay(), numRuns: 150 },
    );
    expect(events).toBeGreaterThan(10_000);
  });

  it('is measured so that kinds sum up to their pool, states to the active threads, and Little’s law holds at the queue', () => {
    fc.assert(
      fc.property(randomSystem, (scenario) => {
        const record = simulateReplication(scenario, scenario.designs[0] as Design, 0);
        const mean = (path: string) => levelMean(record.levels[path] as never) ?? 0;
        for (const { name } of scenario.designs[0]?.system.pools ?? []) {
          const pool = `pools.${name}`;
          const states = mean(`${pool}.working`) + mean(`${pool}.parked`) + mean(`${pool}.blocked`);
          expect(states).toBeCloseTo(mean(`${pool}.active`), 9);
          const usage = record.usage.find((one) => one.pool === name);
          const threadUs = [...(usage?.threadUs ?? [])].reduce((sum, us) => sum + us, 0);
          expect(threadUs / record.measuredUs).toBeCloseTo(mean(`${pool}.active`), 6);
          // The integral of the queue is the waits that have ended, and those that have not: no more than a queue's worth of the time.
          const waits = record.durations[`${pool}.queueWait`];
          const integral = mean(`${pool}.queueDepth`) * toSeconds(record.measuredUs);
          expect(toSeconds(waits?.sumUs ?? 0)).toBeLessThanOrEqual(integral + 1e-6);
        }
      }),
      { ...replay(), numRuns: 100 },
    );
  });

  it('gives the same result twice', () => {
    fc.assert(
      fc.property(randomSystem, (scenario) => {
        expect(simulate(scenario, 'test')).toEqual(simulate(scenario, 'test'));
      }),
      { ...replay(), numRuns: 15 },
    );
  });
});
