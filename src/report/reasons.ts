import { counted, countText } from '../counted.ts';
import { type PairedDifference, pairedDifference } from '../result/differences.ts';
import { hasClearRate } from '../result/growth.ts';
import type { Result } from '../result/schema.ts';
import { lineInWords } from './failure.ts';
import {
  code,
  formatDifference,
  formatNumber,
  formatShare,
  formatWithInterval,
  isNoChange,
  joinWords,
  NOTHING,
} from './format.ts';
import { poolWords } from './pool-sums.ts';
import { blobsLeftPerHour, carries, deletes, type NamedDesign, namesIn, ofWhichRun, poolOf } from './selection.ts';

/** At most this many pools have sentences of their own. */
const MOST_POOLS = 3;

/** The thread-time of a run that is shorter is told in seconds. */
const SHORTEST_IN_HOURS = 0.2;

/** A change of fewer threads is none. */
const NO_THREADS = 0.001;

/** Deletions later than this are worth a sentence. */
const LATE_SECONDS = 5;

/** A stretch of time in which deletions are late is worth a sentence when it is that long and one of them was that late: others are hiccups. */
const LATE_STRETCH = { seconds: 300, latenessSeconds: 60 };

/** Why the verdict is what it is: one sentence each, the most telling first. Names stand in backticks. */
export function reasonsOf(designs: readonly NamedDesign[], pools: readonly string[], result: Result): string[] {
  if (designs.length === 0) return [];
  const ofPools = (say: (designs: readonly NamedDesign[], pool: string) => string[]) =>
    pools.slice(0, MOST_POOLS).flatMap((pool) => say(designs, pool));
  const hours = result.scenario.durationSeconds / 3_600;
  return [
    ...whoParks(designs, hours),
    ...ofPools(whatChanges),
    ...whatChangesInAll(designs, pools),
    ...ofPools(whoIsBlocked),
    ...lostWork(designs),
    ...starvation(designs),
    ...growth(designs),
    ...doubts(designs),
    ...ofPools(queues),
    ...ofPools(enoughThreads),
    ...deletionsLate(designs),
    ...lateStretches(designs),
    ...ofPools(logMisleads),
  ];
}

function whoParks(designs: readonly NamedDesign[], hours: number): string[] {
  const parking = designs.filter((design) => design.result.threadHours.parked > 0.01 * hours);
  if (parking.length === 0) {
    // Of threads that nothing could put to sleep there is nothing to say.
    if (!designs.some(deletes)) return [];
    return [designs.length === 1 ? 'No thread slept on a timer.' : 'No thread slept on a timer, in any design.'];
  }
  const [design] = parking as [NamedDesign];
  const total = design.result.threadHours.parked;
  // A live run may last only seconds, of which a thread-hour is too large a measure.
  const isShort = hours < SHORTEST_IN_HOURS;
  const unit = isShort ? 'thread-seconds' : 'thread-hours';
  const run = isShort ? formatNumber('seconds', hours * 3_600) : `${formatNumber('count', hours)} h`;
  const inUnit = (threadHours: number) =>
    isShort ? formatNumber('count', threadHours * 3_600) : formatNumber('thread-hours', threadHours);
  const kinds = Object.entries(design.result.jobs)
    .filter(([, job]) => job.parkedThreadHours > 0)
    .sort((a, b) => b[1].parkedThreadHours - a[1].parkedThreadHours);
  const told = kinds
    .slice(0, 4)
    .map(
      ([name, job]) => `${code(name)} ${inUnit(job.parkedThreadHours)} (${formatShare(job.parkedThreadHours / total)})`,
    );
  const more = kinds.length > 4 ? ` and ${kinds.length - 4} more kinds` : '';
  const who = told.length === 0 ? '' : ` Parked by ${joinWords(told)}${more}.`;
  const held = total + design.result.threadHours.working + design.result.threadHours.blocked;
  return [
    `In ${code(design.name)} threads slept for ${inUnit(total)} ${unit} in ${run}: ${formatShare(total / held)} of the time that tasks held a thread.${who}`,
  ];
}

function whatChanges(designs: readonly NamedDesign[], pool: string): string[] {
  const [first, ...others] = designs as [NamedDesign, ...NamedDesign[]];
  return others
    .filter((design) => carries(design) && carries(first))
    .flatMap((design) => {
      const active = pairedDifference(first.result, design.result, `pools.${pool}.active.mean`);
      if (active === null || Math.abs(active.mean) < NO_THREADS) return [];
      const working = pairedDifference(first.result, design.result, `pools.${pool}.working.mean`);
      const work = working === null ? '' : `; the threads at work ${changeOfWork(first, design, pool, working)}`;
      return [
        `${code(design.name)} changes the active threads of pool ${code(pool)} by ${formatDifference('level', active.mean, active.halfWidth95)} (95 % interval, ${active.n} pairs)${work}.`,
      ];
    });
}

/** `change by −0.02 ± 0.01`; less than is told of either side is no change. */
function changeOfWork(
  before: NamedDesign,
  after: NamedDesign,
  pool: string,
  { mean, halfWidth95 }: PairedDifference,
): string {
  const values = [before, after].map((design) => poolOf(design, pool)?.working.mean ?? 0) as [number, number];
  const isNothing = isNoChange('level', { mean, halfWidth: halfWidth95 }, values);
  return isNothing ? 'stay as many' : `change by ${formatDifference('level', mean, halfWidth95)}`;
}

/** Of pools of which one may have taken over what another lost. */
function whatChangesInAll(designs: readonly NamedDesign[], pools: readonly string[]): string[] {
  const [first, ...others] = designs as [NamedDesign, ...NamedDesign[]];
  if (pools.length < 2 || !carries(first)) return [];
  const paths = (design: NamedDesign) =>
    pools.filter((pool) => poolOf(design, pool) !== undefined).map((pool) => `pools.${pool}.active.mean`);
  return others.filter(carries).flatMap((design) => {
    const active = pairedDifference(first.result, design.result, paths(first), paths(design));
    if (active !== null && Math.max(Math.abs(active.mean), active.halfWidth95) < NO_THREADS) {
      return [`${code(design.name)} needs as many active threads in ${poolWords(pools)} together.`];
    }
    return active === null
      ? []
      : [
          `${code(design.name)} changes the active threads of ${poolWords(pools)} together by ${formatDifference('level', active.mean, active.halfWidth95)}.`,
        ];
  });
}

function starvation(designs: readonly NamedDesign[]): string[] {
  return designs.flatMap((design) =>
    design.result.starved.map(
      (pool) =>
        `${code(design.name)}: pool ${code(pool.pool)} starves at ${formatNumber('seconds', pool.atSeconds)}, in ${formatNumber('count', pool.replications)} of the replications: ${pool.reason.replace(/\.$/, '')}.`,
    ),
  );
}

function growth(designs: readonly NamedDesign[]): string[] {
  const lines = new Map<string, string[]>();
  const unclear = new Map<string, string[]>();
  const left: string[] = [];
  for (const design of designs) {
    const onlyBlobs = blobsLeftPerHour(design) !== undefined;
    for (const { line, perHour, halfWidth95 } of design.result.stability.growing) {
      if (!onlyBlobs && !hasClearRate({ perHour, halfWidth95 })) {
        unclear.set(line, [...(unclear.get(line) ?? []), code(design.name)]);
        continue;
      }
      const told = onlyBlobs ? left : (lines.get(line) ?? []);
      told.push(`${formatWithInterval('perHour', perHour, halfWidth95)} with ${code(design.name)}`);
      if (!onlyBlobs) lines.set(line, told);
    }
  }
  return [
    ...[...lines].map(([line, told]) => `Unstable: ${lineInWords(line)} grows by ${joinWords(told)} (so no mean).`),
    ...[...unclear].map(
      ([line, names]) =>
        `Unstable: more is added to ${lineInWords(line)} than leaves it with ${joinWords(names)}, so it has no mean; how fast it grows these replications do not tell.`,
    ),
    ...(left.length === 0
      ? []
      : [
          `Blobs are left in the store, since their deletion was given up or never asked for: they grow by ${joinWords(left)} (so no mean).`,
        ]),
  ];
}

/** What cannot be told from a run of this length. */
function doubts(designs: readonly NamedDesign[]): string[] {
  return designs.flatMap(({ name, result: { stability } }) => {
    const [doubt] = stability.undecided;
    if (doubt === undefined) return [];
    const load = doubt.load === null ? '' : ` (load ${formatShare(doubt.load)})`;
    return [
      `A run of this length cannot tell whether ${code(name)} is stable: ${lineInWords(doubt.line)} may be growing${load}. A longer run can.`,
    ];
  });
}

/** Blocked threads are the price of a generous semaphore: worth a sentence where they are a twentieth of the active ones in some design. */
function whoIsBlocked(designs: readonly NamedDesign[], pool: string): string[] {
  const blocked = (design: NamedDesign) => poolOf(design, pool)?.blocked.mean ?? 0;
  const active = (design: NamedDesign) => poolOf(design, pool)?.active.mean ?? 0;
  if (!designs.some((design) => carries(design) && blocked(design) >= Math.max(1, active(design) / 20))) return [];
  const told = designs.map((design) => `${formatNumber('level', blocked(design))} with ${code(design.name)}`);
  return [
    `Threads of pool ${code(pool)} that only wait for ${whatBlocks(designs, blocked)}, on average: ${joinWords(told)}.`,
  ];
}

/** What blocked threads wait for, as far as the figures say: semaphores count all that wait for them, in every pool and without a thread. */
function whatBlocks(designs: readonly NamedDesign[], blocked: (design: NamedDesign) => number): string {
  const waiting = (design: NamedDesign, name: string) => design.result.semaphores[name]?.waiting.mean ?? 0;
  const names = namesIn(designs, ({ semaphores }) => semaphores).filter((name) =>
    designs.some((design) => waiting(design, name) > 0),
  );
  if (names.length === 0) return 'tasks they started';
  const [only] = names as [string];
  const areAll = designs.every((design) => Math.abs(waiting(design, only) - blocked(design)) <= 0.01 * blocked(design));
  return names.length === 1 && areAll ? `a permit of ${code(only)}` : 'a semaphore or for tasks they started';
}

/** Fewer jobs and tasks than this are told by the headline and the table alone. */
const MANY_LOST = 1_000;

function lostWork(designs: readonly NamedDesign[]): string[] {
  return designs.flatMap(({ name, result: { jobs, pools } }) => {
    const failed = Object.entries(jobs).map(([kind, job]) => ({
      amount: job.failed,
      what: `${code(kind)} jobs failed`,
    }));
    const refused = Object.entries(pools).map(([pool, { rejected }]) => ({
      amount: rejected ?? 0,
      what: `tasks were refused by pool ${code(pool)}`,
    }));
    const told = [...failed, ...refused]
      .filter(({ amount }) => amount >= MANY_LOST)
      .map(({ amount, what }) => `${countText(amount)} ${what}`);
    return told.length === 0 ? [] : [`With ${code(name)} ${joinWords(told)}.`];
  });
}

function queues(designs: readonly NamedDesign[], pool: string): string[] {
  const able = designs.filter((design) => carries(design) && poolOf(design, pool) !== undefined);
  const never = able.filter((design) => (poolOf(design, pool)?.queueDepth.max ?? 0) === 0);
  const told = able
    .filter((design) => !never.includes(design))
    .map((design) => {
      const found = poolOf(design, pool);
      return `for ${formatNumber('fraction', found?.queuedFraction ?? null)} of the time with ${code(design.name)} (at most ${tasks(found?.queueDepth.max ?? null)})`;
    });
  const others = joinWords(never.map((design) => code(design.name)));
  if (told.length === 0) {
    return never.length === 0 ? [] : [`No task ever waited for a thread of pool ${code(pool)} with ${others}.`];
  }
  if (never.length > 0) told.push(`never with ${others}`);
  return [`Tasks waited for a thread of pool ${code(pool)} ${joinWords(told)}.`];
}

function tasks(count: number | null): string {
  return count === null ? NOTHING : counted(count, 'task');
}

function enoughThreads(designs: readonly NamedDesign[], pool: string): string[] {
  return designs.filter(carries).flatMap((design) => {
    const found = poolOf(design, pool);
    const peak = found?.active.max;
    if (found === undefined || peak === null || peak === undefined || peak > found.threads * 0.75) return [];
    return [
      `With ${code(design.name)} never more than ${formatNumber('count', peak)} of the ${formatNumber('count', found.threads)} threads of pool ${code(pool)} held a task: the other ${counted(found.threads - peak, 'was', 'were')} not needed once.`,
    ];
  });
}

function deletionsLate(designs: readonly NamedDesign[]): string[] {
  const told = (of: (design: NamedDesign) => number | null, above: number, text: (value: number) => string) =>
    designs.flatMap((design) => {
      const value = of(design) ?? 0;
      return value > above ? [`${text(value)} with ${code(design.name)}`] : [];
    });
  const sentence = (start: string, parts: readonly string[]) =>
    parts.length === 0 ? [] : [`${start} ${joinWords(parts)}.`];
  const late = told(
    (design) => design.result.deletions.lateness.max,
    LATE_SECONDS,
    (seconds) => formatNumber('seconds', seconds),
  );
  return [
    ...sentence('Deletions started late, by up to', late),
    ...sentence(
      'Blobs outlived their signed URL:',
      told((design) => design.result.deletions.aliveAfterUrl, 0, countText),
    ),
    ...sentence(
      'Blobs were deleted before they were due:',
      told((design) => design.result.deletions.deletedBeforeDue, 0, countText),
    ),
    ...sentence(
      'Deletions were given up, for the lifecycle rule to do:',
      told((design) => design.result.deletions.failed, 0, countText),
    ),
    ...sentence(
      'Deletions were refused at a bound:',
      told((design) => design.result.deletions.rejected, 0, countText),
    ),
    ...sentence(
      'A dead janitor thread was replaced at the next schedule:',
      told(
        (design) => design.result.deletions.driverStarts,
        1,
        (starts) => counted(starts, 'start'),
      ),
    ),
  ];
}

/** From when to when a design that carries its load was behind with its deletions, so that a reader sees how long it took to recover. */
function lateStretches(designs: readonly NamedDesign[]): string[] {
  return designs.filter(carries).flatMap((design) => {
    const { name } = design;
    const { latenessMax, binSeconds } = design.result.series;
    const { first, end } = longestStretch(latenessMax, (seconds) => seconds > LATE_SECONDS);
    const worst = Math.max(...latenessMax.slice(first, end).map((seconds) => seconds ?? 0));
    if ((end - first) * binSeconds < LATE_STRETCH.seconds || worst < LATE_STRETCH.latenessSeconds) return [];
    // A cell is late when it ends, at the latest: whatever made it so came before.
    const minute = (bin: number) => `minute ${formatNumber('count', Math.ceil((bin * binSeconds) / 60))}`;
    const until = end < latenessMax.length ? `to ${minute(end)}, and then in time again` : 'until the end';
    return [
      `With ${code(name)} deletions were late without a break from ${minute(first + 1)} at the latest ${until} (${ofWhichRun([design])}, warm-up included, in bins of ${formatNumber('seconds', binSeconds)}).`,
    ];
  });
}

/** The longest run of values that satisfy the condition; a null neither begins one nor breaks it. */
function longestStretch(
  values: readonly (number | null)[],
  holds: (value: number) => boolean,
): { readonly first: number; readonly end: number } {
  let longest = { first: 0, end: 0 };
  let first = 0;
  values.forEach((value, i) => {
    if (value !== null && !holds(value)) first = i + 1;
    else if (value === null && first === i) first = i + 1;
    else if (value !== null && i + 1 - first > longest.end - longest.first) longest = { first, end: i + 1 };
  });
  return longest;
}

/** The log prints only busy samples, so its average lies above the truth. */
function logMisleads(designs: readonly NamedDesign[], pool: string): string[] {
  return designs.flatMap((design) => {
    const found = poolOf(design, pool);
    const shown = found?.health?.activeAbove.mean;
    const mean = found?.active.mean;
    if (found?.health === undefined || shown === null || shown === undefined || mean === null || mean === undefined)
      return [];
    if (shown - mean < 0.02 * found.threads) return [];
    return [
      `The pool's own log would show ${formatNumber('level', shown)} active threads with ${code(design.name)}, because it prints only above ${formatNumber('count', found.health.abovePercent)} % utilization; the true mean is ${formatNumber('level', mean)}.`,
    ];
  });
}
