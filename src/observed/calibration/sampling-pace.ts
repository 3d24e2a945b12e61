import { US_PER_SECOND } from '../../units.ts';
import type { PlacedSample } from './choose-samples.ts';

/** Fewer gaps say nothing of the pace. */
const LEAST_GAPS = 12;

/**
 * The time between two samples, by the most frequent gap between lines: lines come in runs.
 * @returns seconds, to the second, below two seconds to a tenth; undefined where there are too few lines with times.
 */
export function samplingPace(samples: readonly PlacedSample[]): number | undefined {
  const gaps = new Map<number, number>();
  let known = 0;
  samples.forEach(({ atUs }, i) => {
    const before = samples[i - 1]?.atUs;
    const seconds = atUs === undefined || before === undefined ? 0 : (atUs - before) / US_PER_SECOND;
    const gap = seconds < 2 ? Math.round(seconds * 10) / 10 : Math.round(seconds);
    if (!(gap > 0)) return;
    known += 1;
    gaps.set(gap, (gaps.get(gap) ?? 0) + 1);
  });
  if (known < LEAST_GAPS) return undefined;
  return [...gaps].sort(([a, m], [b, n]) => n - m || a - b)[0]?.[0];
}
