import { US_PER_HOUR, US_PER_MINUTE, US_PER_SECOND } from '../../units.ts';

/** When requests came, as a scenario’s trace has it. */
export interface Arrivals {
  /** The moment that times count from, in µs since 1970: the first request. */
  readonly startUs: number;
  /** µs since then, not falling. */
  readonly timesUs: Float64Array;
  /** How long they came, in s: from the first to the last. */
  readonly seconds: number;
  readonly perSecond: number;
  /** Of full hours, the one with the most: arrivals a second. Null for less than an hour. */
  readonly busiestPerSecond: number | null;
  /** Variance ÷ mean of the arrivals in each minute: about 1 for a Poisson process, more for bursts. Null for less than ten minutes. */
  readonly dispersion: number | null;
  /** Whether the log had whole seconds alone, so that those of one second were spread over it. */
  readonly isSpread: boolean;
}

/** Fewer minutes say nothing of their variance. */
const LEAST_MINUTES = 10;

/** @param loggedUs at least one time, in any order: a log has requests as they end. */
export function arrivalsOf(loggedUs: readonly number[]): Arrivals {
  const sorted = Float64Array.from(loggedUs).sort();
  const isSpread = sorted.every((us) => us % US_PER_SECOND === 0);
  if (isSpread) spread(sorted);
  const startUs = sorted[0] as number;
  const timesUs = sorted.map((us) => us - startUs);
  const lastUs = timesUs.at(-1) as number;
  const seconds = lastUs / US_PER_SECOND;
  const minutes = countsOf(timesUs, US_PER_MINUTE);
  const hours = countsOf(timesUs, US_PER_HOUR);
  return {
    startUs,
    timesUs,
    seconds,
    perSecond: seconds === 0 ? 0 : (timesUs.length - 1) / seconds,
    busiestPerSecond: hours.length === 0 ? null : hours.reduce((most, count) => Math.max(most, count), 0) / 3_600,
    dispersion: minutes.length < LEAST_MINUTES ? null : dispersionOf(minutes),
    isSpread,
  };
}

/** The trace as a text file: seconds, one a line. @param source what it was made of. */
export function traceText({ startUs, timesUs, isSpread }: Arrivals, source: string): string {
  const head = [
    `# ${timesUs.length} arrivals, by unpark arrivals from ${source}: seconds after ${new Date(startUs / 1_000).toISOString()}`,
    ...(isSpread ? ['# The log has whole seconds: the arrivals of one second are spread evenly over it.'] : []),
  ];
  const lines: string[] = [];
  for (const us of timesUs) lines.push((us / US_PER_SECOND).toFixed(6));
  return `${head.join('\n')}\n${lines.join('\n')}\n`;
}

/** Spreads equal times evenly over their second. */
function spread(sorted: Float64Array): void {
  for (let from = 0; from < sorted.length; ) {
    const second = sorted[from] as number;
    let until = from;
    while (sorted[until] === second) until += 1;
    for (let i = from; i < until; i += 1) {
      sorted[i] = second + Math.floor(((i - from) * US_PER_SECOND) / (until - from));
    }
    from = until;
  }
}

/** How many came in each whole span of time. */
function countsOf(timesUs: Float64Array, spanUs: number): number[] {
  const counts: number[] = Array(Math.floor((timesUs.at(-1) ?? 0) / spanUs)).fill(0);
  for (const us of timesUs) {
    const span = Math.floor(us / spanUs);
    if (span < counts.length) counts[span] = (counts[span] as number) + 1;
  }
  return counts;
}

function dispersionOf(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const square = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
  return mean === 0 ? 0 : square / mean;
}
