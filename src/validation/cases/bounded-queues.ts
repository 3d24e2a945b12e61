/** Queues with a bound: Erlang's loss system and M/M/c/K. */
import { erlangB } from '../../theory/erlang-b.ts';
import { mmck } from '../../theory/mmck.ts';
import { EXPONENTIAL, ofPool, type QueueScenario, queueScenario } from '../reading.ts';
import type { ValidationCase, ValidationFigure } from '../validation-case.ts';

const refused = (theory: number): ValidationFigure => ({
  name: 'tasks refused',
  unit: 'fraction',
  theory,
  read: ({ pools, jobs }) => {
    const [tasks, arrived] = [pools.pool?.rejected ?? null, jobs.job?.arrived ?? 0];
    return tasks === null || arrived === 0 ? null : tasks / arrived;
  },
});

/** Erlang B holds for any distribution of the holding time. */
function lossCase(name: string, queue: Omit<QueueScenario, 'work'>, work: unknown, law: string): ValidationCase {
  const { threads, perSecond } = queue;
  const blocked = erlangB(threads, perSecond);
  return {
    name,
    model: `M/${law}/${threads}/${threads}, a = ${perSecond} (Erlang B)`,
    scenario: queueScenario({ ...queue, work, bound: 0 }),
    figures: [
      refused(blocked),
      { name: 'time saturated', unit: 'fraction', theory: blocked, read: ofPool(({ fullFraction }) => fullFraction) },
      {
        name: 'active threads, mean',
        unit: 'threads',
        theory: perSecond * (1 - blocked),
        read: ofPool(({ active }) => active.mean),
      },
    ],
  };
}

function boundedCase(name: string, queue: Omit<QueueScenario, 'work'> & { readonly bound: number }): ValidationCase {
  const { threads, perSecond, bound } = queue;
  const figures = mmck({ threads, arrivalsPerSecond: perSecond, holdingSeconds: 1 }, bound);
  return {
    name,
    model: `M/M/${threads}/${threads + bound}, a = ${perSecond}`,
    scenario: queueScenario({ ...queue, work: EXPONENTIAL }),
    figures: [
      refused(figures.refusedFraction),
      {
        name: 'active threads, mean',
        unit: 'threads',
        theory: figures.activeMean,
        read: ofPool(({ active }) => active.mean),
      },
      {
        name: 'queue depth, mean',
        unit: 'tasks',
        theory: figures.queueDepthMean,
        read: ofPool(({ queueDepth }) => queueDepth.mean),
      },
      {
        name: 'queue wait, mean',
        unit: 's',
        theory: figures.queueWaitSecondsMean,
        read: ofPool(({ queueWait }) => queueWait.mean),
      },
      {
        name: 'time saturated',
        unit: 'fraction',
        theory: figures.fullFraction,
        read: ofPool(({ fullFraction }) => fullFraction),
      },
    ],
  };
}

const often = { replications: 20, duration: '2h', warmUp: '5m' };

/** The queues with a bound. */
export const boundedQueueCases: readonly ValidationCase[] = [
  lossCase('erlang-b-10-8', { ...often, threads: 10, perSecond: 8 }, EXPONENTIAL, 'M'),
  lossCase(
    'erlang-b-10-8-lognormal',
    { ...often, threads: 10, perSecond: 8 },
    { lognormal: { mean: '1s', sigma: 1 } },
    'G',
  ),
  lossCase('erlang-b-128-100', { ...often, replications: 10, threads: 128, perSecond: 100 }, EXPONENTIAL, 'M'),
  lossCase('erlang-b-128-90', { ...often, threads: 128, perSecond: 90 }, EXPONENTIAL, 'M'),
  lossCase(
    'erlang-b-128-160',
    { ...often, replications: 10, duration: '1h', threads: 128, perSecond: 160 },
    EXPONENTIAL,
    'M',
  ),
  boundedCase('mmck-10-15', { ...often, threads: 10, perSecond: 9, bound: 5 }),
  boundedCase('mmck-10-30-overloaded', { ...often, threads: 10, perSecond: 12, bound: 20 }),
];
