/** Threads that sleep before a deletion, where there is always a free one: M/G/∞ in the steady state and from an empty start, batches, and a rate that changes over time. */
import { averageVariance, heldMeanFromEmpty } from '../../theory/md-infinity.ts';
import {
  type BatchSize,
  constantBatch,
  geometricBatch,
  heldThreads,
  heldThreadsAbove,
  heldThreadsInBatches,
} from '../../theory/mg-infinity.ts';
import { arrivalsMeanOfProfile, heldMeanOfProfile } from '../../theory/mt-infinity.ts';
import { poissonAtMost } from '../../theory/poisson.ts';
import { activeAtMost, activeVariance, JOB, ofJob, ofPool, POOL, TASK } from '../reading.ts';
import type { ScenarioValues, ValidationCase, ValidationFigure } from '../validation-case.ts';

/** Enough threads: that 1,000 of them are held at once has a probability of next to nothing in every case here. */
const THREADS = 1_000;
const DELAY_S = 480;
const PER_MINUTE = 20;
const PER_SECOND = PER_MINUTE / 60;
const DAY_S = 86_400;

type Times = Pick<ScenarioValues, 'replications' | 'duration' | 'warmUp'>;

/** Every blob is deleted by a task that sleeps in the pool; nothing else takes time. */
function sleepers(times: Times, arrivals: object): ScenarioValues {
  return {
    ...times,
    pools: { [POOL]: THREADS },
    store: { upload: '0s', delete: '0s' },
    deletion: { by: 'sleep-in-pool', pool: POOL, delay: `${DELAY_S}s` },
    jobs: { [JOB]: { arrivals, steps: ['upload', 'defer'] } },
  };
}

const parkedMean = (theory: number): ValidationFigure => ({
  name: 'parked threads, mean',
  unit: 'threads',
  theory,
  read: ofPool(({ parked }) => parked.mean),
});

const atMost = (threads: number, quantile: string): ValidationFigure => ({
  name: `time with at most ${threads} parked (${quantile})`,
  unit: 'fraction',
  theory: poissonAtMost(threads, PER_SECOND * DELAY_S),
  read: activeAtMost(threads),
});

const parked = heldThreads(PER_SECOND, DELAY_S);
/** Of the time average over a day: what the variance within a day lacks of that over all time. */
const DAYS_VARIANCE = averageVariance(PER_SECOND, DELAY_S, DAY_S);

const poissonFigures: readonly ValidationFigure[] = [
  parkedMean(parked.mean),
  atMost(160, 'median'),
  atMost(176, 'p90'),
  atMost(181, 'p95'),
  atMost(190, 'p99'),
  atMost(200, 'p99.9'),
  {
    name: 'time with more than 128 parked',
    unit: 'fraction',
    theory: heldThreadsAbove(parked.mean, 128),
    read: ofPool(({ distribution }) => distribution.slice(129).reduce((sum, share) => sum + share, 0)),
  },
];

/** From an empty start: the second after a time, whose middle is half a second later. */
function transient(afterS: number): ValidationCase {
  const mean = heldMeanFromEmpty(PER_SECOND, DELAY_S, afterS + 0.5);
  return {
    name: `md-infinity-after-${afterS}s`,
    model: `M/D/∞ from empty, ${PER_MINUTE}/min × ${DELAY_S} s, after ${afterS} s`,
    scenario: sleepers({ replications: 400, duration: '1s', warmUp: `${afterS}s` }, { poisson: `${PER_MINUTE}/min` }),
    figures: [
      parkedMean(mean),
      {
        ...parkedMean(mean),
        name: 'parked threads, variance',
        judgedBy: 'variance',
        mean,
        // Of an average over a second: λ/3 of one less than of a moment.
        theory: mean - (afterS < DELAY_S ? PER_SECOND / 6 : PER_SECOND / 3),
      },
    ],
  };
}

/** Batches with the same rate of tasks in all. */
function batches(name: string, size: BatchSize, law: string, batch: unknown): ValidationCase {
  const perMinute = PER_MINUTE / size.mean;
  const { mean, variance } = heldThreadsInBatches(perMinute / 60, size, DELAY_S);
  return {
    name: `batches-${name}`,
    model: `Mˣ/D/∞, ${law} batches of ${size.mean} at ${perMinute}/min × ${DELAY_S} s`,
    scenario: sleepers({ replications: 20, duration: '48h', warmUp: '10m' }, { poisson: `${perMinute}/min`, batch }),
    figures: [
      parkedMean(mean),
      {
        name: 'parked threads, variance over time',
        unit: 'threads²',
        theory: variance - averageVariance((perMinute / 60) * size.meanSquare, DELAY_S, 2 * DAY_S),
        read: activeVariance,
      },
    ],
  };
}

const PROFILE = {
  periodSeconds: 3_600,
  steps: [
    { atSeconds: 0, perSecond: 20 / 60 },
    { atSeconds: 1_200, perSecond: 60 / 60 },
    { atSeconds: 2_400, perSecond: 6 / 60 },
  ],
};
const profileArrivals = {
  profile: [
    { at: '0s', rate: '20/min' },
    { at: '20m', rate: '60/min' },
    { at: '40m', rate: '6/min' },
  ],
  every: '1h',
};

/** Where the rate has changed within the last delay: the mean held goes up or down in a straight line. */
function changingRate(afterMinutes: number): ValidationCase {
  const mean = heldMeanOfProfile(PROFILE, DELAY_S, afterMinutes * 60 + 0.5);
  return {
    name: `profile-after-${afterMinutes}m`,
    model: `Mt/D/∞, 20, 60 and 6/min by turns × ${DELAY_S} s, after ${afterMinutes} min`,
    scenario: sleepers({ replications: 200, duration: '1s', warmUp: `${afterMinutes}m` }, profileArrivals),
    figures: [parkedMean(mean)],
  };
}

const arrivedMean = arrivalsMeanOfProfile(PROFILE, 0, 3_600);

/** Parked threads. */
export const parkedThreadCases: readonly ValidationCase[] = [
  {
    name: 'mg-infinity-sleepers',
    model: `M/D/∞, ${PER_MINUTE}/min × ${DELAY_S} s: Poisson(160)`,
    scenario: sleepers({ replications: 60, duration: '24h', warmUp: '10m' }, { poisson: `${PER_MINUTE}/min` }),
    figures: [
      ...poissonFigures,
      {
        name: 'parked threads, variance over time',
        unit: 'threads²',
        theory: parked.variance - DAYS_VARIANCE,
        read: activeVariance,
      },
      {
        ...parkedMean(DAYS_VARIANCE),
        name: 'variance of a day’s time average',
        unit: 'threads²',
        judgedBy: 'variance',
        mean: parked.mean,
      },
    ],
  },
  {
    name: 'mg-infinity-lognormal',
    model: `M/G/∞, ${PER_MINUTE}/min × lognormal with the mean ${DELAY_S} s: Poisson(160)`,
    scenario: {
      replications: 20,
      duration: '48h',
      warmUp: '8h',
      pools: { [POOL]: THREADS },
      jobs: {
        [JOB]: {
          arrivals: { poisson: `${PER_MINUTE}/min` },
          steps: [{ task: { name: TASK, steps: [{ park: { lognormal: { mean: `${DELAY_S}s`, sigma: 1 } } }] } }],
        },
      },
    },
    figures: poissonFigures,
  },
  transient(60),
  transient(240),
  transient(480),
  batches('constant', constantBatch(5), 'constant', 5),
  batches('geometric', geometricBatch(4), 'geometric', { geometric: { mean: 4 } }),
  changingRate(24),
  changingRate(44),
  changingRate(64),
  {
    name: 'profile-arrivals',
    model: 'Poisson with a rate of 20, 60 and 6/min by turns, one hour',
    scenario: sleepers({ replications: 200, duration: '1h', warmUp: '0s' }, profileArrivals),
    figures: [
      { name: 'jobs arrived, mean', unit: 'jobs', theory: arrivedMean, read: ofJob(({ arrived }) => arrived) },
      {
        name: 'jobs arrived, variance',
        unit: 'jobs²',
        theory: arrivedMean,
        judgedBy: 'variance',
        mean: arrivedMean,
        read: ofJob(({ arrived }) => arrived),
      },
    ],
  },
];
