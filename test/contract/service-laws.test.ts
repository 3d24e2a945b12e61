import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import type { LevelRecord } from '../../src/record/level-recorder.ts';
import type { Design } from '../../src/scenario/model.ts';
import { ObservedLaws } from './observed-laws.ts';
import { randomSystem } from './random-system.ts';
import { replay } from './replay.ts';
import { simulateService } from './simulated-service.ts';
import { RecorderWithStays } from './stays.ts';

/** Levels of what has no stays of its own: all threads, the drivers', and the blobs that are left. */
const UNSTAYED = new Set(['threads', 'drivers.working', 'blobs.alive']);

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
        // Nothing moves any more: a pool that is stuck now is stuck for ever, and only such a one has starved.
        expect(laws.starved).toEqual(laws.stuck);
        events += laws.events;
      }),
      { ...replay(), numRuns: 150 },
    );
    expect(events).toBeGreaterThan(10_000);
  });

  it('is measured so that every level is the sum of the stays at it, states and kinds sum up to their pool, and what entered has left or is there', () => {
    fc.assert(
      fc.property(randomSystem, (scenario) => {
        const endUs = scenario.durationUs;
        const { heard } = simulateService(scenario, endUs, (layout) => new RecorderWithStays(layout, endUs));
        const { levels, durations, usage, counts, taskKinds } = heard.record(endUs, []);
        const integral = (path: string) =>
          (levels[path] as LevelRecord).heldUs.reduce((sum, us, level) => sum + us * level, 0);
        const open = (of: string) => heard.openWith(of);
        const { system } = scenario.designs[0] as Design;
        const count = (path: string) => counts[path] as number;
        system.pools.forEach(({ name }, pool) => {
          const path = `pools.${name}`;
          const accepted = count(`${path}.submitted`) - count(`${path}.rejected`);
          const started = durations[`${path}.queueWait`]?.count as number;
          const ended = durations[`${path}.holding`]?.count as number;
          expect(accepted).toBe(started + open(`queued in ${pool} `));
          expect(started).toBe(ended + open(`on a thread of ${pool} `));
        });
        for (const { name } of system.jobs) {
          const job = `jobs.${name}`;
          const gone = count(`${job}.done`) + count(`${job}.failed`);
          expect(count(`${job}.arrived`)).toBe(gone + count(`${job}.runningAtEnd`) + count(`${job}.waitingAtEnd`));
        }
        const settled = ['deleted', 'gone', 'failed', 'rejected'].reduce((n, how) => n + count(`deletions.${how}`), 0);
        expect(count('deletions.scheduled')).toBe(settled + open('pending ') + open('in flight '));

        const stays = heard.staysUs(endUs);
        for (const path of Object.keys(levels)) {
          if (UNSTAYED.has(path)) continue;
          expect(integral(path), path).toBe(stays.get(path) ?? 0);
        }
        for (const { pool, threadUs } of usage) {
          const path = system.pools.some(({ name }) => name === pool) ? `pools.${pool}` : pool;
          const states = ['working', 'parked', 'blocked'].map((state) => integral(`${path}.${state}`));
          const active = integral(`${path}.active`);
          expect(states.reduce((sum, us) => sum + us, 0)).toBe(active);
          expect(threadUs.reduce((sum, us) => sum + us, 0)).toBe(active);
          taskKinds.forEach((kind, i) => {
            ['working', 'parked', 'blocked'].forEach((state, j) => {
              expect(threadUs[i * 3 + j]).toBe(stays.get(`${pool}/${kind.name}/${state}`) ?? 0);
            });
          });
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
