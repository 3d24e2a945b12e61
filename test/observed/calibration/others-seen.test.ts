import { describe, expect, it } from 'vitest';
import { type Fit, fitHealth } from '../../../src/observed/calibration/fit.ts';
import type { HealthSeries } from '../../../src/observed/calibration/health-series.ts';
import { otherMean } from '../../../src/observed/calibration/others-seen.ts';
import { fitGiven } from '../../../src/observed/calibration/pool-turnover.ts';
import { parkingScenario, seriesOf, THREADS, turnoverOf } from './coverage.ts';
import { linesOf, simulatedSamples } from './simulated-log.ts';

/** A batch that holds 40 threads for a twentieth of the time, as a scenario has it. */
const BURST = [0.95, ...Array<number>(39).fill(0), 0.05];

/** Every sample of twelve hours, with what a batch adds to them, at most a full pool. */
function logged(mean: number, added: (sample: number) => number, hours = 12) {
  const scenario = parkingScenario(mean, [1], hours);
  const lines = linesOf(scenario, simulatedSamples(scenario, 1), 0);
  const series = seriesOf(lines.join('\n'), null);
  let at = 0;
  const segments = series.segments.map(({ startUs, active }) => ({
    startUs,
    active: active.map((value) => {
      at += 1;
      return Math.min(THREADS, value + added(at));
    }),
  }));
  const samples = segments.flatMap(({ active }) => [...active]);
  return {
    series: { ...series, segments } satisfies HealthSeries,
    average: samples.reduce((sum, value) => sum + value, 0) / samples.length,
    given: fitGiven(turnoverOf(scenario), 60, BURST),
    perSecond: turnoverOf(scenario).parkedPerSecond,
  };
}

describe('what a log shows of other job kinds', () => {
  it('is nothing of a burst that was not there: the mean is that of the samples, not theirs and the burst', () => {
    const { series, average, given, perSecond } = logged(60, () => 0);
    const fit = fitHealth(series, given) as Fit;
    expect(otherMean(BURST)).toBeCloseTo(2, 6);
    expect(fit.others.high).toBeLessThan(0.2);
    expect(Math.abs(fit.mean.value - average)).toBeLessThan(0.5);
    expect(fit.parkedPerSecond.low).toBeLessThan(perSecond);
    expect(fit.parkedPerSecond.high).toBeGreaterThan(perSecond);
  });

  it('is all of a burst that comes as the scenario says', () => {
    const { series, average, given, perSecond } = logged(60, (sample) => (sample % 200 < 10 ? 40 : 0));
    const fit = fitHealth(series, given) as Fit;
    expect(fit.others.low).toBeLessThan(2);
    expect(fit.others.high).toBeGreaterThan(2);
    expect(Math.abs(fit.mean.value - average)).toBeLessThan(0.5);
    expect(fit.parkedPerSecond.low).toBeLessThan(perSecond);
    expect(fit.parkedPerSecond.high).toBeGreaterThan(perSecond);
  });

  it('is what stands behind a full pool, too', () => {
    const { series, average, given } = logged(105, (sample) => (sample % 200 < 10 ? 40 : 0));
    const fit = fitHealth(series, given) as Fit;
    expect(fit.others.value).toBeGreaterThan(1.5);
    expect(fit.others.value).toBeLessThan(2.5);
    // A full pool holds less than was asked of it.
    expect(fit.mean.value).toBeGreaterThan(average);
  });

  it('is what the scenario says where the log has no times', () => {
    const { series, given } = logged(60, () => 0);
    const [segment] = series.segments;
    const untimed = {
      ...series,
      isPaced: false,
      segments: [{ startUs: undefined, active: segment?.active ?? new Int32Array() }],
    };
    const fit = fitHealth(untimed, given) as Fit;
    expect(fit.others).toEqual({ value: otherMean(BURST), low: otherMean(BURST), high: otherMean(BURST) });
  });
});
