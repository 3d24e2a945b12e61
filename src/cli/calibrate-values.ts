import { InvalidArgumentError } from 'commander';
import type { HealthColumn } from '../observed/calibration/health-reader.ts';

const COLUMNS: readonly HealthColumn[] = ['time', 'active', 'queue', 'threads', 'pool', 'instance'];

/** What a log prints that prints every sample. Not null: a parsed null means to the parser of options that nothing was given. */
export const EVERY_SAMPLE = 'none';

/** Reads `70%`, or `none` for a log that prints every sample. @returns percent, or `none`. */
export function threshold(text: string): number | typeof EVERY_SAMPLE {
  if (text === EVERY_SAMPLE) return EVERY_SAMPLE;
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

/** Reads the name of the column with the time: `timestamp`, or as calibrate has it, `time=timestamp`. */
export function timeColumn(text: string): string {
  const name = text.replace(/^time=/, '');
  if (name === '') throw new InvalidArgumentError("Expected the column's name, such as timestamp, or time=timestamp.");
  return name;
}
