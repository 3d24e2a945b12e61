/** From checked plain values to distributions and numbers. What is missing here was told before, so a stand-in takes its place until the errors are thrown. */

import type { Path } from '../path.ts';
import { parseDurationUs } from '../units.ts';
import type { DurationDistribution } from '../workload/distribution.ts';
import type { Complain } from './complaints.ts';
import { distribution } from './distribution-schema.ts';
import { parsePercent } from './language.ts';
import { type Listener, read } from './read.ts';

/** @returns integer µs, or the default where nothing is written. */
export function durationUsOf(value: unknown, defaultUs: number): number {
  return typeof value === 'string' ? (parseDurationUs(value) ?? defaultUs) : defaultUs;
}

/** @returns a probability, 0 … 1. */
export function probabilityOf(value: unknown, otherwise: number): number {
  const percent = typeof value === 'string' ? parsePercent(value) : undefined;
  return percent === undefined ? otherwise : percent / 100;
}

export function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

/** Whoever reads again what was told of its shape before. */
function meaningOnly(complain: Complain): Listener {
  return { shape: () => undefined, meaning: complain };
}

export function resolveDistribution(value: unknown, path: Path, complain: Complain): DurationDistribution {
  return read(distribution, value, path, meaningOnly(complain)) ?? { kind: 'constant', valueUs: 0 };
}
