import { describe, expect, it } from 'vitest';
import { type Fit, type Fitted, fitHealth } from '../../../src/observed/calibration/fit.ts';
import { PairTable } from '../../../src/observed/calibration/pair-likelihood.ts';
import { leastPrintedActive } from '../../../src/theory/index.ts';
import { Streams } from '../../../src/workload/streams.ts';

const DELAY_S = 480;
const WORK_S = 30;
const WORKING = 7.3;
const EVERY_S = 60;
const THREADS = 128;
const LEAST = leastPrintedActive(THREADS, 70);

/** A day of a pool that nobody waits for (M/G/∞): tasks that park for 480 s and work that is exponential, sampled every minute; of the samples only those over 70 % are kept. */
function logOf(mean: number, replication: number): Int32Array {
  const seconds = 24 * 3600;
  const samples = seconds / EVERY_S;
  const steps = new Int32Array(samples + 1);
  const random = numbers(replication);
  const exponential = (of: number) => -of * Math.log(1 - random());
  const hold = (from: number, until: number) => {
    const first = Math.max(0, Math.ceil(from / EVERY_S));
    const last = Math.min(samples, Math.ceil(until / EVERY_S));
    if (last <= first) return;
    steps[first] = (steps[first] as number) + 1;
    steps[last] = (steps[last] as number) - 1;
  };
  const parkedEvery = DELAY_S / (mean - WORKING);
  for (let at = -2_000 + exponential(parkedEvery); at < seconds; at += exponential(parkedEvery)) hold(at, at + DELAY_S);
  const workEvery = WORK_S / WORKING;
  for (let at = -2_000 + exponential(workEvery); at < seconds; at += exponential(workEvery))
    hold(at, at + exponential(WORK_S));
  let active = 0;
  return steps.subarray(0, samples).map((step) => {
    active += step;
    return active >= LEAST ? Math.min(active, THREADS) : -1;
  });
}

/** Uniform numbers in [0, 1), addressed as those of a simulation are. */
function numbers(replication: number): () => number {
  const stream = new Streams(7855, replication).of('calibration');
  let item = 0;
  return () => {
    item += 1;
    return stream.uniform(0, item);
  };
}

function fits(mean: number, repetitions: number): Fit[] {
  return Array.from({ length: repetitions }, (_, i) => {
    const series = { active: logOf(mean, i), everySeconds: EVERY_S, threads: THREADS, least: LEAST };
    return fitHealth(series, { delaySeconds: DELAY_S, workShared: Math.exp(-EVERY_S / WORK_S) }) as Fit;
  });
}

describe('a fit of a censored health log', () => {
  it.each([80, 90, 110])(
    'has the truth in its 95 % interval about as often as it says: a mean of %i of 128',
    (mean) => {
      const all = fits(mean, 40);
      const covers = (of: (fit: Fit) => Fitted, truth: number) =>
        all.filter((fit) => of(fit).low <= truth && truth <= of(fit).high).length;
      // Of 40 intervals of 95 % fewer than 34 hold the truth in one of 400 cases.
      expect(covers((fit) => fit.mean, mean)).toBeGreaterThanOrEqual(34);
      expect(covers((fit) => fit.parkedPerSecond, (mean - WORKING) / DELAY_S)).toBeGreaterThanOrEqual(34);
      expect(covers((fit) => fit.working, WORKING)).toBeGreaterThanOrEqual(34);
      // And it says something: the interval is a few threads wide.
      expect(Math.max(...all.map((fit) => fit.mean.high - fit.mean.low))).toBeLessThan(10);
    },
  );

  it.each([80, 90])('is right where the plain average of the lines is wrong: a mean of %i', (mean) => {
    for (const { plainAverage, mean: fitted } of fits(mean, 10)) {
      expect(plainAverage).toBeGreaterThan(fitted.high);
      expect(plainAverage - mean).toBeGreaterThan(5);
    }
  });

  it('says nothing of too few samples', () => {
    const series = { active: new Int32Array(40).fill(95), everySeconds: EVERY_S, threads: THREADS, least: LEAST };
    expect(fitHealth(series, { delaySeconds: DELAY_S, workShared: 0 })).toBeUndefined();
  });
});

describe('the probabilities of neighbouring samples', () => {
  it.each([
    [80, 60],
    [90, 75],
    [125, 100],
  ])('sum up to one: mean %i, shared %i', (mean, shared) => {
    const table = new PairTable({ mean, shared }, LEAST, THREADS);
    const kept = [-1, ...Array.from({ length: THREADS - LEAST }, (_, i) => LEAST + i)];
    const sum = kept.flatMap((one) => kept.map((two) => Math.exp(table.log(one, two)))).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(1, 9);
  });
});
