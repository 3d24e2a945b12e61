import { US_PER_SECOND } from '../../units.ts';
import type { PlacedSample } from './choose-samples.ts';

/** Gaps that differ from the most frequent one by less than this share are one pace. */
const NEAR = 0.2;
/** Fewer gaps say nothing of the pace. */
const LEAST_GAPS = 12;

/**
 * The time between two samples, by the most frequent gap between lines: lines come in runs.
 * Gaps of about that length are averaged, since a service that sleeps between its samples takes a little longer than it sleeps.
 * @returns seconds, to the millisecond; undefined where there are too few lines with times.
 */
export function samplingPace(samples: readonly PlacedSample[]): number | undefined {
  const gaps = new Map<number, number>();
  const exact = new Map<number, number>();
  let known = 0;
  samples.forEach(({ atUs }, i) => {
    const before = samples[i - 1]?.atUs;
    const seconds = atUs === undefined || before === undefined ? 0 : (atUs - before) / US_PER_SECOND;
    const gap = seconds < 2 ? Math.round(seconds * 10) / 10 : Math.round(seconds);
    if (!(gap > 0)) return;
    known += 1;
    exact.set(seconds, (exact.get(seconds) ?? 0) + 1);
    gaps.set(gap, (gaps.get(gap) ?? 0) + 1);
  });
  if (known < LEAST_GAPS) return undefined;
  const usual = [...gaps].sort(([a, m], [b, n]) => n - m || a - b)[0]?.[0] as number;
  let sum = 0;
  let count = 0;
  for (const [gap, times] of exact) {
    if (Math.abs(gap / usual - 1) > NEAR) continue;
    sum += gap * times;
    count += times;
  }
  return Math.round((sum / count) * 1_000) / 1_000;
}
