/** The schema of what is drawn: durations, counts and arrivals. */
import { z } from 'zod';
import { isMap } from '../path.ts';
import {
  duration,
  longerThanZero,
  map,
  NOTE_KEYS,
  PERCENTILE_PATTERN,
  rate,
  rateOrZero,
  text,
  wholeNumber,
  wordings,
} from './language.ts';

const percentiles = z
  .record(
    z
      .string()
      .regex(PERCENTILE_PATTERN)
      .register(wordings, { expected: 'a percentile from p0 to p100, such as p50 or p99.9' }),
    duration,
  )
  .register(wordings, { expected: 'percentiles, such as { p50: 2s, p99: 30s }' });

const isPercentile = (key: string) => PERCENTILE_PATTERN.test(key);

function lognormalHint(found: unknown): string | undefined {
  if (!isMap(found)) return undefined;
  const keys = Object.keys(found);
  if (keys.includes('median')) return 'the median is the percentile p50';
  if (keys.includes('mean') && keys.some(isPercentile)) {
    return 'a mean and a percentile are no pair: write p50 in the place of mean, or sigma in that of the percentile';
  }
  return keys.includes('mean')
    ? 'sigma is the standard deviation of the logarithm: 0.5 is a narrow distribution, 1.5 a wide one'
    : undefined;
}

const lognormal = z
  .union([
    map({
      mean: longerThanZero.describe('The mean time.'),
      sigma: z
        .number()
        .min(0)
        .describe('The standard deviation of the natural logarithm; 0 makes it constant.')
        .register(wordings, { expected: 'a number of at least 0, without a unit' }),
    }).register(wordings, { key: 'mean' }),
    percentiles,
  ])
  .register(wordings, {
    expected: 'a mean and a sigma, { mean: 20s, sigma: 0.8 }, or two percentiles, { p50: 20s, p99: 2m }',
    fits: (keys) =>
      keys.length === 0 ||
      keys.every((key) => isPercentile(key) || NOTE_KEYS.includes(key)) ||
      ['mean', 'sigma'].every((key) => keys.includes(key)),
    hint: lognormalHint,
  });

/** A distribution of durations. */
export const distribution = z
  .union([
    duration,
    map({ constant: duration.describe('Always this time. A bare duration means the same.') }),
    map({
      uniform: map({
        min: duration.describe('The shortest time.'),
        max: duration.describe('The longest time.'),
      }).describe('Every time between two, each as likely.'),
    }),
    map({
      exponential: map({ mean: duration.describe('The mean time.') }).describe(
        'Many short times and a few long ones; the standard deviation is the mean.',
      ),
    }),
    map({
      lognormal: lognormal.describe(
        'Skewed to the right, as most service times are: by its mean and sigma, or by two percentiles, rising in order and in value.',
      ),
    }),
    map({
      empirical: z
        .union([percentiles, z.array(duration)])
        .register(wordings, { expected: 'percentiles from p0 to p100, or a list of observed times' })
        .describe(
          'What was observed: percentiles that rise from `p0` to `p100`, linear in between, or a list of observed times, linear in between them when sorted.',
        ),
    }),
  ])
  .meta({
    id: 'distribution',
    description: 'How long something takes: a duration, or a map with the name of one distribution.',
  })
  .register(wordings, {
    expected: 'a duration such as 30s, or a distribution: constant, uniform, exponential, lognormal, empirical',
  });

const wholeOrZero = z.int().min(0).register(wordings, { expected: 'a whole number of at least 0' });

/** A distribution of whole numbers. */
export const count = z
  .union([
    wholeNumber,
    map({
      geometric: map({
        mean: z
          .number()
          .min(1)
          .describe('The mean, at least 1.')
          .register(wordings, { expected: 'a number of at least 1' }),
      }).describe('1, 2, 3 …: each further one as likely as the one before.'),
    }),
    map({
      uniform: map({ min: wholeOrZero.describe('The least.'), max: wholeOrZero.describe('The most.') }).describe(
        'Every whole number between two, each as likely.',
      ),
    }),
    map({
      empirical: z
        .record(
          z.string().regex(/^\d+$/).register(wordings, { expected: 'a whole number as the key' }),
          z.number().gt(0).register(wordings, { expected: 'a weight above 0' }),
        )
        .describe('Values and their weights: `{ 1: 0.7, 2: 0.3 }`.'),
    }),
  ])
  .meta({ id: 'count', description: 'How many: a whole number, or a map with the name of one distribution.' })
  .register(wordings, { expected: 'a whole number of at least 1, or a distribution: geometric, uniform, empirical' });

const streamKeys = {
  batch: count.optional().describe('How many jobs enter at each arrival. Default: 1.'),
  from: duration.optional().describe('No arrival before this time after the start of the run. Default: 0s.'),
  until: longerThanZero.optional().describe('No arrival from this time on. Default: the end of the run.'),
};

const stream = z
  .union([
    map({ poisson: rate.describe('Arrivals at random with this mean rate: a Poisson process.'), ...streamKeys }),
    map({ constant: rate.describe('Arrivals evenly spaced at this rate.'), ...streamKeys }),
    map({
      profile: z
        .array(
          map({
            at: duration.describe('When this rate begins, after the start of the period; the first is 0h.'),
            rate: rateOrZero.describe('The mean rate from then on.'),
          }),
        )
        .describe(
          'A Poisson process whose rate changes over the day: a list of steps `{ at: 0h, rate: 2/min }`, rising in time.',
        ),
      every: longerThanZero.optional().describe('Of a profile: the period after which it begins again. Default: 24h.'),
      ...streamKeys,
    }),
    map({
      trace: text.describe(
        'A text file beside the scenario, or in a folder below it, with one time a line, in seconds after the start of the run, not falling. A path or a link that leads elsewhere is refused.',
      ),
      ...streamKeys,
    }),
    map({
      times: z.array(duration).describe('The moments of the arrivals after the start of the run, not falling.'),
      ...streamKeys,
    }),
  ])
  .meta({ id: 'stream', description: 'One stream of arrivals.' })
  .register(wordings, { expected: 'arrivals by name: poisson, constant, profile, trace or times' });

/** When the jobs of a kind enter. */
export const arrivals = z
  .union([stream, z.array(stream)])
  .describe('When jobs of this kind enter: one stream of arrivals, or a list of them that add up.')
  .register(wordings, { expected: 'a stream of arrivals such as { poisson: 20/min }, or a list of streams' });
