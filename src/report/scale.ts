import type { RateUnit } from '../units.ts';

/** The unit that the figures of one row are written in, so that they are compared at a glance. */
export interface Scale {
  /** What a figure in the unit of the result is multiplied with. */
  readonly factor: number;
  /** `' ms'` */
  readonly suffix: string;
}

/** From this many seconds on the next unit is the one that people would choose for a figure by itself. */
const TIME_UNITS = [
  { suffix: ' µs', factor: 1e6, below: 0.001 },
  { suffix: ' ms', factor: 1e3, below: 1 },
  { suffix: ' s', factor: 1, below: 120 },
  { suffix: ' min', factor: 1 / 60, below: 7_200 },
  { suffix: ' h', factor: 1 / 3_600, below: 172_800 },
  { suffix: ' d', factor: 1 / 86_400, below: Number.POSITIVE_INFINITY },
] as const;

/** A figure of this size is too long to be read; the next unit is taken for it. */
export const TOO_LONG = 1_000;

/**
 * The unit for times that stand in one row: that of the smallest, unless the largest is too long in it.
 * @param values seconds; nulls and zeros have no say.
 * @param halfWidths of their intervals; they may only make the unit larger.
 */
export function timeScale(values: readonly (number | null)[], halfWidths: readonly (number | null)[] = []): Scale {
  const sizes = sizesOf(values);
  const largest = Math.max(0, ...sizes, ...sizesOf(halfWidths));
  if (largest === 0) return TIME_UNITS[2];
  const smallest = sizes.length === 0 ? largest : Math.min(...sizes);
  const fits = TIME_UNITS.find(({ factor, below }) => smallest < below && largest * factor < TOO_LONG);
  return fits ?? TIME_UNITS[5];
}

function sizesOf(values: readonly (number | null)[]): number[] {
  return values.flatMap((value) => (value === null || value === 0 ? [] : [Math.abs(value)]));
}

const PER_HOUR: Readonly<Record<RateUnit, number>> = { s: 1 / 3_600, min: 1 / 60, h: 1, d: 24 };

/** Rates per hour in the unit of the scenario. */
export function rateScale(unit: RateUnit): Scale {
  return { factor: PER_HOUR[unit], suffix: `/${unit}` };
}
