import { formatSeconds, threeDigits, toSeconds } from '../units.ts';
import type { Finding, LimitLoad, Peak, PoolLoad } from './explanation.ts';

/** A share under this is not worth a sentence. */
const FEW = 0.001;
/** A load that is full but for a rounding is full. */
const ROUNDING = 1e-9;

export function poolFindings(load: PoolLoad): Finding[] {
  const { pool, threads, offered, parked, tasks, parkedOverThreads, peak } = load;
  const findings: Finding[] = [...refusalFindings(load), ...overloadFindings(load)];
  if (peak !== null) {
    const line = load.queueBound === null ? 'its queue grows meanwhile' : 'it refuses tasks meanwhile';
    findings.push({
      kind: 'risk',
      text: `${when(peak)} the pool ${pool} is offered up to ${threeDigits(peak.held)} erlangs and has ${threads} threads: ${line}${though(offered, threads)}.`,
    });
  } else if (load.load < 1 && parkedOverThreads !== null && parkedOverThreads > FEW) {
    findings.push({
      kind: 'risk',
      text: `Sleepers alone would need more than the ${threads} threads of the pool ${pool} for ${threeDigits(parkedOverThreads * 100)} % of the time.`,
    });
  }
  if (offered > 0 && parked / offered >= 0.05) {
    const most = [...tasks].sort((a, b) => b.parked - a.parked)[0];
    findings.push({
      kind: 'note',
      text: `${Math.round((parked / offered) * 100)} % of the load of the pool ${pool} is sleep: ${threeDigits(parked)} threads parked on average, most of them by ${most?.job}. Without it the load is ${threeDigits(offered - parked)} erlangs.`,
    });
  }
  return findings;
}

function overloadFindings({ pool, threads, offered, load, blockedAtLeast, queueBound, refused }: PoolLoad): Finding[] {
  if (load < 1 - ROUNDING || refused !== null) return [];
  const start = `The pool ${pool} is offered ${blockedAtLeast ? 'at least ' : ''}${threeDigits(offered)} erlangs and has ${threads} threads: `;
  if (queueBound !== null) {
    return [
      { kind: 'overload', text: `${start}with a queue of at most ${queueBound} it refuses what it cannot carry.` },
    ];
  }
  if (load <= 1 + ROUNDING) {
    return [{ kind: 'overload', text: `${start}just as many, so that its queue comes to no end and has no mean.` }];
  }
  const share = threeDigits((1 - 1 / load) * 100);
  return [
    {
      kind: 'overload',
      text: `${start}it is full all the time, and the line of work grows for as long as this rate lasts, by ${share} % of what arrives.`,
    },
  ];
}

function refusalFindings({ pool, threads, offered, queueBound, refused }: PoolLoad): Finding[] {
  if (refused === null || refused.most <= FEW) return [];
  const { least, most, threadsForFew } = refused;
  const kind = offered >= threads ? 'overload' : 'risk';
  const start = `The pool ${pool} is offered ${threeDigits(offered)} erlangs, and has ${threads} threads and`;
  if (queueBound === 0) {
    return [
      {
        kind,
        text: `${start} no queue: it refuses ${threeDigits(most * 100)} % of its tasks and carries ${threeDigits(offered * (1 - most))} erlangs (Erlang B). With ${threadsForFew} threads it would refuse 1 %.`,
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

export function limitFindings({ kind, name, limit, usable, held, load, peak }: LimitLoad): Finding[] {
  const what = kind === 'concurrency' ? 'concurrency limit' : 'semaphore';
  const unit = kind === 'concurrency' ? 'jobs' : 'permits';
  const allows = usable < limit ? `${usable}, of ${limit} (taken by several at once)` : limit;
  if (load >= 1 - ROUNDING) {
    const line = load <= 1 + ROUNDING ? 'comes to no end' : 'grows for as long as this rate lasts';
    return [
      {
        kind: 'overload',
        text: `The ${what} ${name} is offered at least ${threeDigits(held)} ${unit} and allows ${allows}: the line in front of it ${line}.`,
      },
    ];
  }
  if (peak === null) return [];
  return [
    {
      kind: 'risk',
      text: `${when(peak)} the ${what} ${name} is offered up to ${threeDigits(peak.held)} ${unit} and allows ${allows}: the line in front of it grows meanwhile${though(held, usable)}.`,
    },
  ];
}

function though(mean: number, room: number): string {
  return mean < room ? `, though the mean of ${threeDigits(mean)} fits` : '';
}

function when({ fromUs, untilUs, times }: Peak): string {
  const start = `For ${formatSeconds(toSeconds(untilUs - fromUs))} from ${formatSeconds(toSeconds(fromUs))} on`;
  return times === 1 ? start : `${start}, the highest of ${times} such times,`;
}
