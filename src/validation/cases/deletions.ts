/** Deletions: the janitor as a server, and the legacy design in a pool that it saturates. */
import { mdc } from '../../theory/mdc.ts';
import { mg1 } from '../../theory/mg1.ts';
import { mmc, mmcQueueWaitSecondsQuantile } from '../../theory/mmc.ts';
import { growthPerSecond, saturatedWaitSecondsMean } from '../../theory/saturation.ts';
import { exp } from '../../workload/arithmetic.ts';
import { JOB, POOL } from '../reading.ts';
import type { ScenarioValues, ValidationCase, ValidationFigure } from '../validation-case.ts';

/** A janitor whose deletions take 1 s each on average, as many at once as it has lanes. */
function janitor(perSecond: number, lanes: number, latency: unknown, replications: number): ScenarioValues {
  return {
    replications,
    duration: '24h',
    warmUp: '2h',
    pools: { [POOL]: 1 },
    store: { upload: '0s', delete: { latency } },
    deletion: { by: 'janitor', delay: '480s', janitor: { concurrency: lanes } },
    jobs: { [JOB]: { arrivals: { poisson: `${perSecond}/s` }, steps: ['upload', 'defer'] } },
  };
}

const lateness = (theory: number): ValidationFigure => ({
  name: 'lateness, mean',
  unit: 's',
  theory,
  read: ({ deletions }) => deletions.lateness.mean,
});

/** Due and waiting are the janitor's queue; pending are those too that are not yet due. */
const pending = (perSecond: number, waiting: number): ValidationFigure => ({
  name: 'pending, mean',
  unit: 'deletions',
  theory: perSecond * 480 + waiting,
  read: ({ deletions }) => deletions.pending.mean,
});

function oneLane(law: string, latency: unknown, squaredVariation: number): ValidationCase {
  const figures = mg1(0.8, 1, squaredVariation);
  return {
    name: `janitor-${law}`,
    model: `one janitor as M/G/1, ${law} deletions, ρ = 0.8`,
    scenario: janitor(0.8, 1, latency, 20),
    figures: [lateness(figures.queueWaitSecondsMean), pending(0.8, figures.queueDepthMean)],
  };
}

const LANES = { threads: 4, arrivalsPerSecond: 3.2, holdingSeconds: 1 };
const latenessQuantile = (p: 'p95' | 'p99', probability: number): ValidationFigure => ({
  name: `lateness, ${p}`,
  unit: 's',
  theory: mmcQueueWaitSecondsQuantile(LANES, probability),
  read: ({ deletions }) => deletions.lateness[p],
});

/** The saturated pool: twice as many sleepers as threads. The run is cut into rounds of the delay, in each of which every thread serves one deletion. */
const SATURATED = { threads: 32, perMinute: 64, delaySeconds: 60, firstRound: 10, rounds: 60 };

function saturated(): ValidationCase {
  const { threads, perMinute, delaySeconds, firstRound, rounds } = SATURATED;
  const perSecond = perMinute / 60;
  // Deletions that end in the measured time began their sleep one round before.
  const meanRound = firstRound - 1 + (rounds - 1) / 2;
  return {
    name: 'legacy-saturated',
    model: `${threads} threads, ${perMinute} sleeping deletions/min × ${delaySeconds} s: saturated 2 ×`,
    scenario: {
      replications: 40,
      duration: `${rounds * delaySeconds}s`,
      warmUp: `${firstRound * delaySeconds}s`,
      pools: { [POOL]: threads },
      store: { upload: '0s', delete: '0s' },
      deletion: { by: 'sleep-in-pool', pool: POOL, delay: `${delaySeconds}s` },
      jobs: { [JOB]: { arrivals: { poisson: `${perMinute}/min` }, steps: ['upload', 'defer'] } },
    },
    figures: [
      {
        ...lateness(saturatedWaitSecondsMean(perSecond, threads, delaySeconds, meanRound)),
        // Where lateness grows a result has no mean of it, but what each replication had.
        read: ({ perReplication }) => perReplication['deletions.lateness.mean']?.[0] ?? null,
      },
      {
        name: 'deletions',
        unit: 'count',
        theory: threads * rounds,
        judgedBy: 'exact',
        read: ({ deletions }) => deletions.deleted,
      },
      {
        name: 'growth of the queue',
        unit: '1/h',
        theory: 3_600 * growthPerSecond(perSecond, threads, delaySeconds),
        read: ({ stability }) =>
          stability.growing.find(({ line }) => line === `pools.${POOL}.queueDepth`)?.perHour ?? null,
      },
    ],
  };
}

/** Deletions. */
export const deletionCases: readonly ValidationCase[] = [
  oneLane('constant', '1s', 0),
  oneLane('exponential', { exponential: { mean: '1s' } }, 1),
  oneLane('lognormal', { lognormal: { mean: '1s', sigma: 1 } }, exp(1) - 1),
  {
    name: 'janitor-4-lanes',
    model: 'a janitor of 4 lanes as M/M/4, a = 3.2',
    scenario: janitor(3.2, 4, { exponential: { mean: '1s' } }, 10),
    figures: [
      lateness(mmc(LANES).queueWaitSecondsMean),
      latenessQuantile('p95', 0.95),
      latenessQuantile('p99', 0.99),
      pending(3.2, mmc(LANES).queueDepthMean),
    ],
  },
  {
    name: 'janitor-4-lanes-constant',
    model: 'a janitor of 4 lanes as M/D/4, a = 3.2',
    scenario: janitor(3.2, 4, '1s', 10),
    figures: [lateness(mdc(LANES).queueWaitSecondsMean)],
  },
  saturated(),
];
