import { beforeAll, describe, expect, it } from 'vitest';
import { exitCode, InputError } from '../../src/errors.ts';
import type { DesignMeasures, DesignResult, Result } from '../../src/result/schema.ts';
import { resultSchema } from '../../src/result/schema.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { runLiveOnly, runSmall } from './run-small.ts';
import { smallLive } from './small-live.ts';
import { FaultServer } from './store/fault-server.ts';
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

describe.skipIf(!hasEmulator)('the scenario’s own faults in the live world', () => {
  const server = realEmulator();

  it('kill the janitor’s driver, which the next blob replaces, and nothing is lost', async () => {
    const scenario = smallLive(['faults=[{ at: 110s, kill: janitor }]'], ['janitor']);
    const { result } = await runSmall(scenario, server());
    const janitor = result.designs.janitor as DesignResult;
    expect(janitor.deletions.driverStarts).toBeGreaterThan(0);
    expect(janitor.live?.proof?.firstDiscrepancies).toEqual([]);
  });

  it('make the store fail for a while; what was not deleted is told blob by blob', async () => {
    const scenario = smallLive(['faults=[{ at: 100s, for: 60s, fail: { delete: 100% } }]'], ['janitor']);
    const { result } = await runSmall(scenario, server());
    const janitor = result.designs.janitor as DesignResult;
    expect(janitor.deletions.failed).toBeGreaterThan(0);
    const kinds = new Set(janitor.live?.proof?.firstDiscrepancies.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['left over', 'not deleted']));
  });
});

describe.skipIf(!hasEmulator)('a pool that waits for itself', () => {
  const server = realEmulator();
  const SELF = `name: self
question: Does the pool starve?
duration: 1h
live: { warmUp: 5s, duration: 2m }
pools: { a: 2, b: 2 }
jobs:
  merge:
    arrivals: { constant: RATE/min }
    steps:
      - task:
          name: outer
          pool: a
          steps: [fanOut: { name: inner, pool: POOL, tasks: 4, window: 4, steps: [work: WORK] }]
designs: { only: {} }
`;
  const run = (rate: string, pool: string, work: string) =>
    runLiveOnly(
      parseScenario(SELF.replace('RATE', rate).replace('POOL', pool).replace('WORK', work), 'self.yaml'),
      server(),
    );

  it('is recognised as starved, and the run ends and says so', { timeout: 90_000 }, async () => {
    const { failure, designs } = await run('30', 'a', '6s');
    expect(failure).toBeInstanceOf(InputError);
    expect((failure as InputError).code).toBe(exitCode.failed);
    expect(String((failure as InputError).message)).toContain('pool a has starved itself');
    expect(designs[0]?.measured.record.starved[0]).toMatchObject({ pool: 'a' });
  });

  it('is not starved when it waits for another pool that works, however long', { timeout: 90_000 }, async () => {
    const { failure, designs } = await run('2', 'b', '90s');
    expect(failure).toBeUndefined();
    expect(designs[0]?.measured.record.starved).toEqual([]);
  });
});

describe.skipIf(!hasEmulator)('deletions that the scenario makes special', () => {
  const server = realEmulator();

  it('may find a blob gone, when the scenario says that somebody else is quicker', async () => {
    const { result } = await runSmall(smallLive(['store.delete={ latency: 0.1s, gone: 40% }'], ['janitor']), server());
    const janitor = result.designs.janitor as DesignResult;
    expect(janitor.deletions.gone).toBeGreaterThan(0);
    expect(janitor.live?.proof?.firstDiscrepancies).toEqual([]);
  });

  it('count a blob that is left once, say why, and stand among the failures', async () => {
    const { result } = await runSmall(smallLive(['store.delete={ latency: 0.1s, fail: 40% }'], ['legacy']), server());
    const { live } = result.designs.legacy as DesignResult;
    const names = new Set(live?.proof?.firstDiscrepancies.map(({ name }) => name));
    expect(live?.proof?.discrepancies).toBe(names.size);
    expect(names.size).toBeGreaterThan(0);
    expect(live?.failures[0]).toMatchObject({
      cause: 'a deletion: the scenario lets this delete fail',
      count: names.size,
    });
    const [told] = live?.proof?.firstDiscrepancies.filter(({ kind }) => kind === 'not deleted') ?? [];
    expect(told?.detail).toContain('the scenario lets this delete fail');
  });
});

describe.skipIf(!hasEmulator)('a store that answers 503 for a while', () => {
  const server = realEmulator();

  it('is retried by a janitor that has tries left, and nothing is lost', async () => {
    const between = await FaultServer.start(server().url);
    try {
      const retry = 'deletion.janitor={ retry: { attempts: 20, backoff: 6s, maxBackoff: 12s } }';
      const running = runSmall(smallLive([retry], ['janitor']), server(), between.url);
      await expect
        .poll(() => between.requests.filter((one) => one.startsWith('DELETE')).length, { timeout: 60_000 })
        .toBeGreaterThan(55);
      between.fault = { kind: 'status', status: 503 };
      const seen = between.requests.length;
      await expect.poll(() => between.requests.length, { timeout: 30_000 }).toBeGreaterThan(seen + 5);
      between.fault = { kind: 'none' };
      const { result } = await running;
      const janitor = result.designs.janitor as DesignResult;
      expect(janitor.deletions.retried + janitor.jobs.sync!.failed).toBeGreaterThan(0);
      const left = janitor.live?.proof?.firstDiscrepancies.filter(({ kind }) => kind === 'left over');
      expect(left).toEqual([]);
    } finally {
      await between.close();
    }
  });
});
