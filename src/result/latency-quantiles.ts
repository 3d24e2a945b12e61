import { type DurationRecord, durationInCellUs } from '../record/duration-recorder.ts';
import { toSeconds } from '../units.ts';
import { weightedPlace } from './statistics.ts';

/** A quantile of recorded durations in seconds; null when there is none. @param p 0 < p ≤ 1. */
export function quantileSeconds({ cells, counts, onlyUs, maxUs }: DurationRecord, p: number): number | null {
  const place = weightedPlace(counts, p);
  if (place === null) return null;
  const { index, share } = place;
  return toSeconds(durationInCellUs(cells[index] as number, onlyUs[index] as number, maxUs, share));
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
