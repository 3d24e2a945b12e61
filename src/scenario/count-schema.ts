/** The schema of counts: how many tasks, or jobs at once. */
import * as z from 'zod';
import { threeDigits } from '../units.ts';
import type { CountDistribution } from '../workload/distribution.ts';
import { map, range, under, wholeNumberUpTo, wordings } from './language.ts';

/** What one job starts at once is all in memory. */
const MOST = 1_000_000;
const AT_MOST = `at most ${threeDigits(MOST)}`;
const hint = (found: unknown) => (Number(found) > MOST ? AT_MOST : undefined);

const wholeOrZero = z.int().min(0).max(MOST).register(wordings, { expected: 'a whole number of at least 0', hint });

/** A distribution of whole numbers. */
export const count = z
  .union([
    wholeNumberUpTo(MOST).transform((value): CountDistribution => ({ kind: 'constant', value })),
    under(
      'geometric',
      map({
        mean: z
          .number()
          .min(1)
          .max(MOST)
          .describe('The mean, at least 1.')
          .register(wordings, { expected: 'a number of at least 1', hint }),
      })
        .describe('1, 2, 3 …: each further one as likely as the one before.')
        .transform(({ mean }): CountDistribution => ({ kind: 'geometric', mean })),
    ),
    under(
      'uniform',
      map({ min: wholeOrZero.describe('The least.'), max: wholeOrZero.describe('The most.') })
        .describe('Every whole number between two, each as likely.')
        .transform(range)
        .transform((ends): CountDistribution => ({ kind: 'uniform', ...ends })),
    ),
    under(
      'empirical',
      z
        .record(
          z
            .string()
            .regex(/^(\d{1,6}|1000000)$/)
            .register(wordings, { expected: `a whole number as the key, ${AT_MOST}` }),
          z.number().gt(0).register(wordings, { expected: 'a weight above 0' }),
        )
        .describe('Values and their weights: `{ 1: 0.7, 2: 0.3 }`.')
        .transform(weighted),
    ),
  ])
  .meta({ id: 'count', description: 'How many: a whole number, or a map with the name of one distribution.' })
  .register(wordings, {
    expected: 'a whole number of at least 1, or a distribution: geometric, uniform, empirical',
    standIn: { kind: 'constant', value: 1 } satisfies CountDistribution,
  });

function weighted(weights: Readonly<Record<string, number>>): CountDistribution {
  const sorted = Object.entries(weights)
    .map(([value, weight]) => ({ value: Number(value), weight }))
    .sort((a, b) => a.value - b.value);
  if (sorted.length === 0) return { kind: 'constant', value: 1 };
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let running = 0;
  const cumulative = sorted.map(({ weight }) => {
    running += weight;
    return running / total;
  });
  // The last sum may miss 1 by rounding, and a draw above it would find nothing.
  cumulative[cumulative.length - 1] = 1;
  return { kind: 'empirical', values: sorted.map(({ value }) => value), cumulative };
}
