import type { Pool } from '../scenario/model.ts';

/** The utilization as production has it: the percentage is rounded, and what is printed is what is compared. */
function percentOf(active: number, threads: number): number {
  return Math.round((active / threads) * 1000) / 10;
}

/** Whether a sample gives a line. @param abovePercent strictly above it. */
export function isPrinted(active: number, threads: number, abovePercent: number): boolean {
  return percentOf(active, threads) > abovePercent;
}

/** The line of a sample, as the service logs it. */
export function healthLine(
  { name, threads }: Pick<Pool, 'name' | 'threads'>,
  active: number,
  queueDepth: number,
): string {
  return (
    `executor_pool_health: [{'name': '${name}', 'max_workers': ${threads}, 'active_count': ${active}, ` +
    `'queue_depth': ${queueDepth}, 'utilization_pct': ${percentOf(active, threads).toFixed(1)}}]`
  );
}
