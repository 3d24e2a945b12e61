import { explainScenario } from '../../../src/explain/explain.ts';
import type { PoolLoad } from '../../../src/explain/explanation.ts';
import { buildSeries } from '../../../src/observed/calibration/build-series.ts';
import { chooseSamples } from '../../../src/observed/calibration/choose-samples.ts';
import { type Fit, fitHealth } from '../../../src/observed/calibration/fit.ts';
import { EVEN_DAY } from '../../../src/observed/calibration/fit-terms.ts';
import { HealthReader } from '../../../src/observed/calibration/health-reader.ts';
import { type HealthSeries, printedOf } from '../../../src/observed/calibration/health-series.ts';
import { fitGiven, type PoolTurnover, poolTurnover } from '../../../src/observed/calibration/pool-turnover.ts';
import type { Fitted } from '../../../src/result/calibration.ts';
import type { Scenario } from '../../../src/scenario/model.ts';
import { scenarioOf } from '../../sim/run-scenario.ts';
import { linesOf, simulatedSamples } from './simulated-log.ts';

export const THREADS = 128;
const DELAY_S = 480;
const WORK_S = 30;
const UPLOAD_S = 0.3;
const DELETE_S = 0.1;

/** A day of jobs that decode, upload and park for 480 s, so often that so many threads are active on average. @param rates what the rate is multiplied with, in parts of the day. */
export function parkingScenario(mean: number, rates: readonly number[] = [1], hours = 24): Scenario {
  const perMinute = (60 * mean) / (WORK_S + UPLOAD_S + DELAY_S + DELETE_S);
  const profile = rates.map((rate, i) => ({ at: `${(i * 24) / rates.length}h`, rate: `${perMinute * rate}/min` }));
  return scenarioOf({
    duration: `${hours}h`,
    warmUp: '30m',
    pools: { storage: { threads: THREADS, healthLog: {} } },
    store: { upload: { exponential: { mean: `${UPLOAD_S}s` } }, delete: { exponential: { mean: `${DELETE_S}s` } } },
    deletion: { pool: 'storage', delay: `${DELAY_S}s` },
    jobs: {
      sync: {
        arrivals: rates.length === 1 ? { poisson: `${perMinute}/min` } : { profile },
        steps: [
          { task: { name: 'decode', steps: [{ work: { lognormal: { mean: `${WORK_S}s`, sigma: 0.8 } } }] } },
          { task: { name: 'upload', steps: ['upload'] } },
          'defer',
        ],
      },
    },
    designs: { legacy: { deletion: 'sleep-in-pool' } },
  });
}

export function turnoverOf(scenario: Scenario): PoolTurnover {
  const [load] = explainScenario(scenario).designs[0]?.pools ?? [];
  return poolTurnover(load as PoolLoad) as PoolTurnover;
}

/** The series of a log, as it is read from its text. @param above null where it has all samples. */
export function seriesOf(text: string, above: number | null = 70): HealthSeries {
  const reader = new HealthReader();
  reader.push(text);
  const log = { ...reader.end(), file: 'app.log' };
  const choice = chooseSamples([log], { pool: 'storage', isNamed: false, instance: undefined, threads: THREADS });
  return buildSeries(choice, { everySeconds: 60, abovePercent: above ?? undefined, span: log.span }).series;
}

/** What of many simulated days the fits of their logs hold. */
export interface Coverage {
  readonly fits: readonly Fit[];
  /** Shares of the intervals that hold the truth. */
  readonly mean: number;
  readonly parked: number;
  readonly working: number;
  /** Share of the intervals of the mean that hold the plain average of the lines. */
  readonly plainAverage: number;
  /** By how much the plain average lies above the true mean, on average. */
  readonly bias: number;
}

/** Simulates days, prints the lines over 70 %, reads and fits them. @param mean true mean of the active threads. */
export async function coverageOf(mean: number, repetitions: number): Promise<Coverage> {
  const scenario = parkingScenario(mean);
  const turnover = turnoverOf(scenario);
  const given = fitGiven(turnover, 60, [1]);
  const all: { fit: Fit; average: number }[] = [];
  for (let replication = 0; replication < repetitions; replication += 1) {
    // The watchdog of the tests hears nothing of a thread that is busy for minutes.
    await new Promise((passed) => setImmediate(passed));
    const series = seriesOf(linesOf(scenario, simulatedSamples(scenario, replication)).join('\n'));
    const printed = printedOf(series);
    const fit = fitHealth(series, given, { splits: true, shape: EVEN_DAY });
    if (fit === undefined) throw new Error(`replication ${replication} cannot be fitted`);
    all.push({ fit, average: printed.reduce((sum, active) => sum + active, 0) / printed.length });
  }
  const share = (holds: (one: (typeof all)[number]) => boolean) => all.filter(holds).length / all.length;
  const has = ({ low, high }: Fitted, value: number) => low <= value && value <= high;
  return {
    fits: all.map(({ fit }) => fit),
    mean: share(({ fit }) => has(fit.mean, mean)),
    parked: share(({ fit }) => has(fit.parkedPerSecond, turnover.parkedPerSecond)),
    working: share(({ fit }) => has(fit.working, turnover.linkedWorking)),
    plainAverage: share(({ fit, average }) => has(fit.mean, average)),
    bias: all.reduce((sum, { average }) => sum + average - mean, 0) / all.length,
  };
}
