import { describe, expect, it } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import type { Stability } from '../../src/result/schema.ts';
import { buildScenario } from '../../src/scenario/parse.ts';

interface TwoPools {
  readonly p: unknown;
  readonly rThreads: number;
  readonly seed: number;
  readonly duration?: string;
}

/** Each job is a task of 1 s in p and then one of 3 s in r; 5 jobs a second. */
function stabilityOf({ p, rThreads, seed, duration = '6h' }: TwoPools): Stability | undefined {
  const task = (pool: string, mean: string) => ({
    task: { name: `in-${pool}`, pool, steps: [{ work: { exponential: { mean } } }] },
  });
  const scenario = buildScenario({
    name: 'two-pools',
    question: 'Whose load is it?',
    duration,
    warmUp: '0s',
    seed,
    replications: 5,
    pools: { p, r: rThreads },
    jobs: { job: { arrivals: { poisson: '5/s' }, steps: [task('p', '1s'), task('r', '3s')] } },
    designs: { only: {} },
  });
  return simulate(scenario, 'test').designs.only?.stability;
}

describe('a load is evidence of the line in front of its own pool', { timeout: 60_000 }, () => {
  const refusing = { threads: 4, queue: { bound: 0 } };

  it.each([1, 4, 7])('and not of the pool that comes after one that refuses two fifths: seed %d', (seed) => {
    expect(stabilityOf({ p: refusing, rThreads: 20, seed })).toEqual({ stable: true, growing: [], undecided: [] });
  });

  it('and refused work does not load what comes after it: 107 % of r by all that arrives, 64 % by what is let in', () => {
    // Erlang B lets 3.0 of 5 jobs a second in, so 9.0 of 15 erlangs, on 14 threads.
    expect(stabilityOf({ p: refusing, rThreads: 14, seed: 1 })?.stable).toBe(true);
  });

  it('and a pool that is overloaded by what is let in still grows', () => {
    const stability = stabilityOf({ p: refusing, rThreads: 8, seed: 1 });
    expect(stability?.stable).toBe(false);
    expect(stability?.growing[0]?.line).toBe('pools.r.queueDepth');
  });

  it('and of an unbounded pool that is full: the doubt is about its own queue and the jobs in it', () => {
    const stability = stabilityOf({ p: 5, rThreads: 30, seed: 1, duration: '1h' });
    expect(stability?.stable).toBeNull();
    expect(stability?.undecided.map(({ line }) => line)).not.toContain('pools.r.queueDepth');
    expect(stability?.undecided[0]).toMatchObject({ line: 'pools.p.queueDepth', load: expect.closeTo(1, 1) });
  });
});
