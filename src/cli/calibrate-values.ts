import { InvalidArgumentError } from 'commander';
import type { HealthColumn } from '../observed/calibration/health-reader.ts';

const COLUMNS: readonly HealthColumn[] = ['time', 'active', 'queue', 'threads', 'pool', 'instance'];

/** Reads `70%`, or `none` for a log that prints every sample. @returns percent, or null. */
export function threshold(text: string): number | null {
  if (text === 'none') return null;
  const percent = Number(/^(\d{1,2}(?:\.\d+)?)\s*%?$/.exec(text)?.[1] ?? Number.NaN);
  if (Number.isNaN(percent)) {
    throw new InvalidArgumentError('Expected a percentage below 100, such as 70%, or none.');
  }
  return percent;
}

/** Reads `active=busy_threads`. */
export function healthColumn(
  text: string,
  before: Readonly<Partial<Record<HealthColumn, string>>> | undefined,
): Partial<Record<HealthColumn, string>> {
  const [, meaning = '', name = ''] = /^([^=]*)=(.+)$/s.exec(text) ?? [];
  const column = COLUMNS.find((one) => one === meaning);
  if (column === undefined || name === '') {
    throw new InvalidArgumentError(
      `Expected one of ${COLUMNS.join(', ')}, and the column's name, such as active=busy.`,
    );
  }
  return { ...before, [column]: name };
}
