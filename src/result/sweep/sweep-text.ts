/** The table of a sweep as text: JSON Lines for programs and for `unpark merge`, CSV for spreadsheets. The same table gives the same bytes. */
import { csvText } from '../../csv.ts';
import type { SweepHeader, SweepRow, SweepTable } from './sweep-schema.ts';

export function lineOf(entry: SweepHeader | SweepRow): string {
  return `${JSON.stringify(entry)}\n`;
}

/** A header line, then a line for each row. */
export function sweepJsonLines({ header, rows }: SweepTable): string {
  return [header, ...rows].map(lineOf).join('');
}

/** A column for each thing that is varied, and three for each measure: its value and the ends of its 95 % interval. What is not known is empty. */
export function sweepCsv({ header: { axes, measures }, rows }: SweepTable): string {
  const paths = measures.map(({ path }) => path);
  const head = [
    'point',
    'design',
    ...axes.map(({ path }) => path),
    ...paths.flatMap((path) => [path, `${path}.low95`, `${path}.high95`]),
  ];
  const lines = rows.map(({ point, design, set, measures: readings }) => [
    String(point),
    design,
    ...axes.map(({ path }) => String(set[path])),
    ...paths.flatMap((path) => {
      const reading = readings[path];
      return [reading?.value, reading?.low95, reading?.high95].map(numberText);
    }),
  ]);
  return csvText([head, ...lines]);
}

function numberText(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
