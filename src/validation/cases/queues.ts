/** Queues without a bound: M/M/1, M/M/c, M/D/1, M/D/c and M/G/1, in the steady state. */
import { mdc } from '../../theory/mdc.ts';
import { md1, mg1 } from '../../theory/mg1.ts';
import { mm1, mm1SojournSecondsQuantile } from '../../theory/mm1.ts';
import { mmc, mmcQueueWaitSecondsQuantile } from '../../theory/mmc.ts';
import type { QueueFigures } from '../../theory/queue-figures.ts';
import { exp } from '../../workload/arithmetic.ts';
import { CONSTANT, EXPONENTIAL, ofJob, ofPool, type QueueScenario, queueScenario } from '../reading.ts';
import type { ValidationCase, ValidationFigure } from '../validation-case.ts';

/** Of the natural logarithm of the lognormal service times. */
const SIGMA = 1;

/** What every queue has: who waits, how long, and how often nobody would get a thread at once. */
function figuresOf(figures: QueueFigures): ValidationFigure[] {
  const { erlangs, utilization, waitProbability, queueDepthMean, queueWaitSecondsMean } = figures;
  const saturated: ValidationFigure = {
    name: 'time saturated',
    unit: 'fraction',
    theory: waitProbability,
    read: ofPool(({ fullFraction }) => fullFraction),
  };
  return [
    { name: 'active threads, mean', unit: 'threads', theory: erlangs, read: ofPool(({ active }) => active.mean) },
    {
      name: 'queue depth, mean',
      unit: 'tasks',
      theory: queueDepthMean,
      read: ofPool(({ queueDepth }) => queueDepth.mean),
    },
    {
      name: 'queue wait, mean',
      unit: 's',
      theory: queueWaitSecondsMean,
      read: ofPool(({ queueWait }) => queueWait.mean),
    },
    // With one thread it is the mean of the active ones.
    ...(utilization === erlangs ? [] : [saturated]),
  ];
}

/** A case of M/M/c; `tail` where enough tasks wait for quantiles of the wait. */
function mmcCase(name: string, queue: Omit<QueueScenario, 'work'>, tail: boolean): ValidationCase {
  const { threads, perSecond } = queue;
  const model = { threads, arrivalsPerSecond: perSecond, holdingSeconds: 1 };
  const quantile = (p: 'p95' | 'p99', probability: number): ValidationFigure => ({
    name: `queue wait, ${p}`,
    unit: 's',
    theory: mmcQueueWaitSecondsQuantile(model, probability),
    read: ofPool(({ queueWait }) => queueWait[p]),
  });
  return {
    name,
    model: `M/M/${threads}, a = ${perSecond}`,
    scenario: queueScenario({ ...queue, work: EXPONENTIAL }),
    figures: [...figuresOf(mmc(model)), ...(tail ? [quantile('p95', 0.95), quantile('p99', 0.99)] : [])],
  };
}

function mdcCase(name: string, queue: Omit<QueueScenario, 'work'>): ValidationCase {
  const { threads, perSecond } = queue;
  return {
    name,
    model: `M/D/${threads}, a = ${perSecond}`,
    scenario: queueScenario({ ...queue, work: CONSTANT }),
    figures: figuresOf(mdc({ threads, arrivalsPerSecond: perSecond, holdingSeconds: 1 })),
  };
}

const MM1 = mm1(0.9, 1);
const sojourn = (p: 'p95' | 'p99', probability: number): ValidationFigure => ({
  name: `job time, ${p}`,
  unit: 's',
  theory: mm1SojournSecondsQuantile(0.9, 1, probability),
  read: ofJob(({ time }) => time[p]),
});

/** The queues. A quantile of one run is biased by about 1 ÷ its length, so those that have quantiles are long rather than many. */
export const queueCases: readonly ValidationCase[] = [
  {
    name: 'mm1',
    model: 'M/M/1, ρ = 0.9',
    scenario: queueScenario({
      replications: 10,
      duration: '400h',
      warmUp: '3h',
      threads: 1,
      perSecond: 0.9,
      work: EXPONENTIAL,
    }),
    figures: [
      ...figuresOf(MM1),
      { name: 'job time, mean', unit: 's', theory: MM1.sojournSecondsMean, read: ofJob(({ time }) => time.mean) },
      sojourn('p95', 0.95),
      sojourn('p99', 0.99),
    ],
  },
  mmcCase('mmc-10-8', { replications: 20, duration: '8h', warmUp: '10m', threads: 10, perSecond: 8 }, true),
  mmcCase('mmc-128-100', { replications: 10, duration: '2h', warmUp: '2m', threads: 128, perSecond: 100 }, false),
  mmcCase('mmc-128-90', { replications: 20, duration: '2h', warmUp: '1m', threads: 128, perSecond: 90 }, false),
  {
    name: 'md1',
    model: 'M/D/1, ρ = 0.9',
    scenario: queueScenario({
      replications: 20,
      duration: '24h',
      warmUp: '2h',
      threads: 1,
      perSecond: 0.9,
      work: CONSTANT,
    }),
    figures: [
      ...figuresOf(md1(0.9, 1)),
      {
        name: 'job time, mean',
        unit: 's',
        theory: md1(0.9, 1).sojournSecondsMean,
        read: ofJob(({ time }) => time.mean),
      },
    ],
  },
  mdcCase('mdc-10-8', { replications: 20, duration: '4h', warmUp: '5m', threads: 10, perSecond: 8 }),
  mdcCase('mdc-128-100', { replications: 10, duration: '2h', warmUp: '2m', threads: 128, perSecond: 100 }),
  {
    name: 'mg1-lognormal',
    model: `M/G/1, lognormal service with σ = ${SIGMA}, ρ = 0.7`,
    scenario: queueScenario({
      replications: 20,
      duration: '48h',
      warmUp: '2h',
      threads: 1,
      perSecond: 0.7,
      work: { lognormal: { mean: '1s', sigma: SIGMA } },
    }),
    figures: figuresOf(mg1(0.7, 1, exp(SIGMA * SIGMA) - 1)),
  },
];
