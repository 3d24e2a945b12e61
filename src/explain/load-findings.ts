import { counted } from '../counted.ts';
import { formatSeconds, threeDigits, toSeconds } from '../units.ts';
import type { Finding, LimitLoad, Peak, PoolLoad } from './explanation.ts';

/** A share under this is not worth a sentence. */
const FEW = 0.001;
/** A load that is full but for a rounding is full. */
const ROUNDING = 1e-9;

export function poolFindings(load: PoolLoad): Finding[] {
  const { pool, threads, offered, parked, tasks, parkedOverThreads, peak } = load;
  const findings: Finding[] = [...refusalFindings(load), ...roomFindings(load), ...overloadFindings(load)];
  if (peak !== null) {
    const own = load.atOnce === null || load.atOnce >= peak.held ? 'its queue' : 'the line in front of what limits it';
    const line = load.queueBound === null ? `${own} grows meanwhile` : 'it refuses tasks meanwhile';
    findings.push({
      kind: 'risk',
      text: `${when(peak)} the pool ${pool} is offered ${isLowerBound(load) ? 'at least' : 'up to'} ${erlangs(peak.held)} and has ${counted(threads, 'thread')}: ${line}${isLowerBound(load) ? '' : though(offered, threads)}.`,
    });
  } else if (load.load < 1 && parkedOverThreads !== null && parkedOverThreads > FEW) {
    findings.push({
      kind: 'risk',
      text: `Sleepers alone would need more than the ${counted(threads, 'thread')} of the pool ${pool} for ${threeDigits(parkedOverThreads * 100)} % of the time.`,
    });
  }
  if (offered > 0 && parked / offered >= 0.05) {
    const most = [...tasks].sort((a, b) => b.parked - a.parked)[0];
    const rest = isLowerBound(load) ? '≥ ' : '';
    const sleeps = tasks.some(({ comesAtLeast }) => comesAtLeast) ? '≥ ' : '';
    // Of a load that is longer than what is known of it sleep is a lesser share.
    const share = rest !== '' && sleeps === '' ? 'Up to ' : '';
    findings.push({
      kind: 'note',
      text: `${share}${Math.round((parked / offered) * 100)} % of the load of the pool ${pool} is sleep: ${sleeps}${threeDigits(parked)} threads parked on average, most of them by ${most?.job}. Without it the load is ${rest}${erlangs(offered - parked)}.`,
    });
  }
  return findings;
}

/** Whether what is offered is the least that there is: waiting for permits and tasks, and tries of refused tasks, come on top. */
function isLowerBound({ blockedAtLeast, tasks }: PoolLoad): boolean {
  return blockedAtLeast || tasks.some(({ comesAtLeast }) => comesAtLeast);
}

/** What is known of refusals without a formula for them. */
function roomFindings(load: PoolLoad): Finding[] {
  const { pool, tasks, atOnce, queueBound, refused, peak } = load;
  if (queueBound === null || tasks.length === 0) return [];
  if (!hasRoomForAll(load)) {
    const isToldElsewhere = refused !== null || peak !== null || load.load >= 1 - ROUNDING;
    return isToldElsewhere
      ? []
      : [{ kind: 'note', text: `The queue of the pool ${pool} is bounded: tasks may be refused.` }];
  }
  const text = `Limits in front of the pool ${pool} let no more than ${counted(atOnce ?? 0, 'task')} come to it at once, and it has room for them: it refuses none.`;
  return [{ kind: 'note', text }];
}

/** Whether no task ever finds the pool without room for it: in a thread, or in a queue with a bound. */
function hasRoomForAll({ threads, atOnce, queueBound }: PoolLoad): boolean {
  return atOnce !== null && atOnce <= threads + (queueBound ?? 0);
}

function overloadFindings(poolLoad: PoolLoad): Finding[] {
  const { pool, threads, offered, load, queueBound, refused, reaching, heldBackBy, atOnce } = poolLoad;
  // Where there is room for all, the line stands in front of a limit.
  if (load < 1 - ROUNDING || refused !== null || hasRoomForAll(poolLoad)) return [];
  const isAtLeast = isLowerBound(poolLoad);
  const start = `The pool ${pool} is offered ${isAtLeast ? 'at least ' : ''}${erlangs(offered)} and has ${counted(threads, 'thread')}: `;
  if (heldBackBy !== null && !isAtLeast && (load * reaching) / offered < 1 - ROUNDING) {
    const text = `${start}but the ${heldBackBy} lets no more than ${erlangs(reaching)} come to it, and the line stands in front of that.`;
    return [{ kind: 'note', text }];
  }
  if (queueBound !== null) {
    if (load <= 1 + ROUNDING && poolLoad.isWithoutChance) return [];
    return [
      { kind: 'overload', text: `${start}with a queue of at most ${queueBound} it refuses what it cannot carry.` },
    ];
  }
  if (load <= 1 + ROUNDING) {
    if (poolLoad.isWithoutChance) return [];
    const line = atOnce === null ? 'its queue' : 'the line in front of what limits it';
    return [{ kind: 'overload', text: `${start}just as many, so that ${line} comes to no end and has no mean.` }];
  }
  const share = threeDigits((1 - 1 / load) * 100);
  if (atOnce !== null) {
    // What waits for the pool still holds its limit, so no more than that stands in the pool's own queue.
    const text = `${start}the line in front of what limits it grows for as long as this rate lasts, by at least ${share} % of what arrives.`;
    return [{ kind: 'overload', text }];
  }
  return [
    {
      kind: 'overload',
      text: `${start}it is full all the time, and the line of work grows for as long as this rate lasts, by ${share} % of what arrives.`,
    },
  ];
}

function refusalFindings(load: PoolLoad): Finding[] {
  const { pool, threads, offered, queueBound, refused } = load;
  if (refused === null || refused.most <= FEW) return [];
  const { least, most, forFew } = refused;
  const kind = offered >= threads ? 'overload' : 'risk';
  const start = `The pool ${pool} is offered ${isLowerBound(load) ? 'at least ' : ''}${erlangs(offered)}, and has ${counted(threads, 'thread')} and`;
  if (queueBound === 0) {
    const more =
      forFew === null || forFew.threads <= threads
        ? ''
        : ` With ${counted(forFew.threads, 'thread')} it would refuse ${threeDigits(forFew.share * 100)} %.`;
    return [
      {
        kind,
        text: `${start} no queue: it refuses ${threeDigits(most * 100)} % of its tasks and carries ${erlangs(offered * (1 - most))} (Erlang B).${more}`,
      },
    ];
  }
  const share =
    least === 0 ? `up to ${threeDigits(most * 100)} %` : `${threeDigits(least * 100)} to ${threeDigits(most * 100)} %`;
  return [
    {
      kind,
      text: `${start} a queue of at most ${queueBound}: it refuses ${share} of its tasks (the most is Erlang B, without a queue).`,
    },
  ];
}

export function limitFindings({ kind, name, limit, usable, held, load, peak, isAtLeast }: LimitLoad): Finding[] {
  const what = kind === 'concurrency' ? 'concurrency limit' : 'semaphore';
  const unit = kind === 'concurrency' ? 'job' : 'permit';
  const allows = usable < limit ? `${usable}, of ${limit} (taken by several at once)` : limit;
  if (load >= 1 - ROUNDING) {
    const line = load <= 1 + ROUNDING ? 'comes to no end' : 'grows for as long as this rate lasts';
    return [
      {
        kind: 'overload',
        text: `The ${what} ${name} is offered at least ${amount(held, unit)} and allows ${allows}: the line in front of it ${line}.`,
      },
    ];
  }
  if (peak === null) return [];
  return [
    {
      kind: 'risk',
      text: `${when(peak)} the ${what} ${name} is offered ${isAtLeast ? 'at least' : 'up to'} ${amount(peak.held, unit)} and allows ${allows}: the line in front of it grows meanwhile${isAtLeast ? '' : though(held, usable)}.`,
    },
  ];
}

function though(mean: number, room: number): string {
  return mean < room ? `, though the mean of ${threeDigits(mean)} fits` : '';
}

function erlangs(value: number): string {
  return amount(value, 'erlang');
}

/** A mean of something, as measured and not as counted: `1 erlang`, `2.64 erlangs`. */
function amount(value: number, one: string): string {
  const text = threeDigits(value);
  return `${text} ${one}${text === '1' ? '' : 's'}`;
}

function when({ fromUs, untilUs, times }: Peak): string {
  const start = `For ${formatSeconds(toSeconds(untilUs - fromUs))} from ${formatSeconds(toSeconds(fromUs))} on`;
  return times === 1 ? start : `${start}, the highest of ${times} such times,`;
}
