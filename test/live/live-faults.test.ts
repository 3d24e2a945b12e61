import { describe, it } from 'vitest';
import { exitCode, InputError } from '../../src/errors.ts';
import type { DesignResult } from '../../src/result/schema.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { runLiveOnly, runSmall } from './run-small.ts';
import { smallLive } from './small-live.ts';
import { FaultServer } from './store/fault-server.ts';
import { hasEmulator, realEmulator } from './store/real-emulator.ts';

// None of them is held to a forecast, so they need no quiet machine: they run at once, each with buckets of its own in one emulator.
describe.skipIf(!hasEmulator).concurrent('in the live world', () => {
  const server = realEmulator();

  describe('the scenario’s own faults in the live world', () => {
    it('kill the janitor’s driver, which the next blob replaces, and nothing is lost', async ({ expect }) => {
      const scenario = smallLive(['faults=[{ at: 110s, kill: janitor }]'], ['janitor']);
      const { result } = await runSmall(scenario, server());
      const janitor = result.designs.janitor as DesignResult;
      expect(janitor.deletions.driverStarts).toBeGreaterThan(0);
      expect(janitor.live?.proof?.firstDiscrepancies).toEqual([]);
    });

    it('make the store fail for a while; what was not deleted is told blob by blob', async ({ expect }) => {
      const scenario = smallLive(['faults=[{ at: 100s, for: 60s, fail: { delete: 100% } }]'], ['janitor']);
      const { result } = await runSmall(scenario, server());
      const janitor = result.designs.janitor as DesignResult;
      expect(janitor.deletions.failed).toBeGreaterThan(0);
      const kinds = new Set(janitor.live?.proof?.firstDiscrepancies.map(({ kind }) => kind));
      expect(kinds).toEqual(new Set(['left over', 'not deleted']));
    });
  });

  describe('a pool that waits for itself', () => {
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

    it('is recognised as starved, and the run ends and says so', { timeout: 90_000 }, async ({ expect }) => {
      const { failure, designs } = await run('30', 'a', '6s');
      expect(failure).toBeInstanceOf(InputError);
      expect((failure as InputError).code).toBe(exitCode.failed);
      expect(String((failure as InputError).message)).toContain('pool a has starved itself');
      expect(designs[0]?.measured.record.starved[0]).toMatchObject({ pool: 'a' });
    });

    it('is not starved when it waits for another pool that works, however long', { timeout: 90_000 }, async ({
      expect,
    }) => {
      const { failure, designs } = await run('2', 'b', '90s');
      expect(failure).toBeUndefined();
      expect(designs[0]?.measured.record.starved).toEqual([]);
    });
  });

  describe('deletions that the scenario makes special', () => {
    it('may find a blob gone, when the scenario says that somebody else is quicker', async ({ expect }) => {
      const { result } = await runSmall(
        smallLive(['store.delete={ latency: 0.1s, gone: 40% }'], ['janitor']),
        server(),
      );
      const janitor = result.designs.janitor as DesignResult;
      expect(janitor.deletions.gone).toBeGreaterThan(0);
      expect(janitor.live?.proof?.firstDiscrepancies).toEqual([]);
    });

    it('count a blob that is left once, say why, and stand among the failures', async ({ expect }) => {
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

  describe('a store that answers 503 for a while', () => {
    it('is retried by a janitor that has tries left, and nothing is lost', async ({ expect }) => {
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
});
