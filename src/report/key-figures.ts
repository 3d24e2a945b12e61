import { oneLine } from '../one-line.ts';
import { holdsQuantile } from '../result/quantile-evidence.ts';
import type { Result } from '../result/schema.ts';
import { formatNumber, formatShare, joinWords } from './format.ts';
import { decidingPools, designsOf, lacksWaits, mainJobKinds, type NamedDesign, poolOf, sumOver } from './selection.ts';
import type { StateKey } from './states.ts';

/** One of the figures that decide between the designs of a result. */
export interface KeyFigure {
  /** With what it is of: `active threads, mean`. */
  readonly label: string;
  readonly state?: StateKey;
  /** One for each design, in their order. */
  readonly values: readonly { readonly design: string; readonly text: string }[];
}

/** Fewer parked or blocked threads than this decide nothing. */
const FEW_THREADS = 0.5;

/** The three figures that decide: how many threads the busiest pool holds, what keeps them or whom it makes wait, and what its clients get. Fewer where there is less to tell. */
export function keyFigures(result: Result): KeyFigure[] {
  const designs = designsOf(result);
  const pools = decidingPools(result);
  if (pools.length === 0) return [];
  return [activeThreads(designs, pools), whatKeepsThem(designs, pools), whatClientsGet(designs)].filter(
    (figure) => figure !== undefined,
  );
}

function activeThreads(designs: readonly NamedDesign[], pools: readonly string[]): KeyFigure {
  const names = `${pools.length === 1 ? 'pool' : 'pools'} ${joinWords(pools.map(oneLine))}`;
  return figure(designs, `active threads of ${names}, mean`, (design) => {
    const mean = formatNumber(
      'level',
      sumOver(design, pools, ({ active }) => active.mean),
    );
    return `${mean} of ${formatNumber(
      'count',
      sumOver(design, pools, ({ threads }) => threads),
    )}`;
  });
}

function whatKeepsThem(designs: readonly NamedDesign[], pools: readonly string[]): KeyFigure {
  for (const state of ['parked', 'blocked'] as const) {
    const mean = (design: NamedDesign) => sumOver(design, pools, (pool) => pool[state].mean);
    if (designs.some((design) => (mean(design) ?? 0) >= FEW_THREADS)) {
      return figure(designs, `of them ${state}, mean`, (design) => formatNumber('level', mean(design)), state);
    }
  }
  const isHeld = designs.every((design) =>
    pools.every((pool) => holdsQuantile(design.result, ['pools', pool, 'queueWait', 'p99'])),
  );
  return figure(
    designs,
    isHeld ? 'wait for a thread, p99' : 'wait for a thread, longest',
    (design) => formatNumber('seconds', longestWait(design, pools, isHeld ? 'p99' : 'max')),
    'queue',
  );
}

/** Of the pool in which tasks wait longest. */
function longestWait(design: NamedDesign, pools: readonly string[], statistic: 'p99' | 'max'): number | null {
  const waits = pools.map((pool) => poolOf(design, pool)?.queueWait[statistic] ?? null).filter((wait) => wait !== null);
  return waits.length === 0 ? null : Math.max(...waits);
}

function whatClientsGet(designs: readonly NamedDesign[]): KeyFigure | undefined {
  const [main] = mainJobKinds(designs).shown;
  if (main === undefined) return undefined;
  if (designs.some((design) => failedShare(design) > 0)) {
    return figure(designs, 'jobs that failed', (design) => formatShare(failedShare(design)));
  }
  const isHeld = designs.every(({ result }) => holdsQuantile(result, ['jobs', main, 'time', 'p99']));
  const statistic = isHeld ? 'p99' : 'mean';
  return figure(designs, `job time of ${oneLine(main)}, ${statistic}`, (design) =>
    formatNumber(
      'seconds',
      lacksWaits(design, `jobs.${main}.time`) ? null : (design.result.jobs[main]?.time[statistic] ?? null),
    ),
  );
}

/** Of the jobs that ended. */
function failedShare({ result }: NamedDesign): number {
  const jobs = Object.values(result.jobs);
  const failed = jobs.reduce((sum, job) => sum + job.failed, 0);
  const done = jobs.reduce((sum, job) => sum + job.done, 0);
  return failed === 0 ? 0 : failed / (failed + done);
}

function figure(
  designs: readonly NamedDesign[],
  label: string,
  text: (design: NamedDesign) => string,
  state?: StateKey,
): KeyFigure {
  const values = designs.map((design) => ({ design: oneLine(design.name), text: text(design) }));
  return { label, ...(state === undefined ? {} : { state }), values };
}
