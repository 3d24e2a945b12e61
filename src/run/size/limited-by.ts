import { formatNumber } from '../../report/format.ts';
import type { SizeFigures } from './size-workers.ts';
import type { Subject } from './subject.ts';

/** So many of them are named, the longest lines first. */
const MOST_NAMED = 3;
/** A shorter line is none. */
const LEAST_WAITING = 0.05;
/** A deletion that is late by no more is as late as the store and the clock make it. */
const LATE_SECONDS = 1;

interface Line {
  readonly what: string;
  readonly waiting: number;
}

/** What stands in the way of an objective that the largest size does not meet: what work waits for beside what is sized. A sentence without its dot. */
export function limitedBy(figures: SizeFigures, subject: Subject): string {
  const lines = linesBeside(figures, subject)
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
  if (all.length === 0)
    return 'nobody waits for anything there: what is left is the time that the steps themselves take';
  return `what limits it there: ${all.join('; ')}`;
}

function linesBeside({ pools, semaphores, concurrency, stability }: SizeFigures, subject: Subject): Line[] {
  const grows = (line: string) => [...stability.growing, ...stability.undecided].some((one) => one.line === line);
  const waiting = (line: string, mean: number | null): number => (grows(line) ? Number.POSITIVE_INFINITY : (mean ?? 0));
  const isOther = (kind: Subject['kind'], name: string) => kind !== subject.kind || name !== subject.name;
  return [
    ...Object.entries(pools)
      .filter(([name]) => isOther('pool', name))
      .map(([name, { threads, queueDepth }]) => ({
        what: `pool ${name} (${threads} threads)`,
        waiting: waiting(`pools.${name}.queueDepth`, queueDepth.mean),
      })),
    ...Object.entries(semaphores)
      .filter(([name]) => isOther('semaphore', name))
      .map(([name, { limit, waiting: line }]) => ({
        what: `semaphore ${name} (${limit} permits)`,
        waiting: waiting(`semaphores.${name}.waiting`, line.mean),
      })),
    ...Object.entries(concurrency)
      .filter(([name]) => isOther('concurrency', name))
      .map(([name, { limit, waiting: line }]) => ({
        what: `concurrency limit ${name} (${limit} jobs)`,
        waiting: waiting(`concurrency.${name}.waiting`, line.mean),
      })),
  ];
}
