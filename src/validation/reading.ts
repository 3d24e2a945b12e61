/** What the cases read of a result: each a function of the result of one replication. */
import type { DesignResult, PoolResult } from '../result/schema.ts';
import type { ScenarioValues, ValidationFigure } from './validation-case.ts';

type Read = ValidationFigure['read'];

/** The pool, the kind of job and the kind of task that a case has, by the same names in all. */
export const POOL = 'pool';
export const JOB = 'job';
export const TASK = 'task';

/** Of the case's only pool. */
export const ofPool =
  (read: (pool: PoolResult) => number | null): Read =>
  ({ pools }) =>
    read(pools[POOL] as PoolResult);

/** Of the case's only kind of job. */
export const ofJob =
  (read: (job: DesignResult['jobs'][string]) => number | null): Read =>
  ({ jobs }) =>
    read(jobs[JOB] as DesignResult['jobs'][string]);

/** The share of the time with at most so many active threads. */
export const activeAtMost = (threads: number): Read =>
  ofPool(({ distribution }) => distribution.slice(0, threads + 1).reduce((sum, share) => sum + share, 0));

/** The variance over time of the active threads, about their mean over the same time. */
export const activeVariance: Read = ofPool(({ distribution }) => {
  const moment = (power: number) => distribution.reduce((sum, share, n) => sum + share * n ** power, 0);
  return moment(2) - moment(1) ** 2;
});

/** A pool that Poisson tasks queue for, and how long it is run. */
export interface QueueScenario {
  readonly replications: number;
  readonly duration: string;
  readonly warmUp: string;
  readonly threads: number;
  readonly perSecond: number;
  /** A distribution, as a scenario writes it. */
  readonly work: unknown;
  /** How many tasks may wait. Default: any number. */
  readonly bound?: number;
  /** No job arrives from then on. */
  readonly until?: string;
}

/** Its scenario: each job is one task that works. */
export function queueScenario({ threads, perSecond, work, bound, until, ...times }: QueueScenario): ScenarioValues {
  return {
    ...times,
    pools: { [POOL]: { threads, ...(bound === undefined ? {} : { queue: { bound } }) } },
    jobs: {
      [JOB]: {
        arrivals: { poisson: `${perSecond}/s`, ...(until === undefined ? {} : { until }) },
        steps: [{ task: { name: TASK, steps: [{ work }] } }],
      },
    },
  };
}

/** Exponential times with the mean 1 s. */
export const EXPONENTIAL = { exponential: { mean: '1s' } };
/** Always 1 s. */
export const CONSTANT = '1s';
