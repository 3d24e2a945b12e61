import { InputError } from '../../errors.ts';
import { poissonAtMost } from '../../theory/index.ts';
import type { Fit } from './fit.ts';
import { type HealthSeries, printedOf } from './health-series.ts';

/** Independent samples that are expected below the lowest one, and are not there: e⁻¹² is no chance. */
const TOO_MANY = 12;

/**
 * Refuses a threshold far below what the log prints: then there are no samples just above it, and many would be.
 * @param delaySeconds samples within a delay of each other count as one. @throws InputError
 */
export function checkThreshold(series: HealthSeries, fit: Fit, delaySeconds: number, file: string): void {
  const { least, threads, everySeconds, segments, isPaced } = series;
  const lowest = printedOf(series).reduce((low, active) => Math.min(low, active), threads);
  if (lowest <= least) return;
  const samples = segments.reduce((sum, { active }) => sum + active.length, 0);
  const independent = isPaced ? samples * Math.min(1, everySeconds / delaySeconds) : samples / 10;
  const mean = fit.mean.value;
  const between = poissonAtMost(lowest - 1, mean) - (least === 0 ? 0 : poissonAtMost(least - 1, mean));
  if (independent * between < TOO_MANY) return;
  const percent = Math.floor((lowest / threads) * 100 - 0.1);
  throw new InputError({
    file,
    message: `the log has no sample below ${lowest} active threads, and a threshold of ${least} would have printed many (${Math.round(samples * between)} are expected)`,
    expected: `samples from ${least} active threads on`,
    found: `none below ${lowest} of ${threads}`,
    hint: `say what the log prints with --above, such as --above ${percent}%`,
  });
}
