/** The schema of arrivals: when jobs enter. */
import * as z from 'zod';
import type { ArrivalLaw, ArrivalProcess, RateStep } from '../workload/arrivals.ts';
import { describeFound } from './complaints.ts';
import { count } from './count-schema.ts';
import { byDefault, duration, longerThanZero, map, rate, rateOrZero, refuse, text, wordings } from './language.ts';

/** A stream of arrivals; of one that a file gives, its times are not read yet. */
export type Stream = Omit<ArrivalProcess, 'law'> & { readonly law: ArrivalLaw | TraceFile };

export interface TraceFile {
  readonly kind: 'file';
  readonly file: string;
}

const streamKeys = {
  batch: byDefault(count, 1, 'How many jobs enter at each arrival.'),
  from: byDefault(duration, '0s', 'No arrival before this time after the start of the run.'),
  until: longerThanZero.optional().describe('No arrival from this time on. Default: the end of the run.'),
};

const every = byDefault(longerThanZero, '24h', 'Of a profile: the period after which it begins again.');

const rateStep = map({
  at: duration.describe('When this rate begins, after the start of the period; the first is 0h.'),
  rate: rateOrZero.describe('The mean rate from then on.'),
}).transform(({ at, rate }): RateStep => ({ atUs: at, perSecond: rate }));

const stream = z
  .union([
    map({
      poisson: rate.describe('Arrivals at random with this mean rate: a Poisson process.'),
      ...streamKeys,
    }).transform(({ poisson, ...when }, context) => streamOf({ kind: 'poisson', perSecond: poisson }, when, context)),
    map({ constant: rate.describe('Arrivals evenly spaced at this rate.'), ...streamKeys }).transform(
      ({ constant, ...when }, context) => streamOf({ kind: 'constant', perSecond: constant }, when, context),
    ),
    map({
      profile: z
        .array(rateStep)
        .describe(
          'A Poisson process whose rate changes over the day: a list of steps `{ at: 0h, rate: 2/min }`, rising in time.',
        ),
      every,
      ...streamKeys,
    }).transform(({ profile, every, ...when }, context) => {
      refuseProfile(profile, every, context);
      return streamOf({ kind: 'profile', periodUs: every, steps: profile }, when, context);
    }),
    map({
      trace: text.describe(
        'A text file beside the scenario, or in a folder below it, with one time a line, in seconds after the start of the run, not falling. A path or a link that leads elsewhere is refused.',
      ),
      ...streamKeys,
    }).transform(({ trace, ...when }, context) => streamOf({ kind: 'file', file: trace }, when, context)),
    map({
      times: z.array(duration).describe('The moments of the arrivals after the start of the run, not falling.'),
      ...streamKeys,
    }).transform(({ times, ...when }, context) => {
      refuseFall(times, context);
      return streamOf({ kind: 'trace', timesUs: times }, when, context);
    }),
  ])
  .meta({ id: 'stream', description: 'One stream of arrivals.' })
  .register(wordings, { expected: 'arrivals by name: poisson, constant, profile, trace or times' });

/** When the jobs of a kind enter. */
export const arrivals = z
  .union([stream, z.array(stream)])
  .describe('When jobs of this kind enter: one stream of arrivals, or a list of them that add up.')
  .register(wordings, { expected: 'a stream of arrivals such as { poisson: 20/min }, or a list of streams' });

function streamOf(
  law: Stream['law'],
  {
    batch,
    from,
    until = Number.POSITIVE_INFINITY,
  }: Pick<Stream, 'batch'> & { from: number; until?: number | undefined },
  context: z.RefinementCtx,
): Stream {
  if (until > from) return { law, batch, fromUs: from, untilUs: until };
  return refuse(context, {
    path: ['until'],
    message: 'the stream ends before it begins',
    expected: (written) => `a time after ${written('from')}`,
  });
}

function refuseProfile(steps: readonly RateStep[], periodUs: number, context: z.RefinementCtx): void {
  steps.forEach(({ atUs }, i) => {
    const path = ['profile', i, 'at'];
    const before = steps[i - 1];
    if (before === undefined && atUs !== 0)
      refuse(context, { path, message: 'the profile must begin at 0h', expected: '0h' });
    if (before !== undefined && atUs <= before.atUs)
      refuse(context, {
        path,
        message: 'the steps of the profile are out of order',
        expected: (written) => `a time after ${describeFound(written('profile', i - 1, 'at'))}`,
      });
    if (atUs >= periodUs)
      refuse(context, {
        path,
        message: 'the step lies outside the period of the profile',
        expected: 'a time below its period (`every`, 24h by default)',
      });
  });
  if (steps.some(({ perSecond }) => perSecond > 0)) return;
  refuse(context, {
    path: ['profile'],
    message: 'nothing ever arrives: every rate of the profile is zero',
    expected: 'at least one rate above zero',
  });
}

function refuseFall(timesUs: readonly number[], context: z.RefinementCtx): void {
  const fall = timesUs.findIndex((time, i) => i > 0 && time < (timesUs[i - 1] as number));
  if (fall < 0) return;
  refuse(context, {
    path: ['times', fall],
    message: 'the times are out of order',
    expected: (written) => `at least ${written('times', fall - 1)}`,
  });
}
