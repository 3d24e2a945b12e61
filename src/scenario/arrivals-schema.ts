/** The schema of arrivals: when jobs enter. */
import { z } from 'zod';
import { count } from './count-schema.ts';
import { duration, longerThanZero, map, rate, rateOrZero, text, wordings } from './language.ts';

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
        'A text file beside the scenario with one time a line, in seconds after the start of the run, not falling.',
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
