import { formatNumber } from '../../report/format.ts';
import type { SizeFigures } from './size-workers.ts';
import type { Subject } from './subject.ts';
import type { Judged } from './trials.ts';

/** So many of them are named, the longest lines first. */
const MOST_NAMED = 3;
/** A shorter line is none. */
const LEAST_WAITING = 0.05;
/** A deletion that is late by no more is as late as the store and the clock make it. */
const LATE_SECONDS = 1;

interface Line {
  readonly kind: Subject['kind'];
  readonly name: string;
  /** As measures are named. */
  readonly line: string;
  readonly what: string;
  readonly waiting: number;
}

/** What stands in the way of an objective that the largest size does not meet: what work waits for beside what is sized. A sentence without its dot. */
export function limitedBy({ figuresOfDesign: figures, lines: reaching }: Judged, subject: Subject): string {
  const lines = linesOf(figures)
    .filter(({ line }) => reaching.reaches(line))
    .filter(({ kind, name }) => kind !== subject.kind || name !== subject.name)
    .filter(({ waiting }) => waiting >= LEAST_WAITING)
    .sort((a, b) => b.waiting - a.waiting)
    .slice(0, MOST_NAMED)
    .map(({ what, waiting }) =>
      waiting === Number.POSITIVE_INFINITY
        ? `${what}, where a line grows`
        : `${what}, where ${formatNumber('level', waiting)} wait on average`,
    );
  const late = figures.deletions.lateness.p99 ?? 0;
  const deletions =
    late > LATE_SECONDS ? [`the deletions, of which 1 % are late by ${formatNumber('seconds', late)} and more`] : [];
  const all = [...lines, ...deletions];
  if (all.length === 0) {
    if (figures.starved.length > 0)
      return `pool ${figures.starved[0]?.pool} starves there; a larger one may not (--most)`;
    const own = linesOf(figures).find(({ kind, name }) => kind === subject.kind && name === subject.name);
    if (own !== undefined && own.waiting >= LEAST_WAITING)
      return `${own.what} is what work waits for there: --most allows more`;
    return 'hardly anything is waited for there: what is left is the time that the steps themselves take, or what a larger size (--most), a longer --duration or more --replications would show';
  }
  return `what limits it there: ${all.join('; ')}`;
}

function linesOf({ pools, semaphores, concurrency, stability }: SizeFigures): Line[] {
  const grows = (line: string) => [...stability.growing, ...stability.undecided].some((one) => one.line === line);
  const waiting = (line: string, mean: number | null): number => (grows(line) ? Number.POSITIVE_INFINITY : (mean ?? 0));
  return [
    ...Object.entries(pools).map(([name, { threads, queueDepth }]) => ({
      kind: 'pool' as const,
      name,
      line: `pools.${name}.queueDepth`,
      what: `pool ${name} (${threads} threads)`,
      waiting: waiting(`pools.${name}.queueDepth`, queueDepth.mean),
    })),
    ...Object.entries(semaphores).map(([name, { limit, waiting: line }]) => ({
      kind: 'semaphore' as const,
      name,
      line: `semaphores.${name}.waiting`,
      what: `semaphore ${name} (${limit} permits)`,
      waiting: waiting(`semaphores.${name}.waiting`, line.mean),
    })),
    ...Object.entries(concurrency).map(([name, { limit, waiting: line }]) => ({
      kind: 'concurrency' as const,
      name,
      line: `concurrency.${name}.waiting`,
      what: `concurrency limit ${name} (${limit} jobs)`,
      waiting: waiting(`concurrency.${name}.waiting`, line.mean),
    })),
  ];
}
