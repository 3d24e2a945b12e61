import { cellMiddleUs, type DurationRecord } from '../record/duration-recorder.ts';
import { toSeconds } from '../units.ts';
import { weightedQuantile } from './statistics.ts';

/** A quantile of recorded durations in seconds; null when there is none. @param p 0 < p ≤ 1. */
export function quantileSeconds({ cells, counts, maxUs }: DurationRecord, p: number): number | null {
  const index = weightedQuantile(counts, p);
  return index === null ? null : toSeconds(Math.min(cellMiddleUs(cells[index] as number), maxUs));
}

/** Median, 99 % quantile and maximum in seconds; null when nothing was recorded. */
export function latencyQuantiles(record: DurationRecord): {
  p50: number | null;
  p99: number | null;
  max: number | null;
} {
  return {
    p50: quantileSeconds(record, 0.5),
    p99: quantileSeconds(record, 0.99),
    max: record.maxUs < 0 ? null : toSeconds(record.maxUs),
  };
}
