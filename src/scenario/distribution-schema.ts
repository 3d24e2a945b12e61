/** The schema of durations that are drawn. */
import * as z from 'zod';
import { isMap } from '../path.ts';
import { ln } from '../workload/arithmetic.ts';
import type { DurationDistribution, QuantilePoint } from '../workload/distribution.ts';
import { normalQuantile } from '../workload/normal.ts';
import { FILE_UNITS } from './durations-file.ts';
import {
  duration,
  longerThanZero,
  map,
  NOTE_KEYS,
  PERCENTILE_PATTERN,
  range,
  refuse,
  text,
  under,
  wordings,
} from './language.ts';

type Percentiles = Readonly<Record<string, number>>;

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
    })
      .register(wordings, { key: 'mean' })
      .transform(
        ({ mean, sigma }): DurationDistribution => ({
          kind: 'lognormal',
          mu: ln(mean) - (sigma * sigma) / 2,
          sigma,
        }),
      ),
    percentiles.transform(throughTwoPercentiles),
  ])
  .register(wordings, {
    expected: 'a mean and a sigma, { mean: 20s, sigma: 0.8 }, or two percentiles, { p50: 20s, p99: 2m }',
    fits: (keys) =>
      keys.length === 0 ||
      keys.every((key) => isPercentile(key) || NOTE_KEYS.includes(key)) ||
      ['mean', 'sigma'].every((key) => keys.includes(key)),
    hint: lognormalHint,
  });

/** A list of durations in a file. Who resolves a design reads the list in its place (durations-file.ts); until then nothing is known of it. */
const durationsFile = map({
  file: text.describe(
    'A text file beside the scenario, or in a folder below it. A path or a link that leads elsewhere is refused.',
  ),
  column: text.optional().describe('Of a CSV file with a header: which column. Default: the first of each line.'),
  unit: z.enum(FILE_UNITS).optional().describe('The unit of numbers that have none; without it each needs its own.'),
})
  .register(wordings, { key: 'file' })
  .transform(() => always(0));

/** A distribution of durations. */
export const distribution = z
  .union([
    duration.transform(always),
    under('constant', duration.describe('Always this time. A bare duration means the same.').transform(always)),
    under(
      'uniform',
      map({ min: duration.describe('The shortest time.'), max: duration.describe('The longest time.') })
        .describe('Every time between two, each as likely.')
        .transform(range)
        .transform(({ min, max }): DurationDistribution => ({ kind: 'uniform', minUs: min, maxUs: max })),
    ),
    under(
      'exponential',
      map({ mean: duration.describe('The mean time.') })
        .describe('Many short times and a few long ones; the standard deviation is the mean.')
        .transform(({ mean }): DurationDistribution => ({ kind: 'exponential', meanUs: mean })),
    ),
    under(
      'lognormal',
      lognormal.describe(
        'Skewed to the right, as most service times are: by its mean and sigma, or by two percentiles, rising in order and in value.',
      ),
    ),
    under(
      'empirical',
      z
        .union([durationsFile, percentiles.transform(throughPercentiles), z.array(duration).transform(observed)])
        .register(wordings, {
          expected:
            'percentiles from p0 to p100, a list of observed times, or the file of one, { file: durations.csv }',
        })
        .describe(
          'What was observed: percentiles that rise from `p0` to `p100`, linear in between; a list of observed times, linear in between them when sorted; or the `file` of such a list: a text file beside the scenario with one time a line, or a `column` of a CSV file, as durations or as numbers of a `unit`. The scenario is the same as with the list in it, so its hash goes with what is in the file.',
        ),
    ),
  ])
  .meta({
    id: 'distribution',
    description: 'How long something takes: a duration, or a map with the name of one distribution.',
  })
  .register(wordings, {
    expected: 'a duration such as 30s, or a distribution: constant, uniform, exponential, lognormal, empirical',
    standIn: always(0),
  });

function always(valueUs: number): DurationDistribution {
  return { kind: 'constant', valueUs };
}

function throughTwoPercentiles(value: Percentiles, context: z.RefinementCtx): DurationDistribution {
  const points = risingPoints(value, context);
  if (points === undefined) return z.NEVER;
  const [low, high] = points.filter(({ probability, valueUs }) => probability % 1 > 0 && valueUs > 0);
  if (low === undefined || high === undefined || low.valueUs === high.valueUs || points.length > 2) {
    return refuse(context, {
      message:
        'a lognormal distribution takes exactly two percentiles between p0 and p100, with times above zero that differ',
      expected: 'two percentiles, such as { p50: 20s, p99: 2m }',
      found: named(value),
    });
  }
  const lowZ = normalQuantile(low.probability);
  const sigma = (ln(high.valueUs) - ln(low.valueUs)) / (normalQuantile(high.probability) - lowZ);
  return { kind: 'lognormal', mu: ln(low.valueUs) - sigma * lowZ, sigma };
}

function throughPercentiles(value: Percentiles, context: z.RefinementCtx): DurationDistribution {
  const points = risingPoints(value, context);
  if (points === undefined) return z.NEVER;
  if (points[0]?.probability === 0 && points.at(-1)?.probability === 1) return { kind: 'empirical', points };
  return refuse(context, {
    message: 'an empirical distribution needs its least and its greatest value: `p0` and `p100`',
    expected: 'percentiles from p0 to p100',
    found: named(value),
  });
}

function observed(values: readonly number[]): DurationDistribution {
  const sorted = [...values].sort((a, b) => a - b);
  const [only = 0] = sorted;
  if (sorted.length < 2) return always(only);
  return { kind: 'empirical', points: sorted.map((valueUs, i) => ({ probability: i / (sorted.length - 1), valueUs })) };
}

/** The percentiles as points, or undefined when they do not rise, which is told. */
function risingPoints(value: Percentiles, context: z.RefinementCtx): readonly QuantilePoint[] | undefined {
  const keys = Object.keys(value);
  const points = keys.map((key) => ({ probability: Number(key.slice(1)) / 100, valueUs: value[key] as number }));
  for (let i = 1; i < points.length; i += 1) {
    const [before, point] = [points[i - 1] as QuantilePoint, points[i] as QuantilePoint];
    const [keyBefore, key] = [keys[i - 1] as string, keys[i] as string];
    if (point.probability <= before.probability) {
      refuse(context, {
        path: [key],
        atKey: true,
        message: 'the percentiles are out of order',
        expected: `a percentile above ${keyBefore}`,
        found: key,
        hint: 'write them from the lowest to the highest',
      });
      return undefined;
    }
    if (point.valueUs < before.valueUs) {
      refuse(context, {
        path: [key],
        message: 'the percentiles are out of order: their times must not fall',
        expected: (written) => `at least ${written(keyBefore)}, the time of ${keyBefore}`,
      });
      return undefined;
    }
  }
  return points;
}

function named(value: Percentiles): string {
  return Object.keys(value).join(', ') || 'none';
}
