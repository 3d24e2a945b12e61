import { InputError } from '../errors.ts';
import type { OpenMetricsTimes } from '../metrics/openmetrics.ts';
import { sampleCount } from '../metrics/samples.ts';
import type { Scenario } from '../scenario/model.ts';
import { formatSeconds, toSeconds, US_PER_MINUTE } from '../units.ts';

/** The options that say how metrics are written. */
export interface MetricsOptions {
  readonly openmetrics?: string;
  readonly metricsEvery?: { readonly text: string; readonly us: number };
  /** In seconds since 1970. */
  readonly metricsEpoch?: number;
}

/** 2026-01-01T00:00:00Z: the same for every run, so that the same run writes the same file. */
const EPOCH_S = 1_767_225_600;
/** Samples of each series, of all designs: they are kept until the run has ended, and take about 6 KB each. */
const MOST_SAMPLES = 40_000;

/**
 * When the samples of a run are, where they are asked for.
 * @throws InputError when there would be too many, or the options stand without a file.
 */
export function openMetricsTimes(
  { openmetrics, metricsEvery, metricsEpoch }: MetricsOptions,
  { warmUpUs, durationUs, designs }: Scenario,
): OpenMetricsTimes | undefined {
  if (openmetrics === undefined) {
    if (metricsEvery !== undefined) throw withoutFile('--metrics-every');
    if (metricsEpoch !== undefined) throw withoutFile('--metrics-epoch');
    return undefined;
  }
  const endUs = warmUpUs + durationUs;
  const most = Math.max(2, Math.floor(MOST_SAMPLES / designs.length));
  const leastUs = Math.ceil(endUs / (most - 1) / US_PER_MINUTE) * US_PER_MINUTE;
  const everyUs = metricsEvery?.us ?? leastUs;
  const samples = sampleCount(endUs, everyUs);
  if (samples > most) {
    throw new InputError({
      message: `--metrics-every ${metricsEvery?.text} gives more samples than are kept`,
      expected: `at most ${most} samples of each design`,
      found: `${samples}, in a run of ${formatSeconds(toSeconds(endUs))}`,
      hint: `take --metrics-every ${formatSeconds(toSeconds(leastUs)).replaceAll(' ', '')}, or a shorter --duration`,
    });
  }
  return { epochS: metricsEpoch ?? EPOCH_S, everyUs };
}

function withoutFile(option: string): InputError {
  return new InputError({
    message: `${option} is about a file of metrics, and none is asked for`,
    expected: `--openmetrics FILE beside ${option}`,
    found: `${option} alone`,
    hint: `add --openmetrics, or leave ${option} away`,
  });
}
