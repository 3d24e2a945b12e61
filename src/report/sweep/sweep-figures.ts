import type { SweepHeader, SweepMeasure, SweepReading, SweepRow, SweepTable } from '../../result/sweep/sweep-schema.ts';
import { formatNumber, formatWithBounds, type NumberKind } from '../format.ts';

/** A sweep with its rows by design and point, for those who draw it. */
export interface SweepView {
  readonly header: SweepHeader;
  readingAt(measure: SweepMeasure, design: string, point: number): SweepReading | undefined;
}

export function viewOf({ header, rows }: SweepTable): SweepView {
  const byPlace = new Map<string, SweepRow>(rows.map((row) => [`${row.point} ${row.design}`, row]));
  return {
    header,
    readingAt: ({ path }, design, point) => byPlace.get(`${point} ${design}`)?.measures[path],
  };
}

/** How the numbers of a unit are written. */
export function kindOfUnit(unit: string): NumberKind {
  if (unit === 's') return 'seconds';
  if (unit === 'fraction') return 'fraction';
  if (unit === '1/h') return 'perHour';
  return unit === 'thread-hours' ? 'thread-hours' : 'level';
}

/** How an axis or a cell writes them. */
export function axisFormat(unit: string): 'number' | 'percent' | 'seconds' {
  return unit === 's' ? 'seconds' : unit === 'fraction' ? 'percent' : 'number';
}

export function figureText({ unit }: SweepMeasure, value: number | null): string {
  return formatNumber(kindOfUnit(unit), value);
}

/** A reading with its interval. */
export function readingText({ unit }: SweepMeasure, reading: SweepReading | undefined): string {
  const { value = null, low95 = null, high95 = null } = reading ?? {};
  return formatWithBounds(kindOfUnit(unit), value, low95 === null || high95 === null ? null : [low95, high95]);
}

/** The unit, where the numbers themselves do not have it. */
export function unitText({ unit }: Pick<SweepMeasure, 'unit'>): string {
  return ['s', 'fraction', '1/h', ''].includes(unit) ? '' : ` (${unit})`;
}
