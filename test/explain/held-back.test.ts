import { describe, expect, it } from 'vitest';
import { explainScenario } from '../../src/explain/explain.ts';
import { machineRepair } from '../../src/theory/index.ts';
import { runOne, scenarioOf } from '../sim/run-scenario.ts';

type Plain = Readonly<Record<string, unknown>>;

const explained = (value: Plain) => {
  const { pools, findings, deletions } = explainScenario(scenarioOf(value)).designs[0]!;
  return { pools, deletions, texts: findings.map(({ kind, text }) => `${kind} ${text}`) };
};
const work = (mean: string) => ({ work: { exponential: { mean } } });

/** Jobs that spend 4 s outside the pool and 1 s on one of its threads; more of them come than the limit lets in. */
const limited = (by: 'concurrency' | 'semaphore', limit: number) => {
  const steps = [{ wait: { exponential: { mean: '4s' } } }, { task: { name: 't', pool: 'w', steps: [work('1s')] } }];
  return {
    duration: '1h',
    replications: 2,
    pools: { w: 2 },
    ...(by === 'concurrency' ? { concurrency: { lim: limit } } : { semaphores: { lim: limit } }),
    jobs: {
      j: {
        arrivals: { poisson: '150/min' },
        ...(by === 'concurrency' ? { concurrency: 'lim', steps } : {}),
        ...(by === 'semaphore' ? { steps: [{ acquire: 'lim' }, ...steps, { release: 'lim' }] } : {}),
      },
    },
  };
};

describe('a limit that is full holds back what comes to a pool', () => {
  it.each(['concurrency', 'semaphore'] as const)('a %s: no overload of the pool is told', (by) => {
    const value = limited(by, 5);
    const { pools, texts } = explained(value);
    // 5 jobs of 5 s each: no more than one a second.
    expect(pools[0]!.reaching).toBeCloseTo(1, 9);
    expect(texts.filter((text) => /overload The pool/.test(text))).toEqual([]);
    expect(texts.join('\n')).toMatch(/lim lets no more than 1 erlang come to it, and the line stands in front of that/);
    expect(texts.join('\n')).toMatch(/overload The (concurrency limit|semaphore) lim is offered at least 12.5/);
    const { busyMean } = machineRepair({ machines: 5, repairers: 2, runSeconds: 4, repairSeconds: 1 });
    const { active } = runOne(value).pools.w!;
    expect(active.mean).toBeCloseTo(busyMean, 1);
    expect(active.mean as number).toBeLessThan(pools[0]!.reaching);
  });

  it('one that lets more in than the threads take leaves the line before itself, not in the pool', () => {
    const { pools, texts } = explained(limited('concurrency', 100));
    expect(pools[0]).toMatchObject({ heldBackBy: null, reaching: 2.5, atOnce: 100 });
    expect(texts).toEqual([
      'overload The pool w is offered 2.5 erlangs and has 2 threads: the line in front of what limits it grows for as long as this rate lasts, by at least 20 % of what arrives.',
    ]);
  });
});

describe('what a janitor takes for a deletion', () => {
  it.each([
    ['all at once', { times: ['0s'], batch: 2_000 }, '2h', '2.7 s'],
    ['for longer', { times: ['0s'], batch: 2_000 }, '4h', '6.3 s'],
    ['for a while', { constant: '2/s', until: '30m' }, '2h', '1.5 s'],
    ['all the time', { constant: '2/s' }, '2h', '500 ms'],
  ])('is that of the store, however they come: %s', (_, arrivals, duration, limit) => {
    const { texts } = explained({
      duration,
      pools: { w: 20_000 },
      store: { upload: '1s', delete: '100ms' },
      deletion: { by: 'janitor', delay: '30m' },
      jobs: { j: { arrivals, steps: [{ task: { name: 't', pool: 'w', steps: ['upload'] } }, 'defer'] } },
    });
    expect(texts.join('\n')).toContain(`(100 ms each); it would fall behind for good at ${limit} a deletion`);
  });
});

describe('where a figure is the least that there is', () => {
  it('what is drawn from it is too: the load without sleep, and the share of sleep', () => {
    const inner = { fanOut: { name: 'inner', pool: 'i', tasks: { uniform: { min: 2, max: 8 } }, steps: [work('1s')] } };
    const steps = [{ task: { name: 'outer', pool: 'o', steps: [{ work: '500ms' }, inner, { park: '1s' }] } }];
    const { pools, texts } = explained({
      pools: { o: 4, i: 5 },
      jobs: { j: { arrivals: { poisson: '24/min' }, steps } },
    });
    expect(pools[0]!.blockedAtLeast).toBe(true);
    expect(texts.find((text) => text.includes('is sleep'))).toMatch(
      /^note Up to \d+ % of the load of the pool o is sleep: 0\.4 threads .* Without it the load is ≥ /,
    );
  });
});
