import { describe, expect, it } from 'vitest';
import { dayProfile } from '../../../src/observed/calibration/day-profile.ts';
import { type Fit, fitHealth } from '../../../src/observed/calibration/fit.ts';
import { EVEN_DAY } from '../../../src/observed/calibration/fit-terms.ts';
import { PairTable, printedLogs } from '../../../src/observed/calibration/pair-likelihood.ts';
import { fitGiven } from '../../../src/observed/calibration/pool-turnover.ts';
import { leastPrintedActive } from '../../../src/theory/index.ts';
import { coverageOf, parkingScenario, seriesOf, THREADS, turnoverOf } from './coverage.ts';
import { linesOf, simulatedSamples } from './simulated-log.ts';

const LEAST = leastPrintedActive(THREADS, 70);

describe('a fit of a censored health log', () => {
  it.each([
    [80, 10],
    [90, 5],
    [110, -3],
  ])('has the truth in its 95 % intervals about as often as they say: a mean of %i of 128', async (mean, bias) => {
    // Of 12 intervals of 95 % fewer than 9 hold the truth in one of 500 cases; test/slow/calibration.slow.ts counts 500.
    const { fits, ...covered } = await coverageOf(mean, 12);
    expect(covered.mean).toBeGreaterThanOrEqual(0.75);
    expect(covered.parked).toBeGreaterThanOrEqual(0.75);
    expect(covered.working).toBeGreaterThanOrEqual(0.75);
    // And they say something: that of the mean is a few threads wide.
    expect(Math.max(...fits.map((fit) => fit.mean.high - fit.mean.low))).toBeLessThan(10);
    // The plain average misses it where the threshold cuts off much.
    expect(covered.bias).toBeGreaterThan(bias);
    if (bias > 0) expect(covered.plainAverage).toBe(0);
  });

  it('needs no times: single lines are judged given that they were printed', () => {
    const scenario = parkingScenario(90);
    const lines = linesOf(scenario, simulatedSamples(scenario, 0)).map((line) => line.replace(/^.*?executors: /, ''));
    const series = seriesOf(lines.join('\n'));
    expect(series.isPaced).toBe(false);
    const turnover = turnoverOf(scenario);
    const fit = fitHealth(series, fitGiven(turnover, 60, [1])) as Fit;
    expect(fit.isSplit).toBe(false);
    expect(fit.mean.low).toBeLessThan(90);
    expect(fit.mean.high).toBeGreaterThan(90);
    expect(fit.parkedPerSecond.low).toBeLessThan(turnover.parkedPerSecond);
    expect(fit.parkedPerSecond.high).toBeGreaterThan(turnover.parkedPerSecond);
  });

  it('takes every sample where the log prints all of them', () => {
    const scenario = parkingScenario(60, [1], 12);
    const lines = linesOf(scenario, simulatedSamples(scenario, 1), 0);
    const series = seriesOf(lines.join('\n'), null);
    expect(series.least).toBe(0);
    const fit = fitHealth(series, fitGiven(turnoverOf(scenario), 60, [1])) as Fit;
    expect(fit.mean.low).toBeLessThan(60);
    expect(fit.mean.high).toBeGreaterThan(60);
    expect(fit.mean.high - fit.mean.low).toBeLessThan(8);
  });

  it('says nothing of too few samples', () => {
    const active = new Int32Array(40).fill(95);
    const common = { isPaced: true, everySeconds: 60, threads: THREADS, least: LEAST };
    const given = { delaySeconds: 480, workShared: 1, workPerParked: 0.1, others: [1] };
    expect(fitHealth({ ...common, segments: [{ startUs: 0, active }] }, given)).toBeUndefined();
    const silent = new Int32Array(1_440).fill(-1);
    expect(fitHealth({ ...common, segments: [{ startUs: 0, active: silent }] }, given)).toBeUndefined();
  });
});

describe('a profile of the day', () => {
  const rates = [0.6, 0.8, 1, 1.15, 1.25, 1.2];
  const profileOf = (scenario: ReturnType<typeof parkingScenario>, replication: number, until: string) => {
    // The log of the service has other lines too: they say how long it is.
    const lines = linesOf(scenario, simulatedSamples(scenario, replication));
    const series = seriesOf(['2026-05-30 00:30:00 started', ...lines, `${until} stopped`].join('\n'));
    const given = fitGiven(turnoverOf(scenario), 60, [1]);
    const constant = fitHealth(series, given, { splits: true, shape: EVEN_DAY }) as Fit;
    return dayProfile(series, given, constant, true);
  };

  it('is found where there is one, with a bound where nothing was printed', () => {
    const profile = profileOf(parkingScenario(90, rates), 0, '2026-05-31 00:30:00');
    expect(profile?.parts.map(({ fromHour }) => fromHour)).toEqual([0, 4, 8, 12, 16, 20]);
    profile?.parts.forEach(({ active, isAtMost }, i) => {
      const truth = 90 * (rates[i] as number);
      expect(isAtMost).toBe(i === 0);
      expect(active.high).toBeGreaterThan(truth);
      expect(active.low).toBeLessThan(truth * 1.04);
      if (!isAtMost) expect(Math.abs(active.value / truth - 1)).toBeLessThan(0.08);
    });
    // The interval of the day's mean knows that the night may be empty.
    const fit = profile?.fit as Fit;
    expect(fit.mean.low).toBeLessThan(90);
    expect(fit.mean.high).toBeGreaterThan(90);
  });

  it('is not found where the rate is the same all day', () => {
    for (const replication of [0, 1])
      expect(profileOf(parkingScenario(90), replication, '2026-05-31 00:30:00')).toBeUndefined();
  });

  it('needs a day', () => {
    expect(profileOf(parkingScenario(90, rates, 18), 0, '2026-05-30 18:30:00')).toBeUndefined();
  });
});

describe('the probabilities of neighbouring samples', () => {
  it.each([
    [80, 60, [1], LEAST],
    [90, 75, [0.5, 0.3, 0, 0.2], LEAST],
    [125, 100, [1], LEAST],
    [20, 15, [0.9, 0.1], 0],
  ])('sum up to one: mean %i, shared %i, others %j, printed from %i on', (mean, shared, others, least) => {
    const table = new PairTable({ mean, shared, others }, least, THREADS);
    const kept = [...(least === 0 ? [] : [-1]), ...Array.from({ length: THREADS - least }, (_, i) => least + i)];
    const sum = kept.flatMap((one) => kept.map((two) => Math.exp(table.log(one, two)))).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(1, 9);
    const single = printedLogs({ mean, others }, least, THREADS);
    const ofLines = kept.filter((n) => n >= 0).reduce((total, n) => total + Math.exp(single(n)), 0);
    expect(ofLines).toBeCloseTo(1, 9);
  });
});
