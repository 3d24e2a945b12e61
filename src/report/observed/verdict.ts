import { counted } from '../../counted.ts';
import type { PoolResult, Result } from '../../result/schema.ts';
import { code, formatNumber, formatShare, formatWithInterval, joinWords } from '../format.ts';
import { idleMean, observedPoolsOf, placeOf } from './tables.ts';

/** What an observed service shows, in one sentence, and what has to be known beside it. */
export function observedVerdict(result: Result): { readonly headline: string; readonly reasons: readonly string[] } {
  const [first, ...others] = observedPoolsOf(result);
  const observed = result.observed as NonNullable<Result['observed']>;
  if (first === undefined) return { headline: 'No thread was seen.', reasons: observed.left };
  return {
    headline: headline(first),
    reasons: [
      ...deadlocks(observed),
      ...whoHolds(first, observed),
      ...others.slice(0, 3).flatMap(alsoPool),
      ...unknown([first, ...others], observed.runtime),
      ...samples(observed),
      ...cost(observed),
      ...observed.left,
    ],
  };
}

const LEAST = 0.05;

function headline([name, pool]: readonly [string, PoolResult]): string {
  const { parked, working, io, blocked } = pool;
  const parts = [
    { amount: parked.mean ?? 0, text: `${interval(parked)} sleep on a timer` },
    {
      amount: working.mean ?? 0,
      text: `${interval(working)} work${(io?.mean ?? 0) >= LEAST ? ` (${formatNumber('level', io?.mean ?? 0)} of them wait for I/O)` : ''}`,
    },
    { amount: blocked.mean ?? 0, text: `${interval(blocked)} wait for a lock or for one another` },
    { amount: idleMean(pool), text: `${formatNumber('level', idleMean(pool))} are idle` },
    {
      amount: pool.unknown?.mean ?? 0,
      text: `of ${formatNumber('level', pool.unknown?.mean ?? 0)} no rule knows what they do`,
    },
  ].filter(({ amount }) => amount >= LEAST);
  if (pool.threads === 1) return `The only thread of pool ${code(name)} ${ofOne(pool)}.`;
  if (parts.length === 0) return `The ${counted(pool.threads, 'thread')} of pool ${code(name)} do nothing.`;
  return `Of the ${counted(pool.threads, 'thread')} of pool ${code(name)} ${joinWords(parts.map(({ text }) => text))}.`;
}

/** What a single thread does: in words where it does one thing alone, else with the shares of its time. */
function ofOne(pool: PoolResult): string {
  const states = [
    { share: pool.parked.mean ?? 0, what: 'sleeps on a timer' },
    { share: pool.working.mean ?? 0, what: (pool.io?.mean ?? 0) >= LEAST ? 'works or waits for I/O' : 'works' },
    { share: pool.blocked.mean ?? 0, what: 'waits for a lock or for another' },
    { share: idleMean(pool), what: 'is idle' },
    { share: pool.unknown?.mean ?? 0, what: 'does what no rule knows' },
  ].filter(({ share }) => share >= LEAST);
  const [only] = states;
  if (only === undefined) return 'does nothing';
  if (states.length === 1) return only.what;
  return joinWords(states.map(({ share, what }) => `${what} for ${formatShare(share)} of the time`));
}

function interval(level: PoolResult['active']): string {
  return formatWithInterval('level', level.mean, level.meanHalfWidth95);
}

function whoHolds(
  [name, { observed, parked, blocked }]: readonly [string, PoolResult],
  { tellsRuns }: NonNullable<Result['observed']>,
): string[] {
  return (['parked', 'blocked'] as const).flatMap((state) => {
    const mean = (state === 'parked' ? parked : blocked).mean ?? 0;
    const frames = observed?.frames.filter((frame) => frame.state === state) ?? [];
    const [most] = frames;
    if (most === undefined || mean < 1) return [];
    const longest = Math.max(...frames.map(({ longestSeconds }) => longestSeconds));
    const time = formatNumber('seconds', longest);
    const seen = tellsRuns
      ? `; one thread stayed ${time} at least`
      : `; one thread was seen in it for ${time}, sample after sample`;
    const stays = longest > 0 ? seen : '';
    return [
      `${code(placeOf(most))} keeps ${formatShare(Math.min(1, most.threads / mean))} of the ${state} threads of ${code(name)}${stays}.`,
    ];
  });
}

function alsoPool([name, pool]: readonly [string, PoolResult]): string[] {
  const parked = pool.parked.mean ?? 0;
  if (parked < LEAST) return [];
  if (pool.threads === 1) return [`The only thread of pool ${code(name)} ${ofOne(pool)}.`];
  return [
    `In pool ${code(name)} ${formatNumber('level', parked)} of ${counted(pool.threads, 'thread')} sleep on a timer.`,
  ];
}

function unknown(
  pools: readonly (readonly [string, PoolResult])[],
  runtime: NonNullable<Result['observed']>['runtime'],
): string[] {
  const told = pools.filter(([, pool]) => (pool.unknown?.mean ?? 0) >= LEAST);
  if (told.length === 0) return [];
  const words = told.map(([name, pool]) => `${formatNumber('level', pool.unknown?.mean ?? 0)} of ${code(name)}`);
  return [
    `What these threads do no rule knows, and it is not guessed: ${joinWords(words)}. Their stacks are below; ${TO_KNOW_MORE[runtime]}`,
  ];
}

/** What tells more, by runtime. */
const TO_KNOW_MORE = {
  java: '`--rules` takes rules of your own.',
  python:
    'a sleep or a read in C leaves no frame of its own: take dumps with `py-spy dump --native`, sample the process with `--pid`, or name its source files with `--source`.',
  go: '`--rules` takes rules of your own.',
  native: 'only a stack tells an idle thread from a blocked one: give a `--command` that prints a dump.',
} as const;

function deadlocks({ deadlocks: found }: NonNullable<Result['observed']>): string[] {
  return found.map(
    (names) => `Deadlock: ${joinWords(names.map(code))} wait for one another for ever, says the runtime.`,
  );
}

function samples({
  samples: taken,
  samplesForInterval,
  everySeconds,
  isTimed,
}: NonNullable<Result['observed']>): string[] {
  const spacing = isTimed
    ? `, ${formatNumber('seconds', everySeconds)} apart`
    : ', which do not say when they were taken';
  const few =
    taken < samplesForInterval
      ? ` A mean has a 95 % interval from ${samplesForInterval} samples on.`
      : ' ± is the 95 % interval within the observed time, by batch means.';
  return [`${counted(taken, 'sample')}${taken > 1 ? spacing : ''}.${few}`];
}

function cost({ cost: told, samples: taken }: NonNullable<Result['observed']>): string[] {
  if (told === undefined || told.sampleSeconds === null || taken === 0) return [];
  const stops =
    told.stoppedFraction === null
      ? ' and stopped the process for a part of it'
      : told.stoppedFraction > 0
        ? `, and the process was paused for ${formatShare(told.stoppedFraction)} of the time, by its own count of safepoints`
        : ' and did not stop the process';
  const cpu =
    told.cpuCores === null ? '' : `; the process took ${formatNumber('level', told.cpuCores)} cores meanwhile`;
  return [`A sample took ${formatNumber('seconds', told.sampleSeconds)}${stops}${cpu}.`];
}
