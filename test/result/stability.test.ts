import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { simulate } from '../../sim/simulate.ts';
import { SERIES_BINS } from '../../src/record/level-recorder.ts';
import { DesignAccumulator } from '../../src/result/design-accumulator.ts';
import type { Result, Stability } from '../../src/result/schema.ts';
import { stabilityOf } from '../../src/result/stability.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { buildScenario } from '../../src/scenario/parse.ts';

interface Queue {
  readonly threads: number;
  readonly arrivals: unknown;
  readonly service: string;
  readonly duration: string;
  readonly bound?: number;
}

function queue({ threads, arrivals, service, duration, bound }: Queue): Scenario {
  return buildScenario({
    name: 'queue',
    question: 'Is it stable?',
    duration,
    warmUp: '0s',
    seed: 3,
    replications: 1,
    pools: { server: { threads, ...(bound === undefined ? {} : { queue: { bound } }) } },
    jobs: {
      job: { arrivals, steps: [{ task: { name: 'serve', steps: [{ work: { exponential: { mean: service } } }] } }] },
    },
    designs: { only: {} },
  });
}

/** The verdicts after so many replications of one and the same process. */
function verdictsAfter(scenario: Scenario, counts: readonly number[]): Stability['stable'][] {
  const pooled = new DesignAccumulator(scenario.warmUpUs, scenario.warmUpUs + scenario.durationUs, SERIES_BINS);
  const design = scenario.designs[0] as Design;
  const verdicts: Stability['stable'][] = [];
  for (let i = 0; i < Math.max(...counts); i += 1) {
    pooled.add(simulateReplication(scenario, design, i));
    if (counts.includes(i + 1)) {
      verdicts.push(stabilityOf(pooled, design.system, scenario.warmUpUs + scenario.durationUs).stable);
    }
  }
  return verdicts;
}

const mm4 = (load: number, duration: string) =>
  queue({ threads: 4, arrivals: { poisson: `${4 * load}/min` }, service: '60s', duration });

describe('more replications only make the verdict sharper', () => {
  const counts = [1, 2, 3, 5, 10, 20];

  it.each([
    [0.5, '2h'],
    [0.8, '2h'],
    [0.95, '30m'],
    [1, '2h'],
    [1.02, '2h'],
    [1.05, '30m'],
    [1.2, '30m'],
  ])('a load of %s for %s', (load, duration) => {
    const verdicts = verdictsAfter(mm4(load, duration), counts);
    const unstable = verdicts.indexOf(false);
    if (unstable >= 0) expect(verdicts.slice(unstable)).not.toContain(true);
    if (load > 1) {
      expect(verdicts).not.toContain(true);
      expect(verdicts.at(-1)).toBe(false);
    }
    if (load < 0.9) expect(verdicts.at(-1)).toBe(true);
    if (load <= 1) expect(verdicts.at(-1)).not.toBe(false);
  });

  it('cannot tell at capacity, nor just below it from half an hour', () => {
    expect(verdictsAfter(mm4(1, '2h'), [20])).toEqual([null]);
    expect(verdictsAfter(mm4(0.95, '30m'), [20])).toEqual([null]);
  });
});

describe('what arithmetic knows is evidence', () => {
  it('an overload of a few jobs in a day is one', () => {
    const slow = queue({ threads: 1, arrivals: { poisson: '2.5/h' }, service: '30m', duration: '24h' });
    expect(verdictsAfter(slow, [5, 20])).toEqual([false, false]);
  });

  it('what is refused does not queue: a small bound is stable however high the load', () => {
    const bounded = queue({ threads: 4, arrivals: { poisson: '8/min' }, service: '60s', duration: '2h', bound: 3 });
    expect(verdictsAfter(bounded, [1, 5])).toEqual([true, true]);
  });

  it('a peak of four hours in a day is no growth without end, whether the run sees its end or not', () => {
    const profile = [
      { at: '0h', rate: '1/min' },
      { at: '8h', rate: '6/min' },
      { at: '12h', rate: '1/min' },
    ];
    const day = (duration: string) => queue({ threads: 4, arrivals: { profile }, service: '60s', duration });
    expect(verdictsAfter(day('12h'), [1, 5])).not.toContain(false);
    expect(verdictsAfter(day('24h'), [5])).not.toContain(false);
  });
});

describe('a janitor that falls behind for ever', () => {
  it('leaves all that it reaches without a mean, and nothing else', () => {
    const { designs } = behind();
    const design = designs.only as NonNullable<Result['designs'][string]>;
    expect(design.stability.stable).toBe(false);
    const [growth] = design.stability.growing;
    expect(growth?.line).toBe('deletions.pending');
    // 10.6 jobs a minute come and 6 deletions a minute go.
    expect(growth?.perHour).toBeGreaterThan(0.8 * 4.6 * 60);
    expect(growth?.perHour).toBeLessThan(1.2 * 4.6 * 60);
    expect(growth?.reaches).toEqual(['deletions.pending', 'deletions.lateness', 'blobs.alive']);
    expect(design.deletions.pending.mean).toBeNull();
    expect(design.deletions.lateness.mean).toBeNull();
    expect(design.blobs.alive.mean).toBeNull();
    expect(design.jobs.sync?.time.mean).not.toBeNull();
    expect(design.pools.storage?.queueWait.mean).not.toBeNull();
  });
});

function behind(): Result {
  const scenario = buildScenario({
    name: 'behind',
    question: 'Does one janitor keep up?',
    duration: '4h',
    warmUp: '10m',
    seed: 3,
    replications: 2,
    pools: { storage: 16 },
    store: { upload: '0.3s', delete: { latency: { exponential: { mean: '10s' } } } },
    deletion: { delay: '60s', pool: 'storage', by: 'janitor' },
    jobs: {
      sync: { arrivals: { poisson: '10.6/min' }, steps: [{ task: { name: 'put', steps: ['upload'] } }, 'defer'] },
    },
    designs: { only: {} },
  });
  return simulate(scenario, 'test');
}

describe('failed jobs', () => {
  it('are no quick ones: they have times of their own, and shares', () => {
    const refusing = queue({ threads: 5, arrivals: { poisson: '1/s' }, service: '12s', duration: '1h', bound: 0 });
    const { designs } = simulate({ ...refusing, replications: 2 }, 'test');
    const job = designs.only?.jobs.job;
    // Erlang B of 12 erlangs and 5 threads refuses 63 %.
    expect(job?.failedFraction).toBeCloseTo(0.63, 1);
    expect((job?.successFraction ?? 0) + (job?.failedFraction ?? 0)).toBeCloseTo(1, 12);
    expect(job?.time.count).toBe(job?.done);
    expect(job?.failedTime.count).toBe(job?.failed);
    expect(job?.time.mean).toBeCloseTo(12, 0);
    expect(job?.failedTime.mean).toBe(0);
  });
});
