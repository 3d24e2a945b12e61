import { beforeAll, describe, expect, it } from 'vitest';
import type { DesignMeasures, DesignResult, Result } from '../../src/result/schema.ts';
import { resultSchema } from '../../src/result/schema.ts';
import { runSmall } from './run-small.ts';
import { smallLive } from './small-live.ts';
import { hasEmulator, realEmulator } from './store/real-emulator.ts';

const POOL = 'storage';

describe.skipIf(!hasEmulator)('a scenario in the live world', () => {
  const server = realEmulator();
  let result: Result;
  beforeAll(async () => {
    const { outcome, result: made } = await runSmall(smallLive(), server());
    expect(outcome.failure).toBeUndefined();
    result = made;
  }, 120_000);

  const design = (name: string) => result.designs[name] as DesignResult;
  const poolOf = (measures: DesignMeasures) => measures.pools[POOL] as DesignMeasures['pools'][string];

  it('leaves the record that a simulated run leaves', () => {
    expect(result.world).toBe('live');
    expect(resultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(JSON.parse(JSON.stringify(result)));
  });

  it('really parks threads of the pool, a thread for each file, or none', () => {
    expect(poolOf(design('legacy')).parked.mean).toBeGreaterThan(4);
    for (const name of ['thread-per-file', 'janitor']) expect(poolOf(design(name)).parked.max).toBe(0);
    expect(design('thread-per-file').threads.max).toBeGreaterThan(16 + 4);
    expect(design('janitor').threads.max).toBe(16 + 1);
    expect(design('legacy').threads.max).toBe(16);
  });

  it.each(['legacy', 'thread-per-file', 'janitor'])('does with %s what the simulator says of its recording', (name) => {
    const measured = poolOf(design(name));
    const replay = poolOf(design(name).predicted?.replay as DesignMeasures);
    const near = (key: 'active' | 'parked' | 'working', share: number, threads: number) => {
      const expected = replay[key].mean ?? Number.NaN;
      expect(Math.abs((measured[key].mean ?? Number.NaN) - expected)).toBeLessThanOrEqual(
        Math.max(share * expected, threads),
      );
    };
    near('active', 0.05, 1);
    near('parked', 0.03, 0.5);
    near('working', 0.05, 1);
  });

  it.each(['legacy', 'thread-per-file', 'janitor'])('is forecast with %s', (name) => {
    const measured = poolOf(design(name)).active.mean ?? Number.NaN;
    const forecast = poolOf(design(name).predicted?.forecast as DesignMeasures).active.mean ?? Number.NaN;
    expect(Math.abs(measured - forecast)).toBeLessThanOrEqual(Math.max(0.1 * forecast, 1.5));
  });

  it('gives every design the same arrivals, sent open-loop by the pacer', () => {
    const planned = Object.values(result.designs).map(({ live }) => live?.load.planned);
    expect(new Set(planned).size).toBe(1);
    for (const { live } of Object.values(result.designs)) {
      expect(live?.load.planned).toBeGreaterThan(20);
      expect(live?.load.accepted).toBe(live?.load.planned);
    }
  });

  it('measures the maximum intake rate, and cancels those jobs', () => {
    for (const { live } of Object.values(result.designs)) {
      expect(live?.intake?.accepted).toBe(live?.intake?.requests);
      expect(live?.intake?.requests).toBeGreaterThanOrEqual(2_400);
      expect(live?.intake?.perSecondMin).toBeLessThanOrEqual(live?.intake?.perSecondMax ?? 0);
      expect(live?.intake?.latency.p50).toBeGreaterThan(0);
    }
    expect(design('legacy').live?.intake?.parkedThreads).toBeGreaterThan(0);
    expect(design('janitor').live?.intake?.parkedThreads).toBe(0);
  });

  it('loses no blob and deletes none early, as seen from outside', () => {
    for (const { live } of Object.values(result.designs)) {
      expect(live?.proof?.firstDiscrepancies).toEqual([]);
      expect(live?.proof?.blobs).toBeGreaterThan(15);
      expect(live?.proof?.provedAlive).toBe(live?.proof?.blobs);
      expect(live?.lostTransitions).toBe(0);
      expect(live?.failures).toEqual([]);
    }
  });

  it('runs the fan-out on the pool, under its semaphore', () => {
    for (const one of Object.values(result.designs)) {
      expect(poolOf(one).tasks['merge.chunk']?.started).toBeGreaterThan(0);
      expect(one.semaphores.merges?.inUse.max).toBeGreaterThan(0);
      expect(poolOf(one).blocked.mean).toBeGreaterThan(0);
    }
  });
});
