/** What is said of a validation: its verdict, and its table for a terminal and for Markdown. */
import pc from 'picocolors';
import { counted } from '../../counted.ts';
import { GREATEST_Z } from '../../validation/scores.ts';
import { CHANCE_LEVEL, isFailing, type Validation, type ValidationRow } from '../../validation/validation.ts';
import type { ValidationCase } from '../../validation/validation-case.ts';
import { isColoured } from '../colour.ts';
import { NOTHING } from '../format.ts';
import type { Table } from '../table.ts';
import { type TerminalOptions, tableText, terminalWidth } from '../terminal.ts';
import { wrap } from '../wrap.ts';

/** As many rows are named one by one. */
const MOST_NAMED = 10;

/** The verdict: a sentence, and why. */
export function validationVerdict(validation: Validation): { readonly headline: string; readonly reasons: string[] } {
  const { cases, failing, scored, beyond2, beyond2Allowed, passed, seed } = validation;
  const rows = cases.reduce((sum, one) => sum + one.rows.length, 0);
  const size = `${counted(rows, 'figure')} of ${counted(cases.length, 'model')}, seed ${seed}`;
  const named = failing.slice(0, MOST_NAMED).join('; ');
  const more = failing.length > MOST_NAMED ? `; and ${failing.length - MOST_NAMED} more` : '';
  const spread = `${beyond2} of ${counted(scored, 'z-score')} beyond ±2, where chance alone gives up to ${beyond2Allowed} (${(1 - CHANCE_LEVEL) * 100} %)`;
  return {
    headline: passed ? `The simulator agrees with theory: ${size}.` : `The simulator disagrees with theory: ${size}.`,
    reasons: [
      ...(failing.length === 0
        ? []
        : [`Failing (|z| over ${GREATEST_Z}, not exact, or without data): ${named}${more}.`]),
      `${beyond2 > beyond2Allowed ? 'Too many rows are off: ' : ''}${spread}.`,
      ...largestScore(validation),
    ],
  };
}

function largestScore({ cases }: Validation): string[] {
  const all = cases.flatMap(({ name, rows }) =>
    rows.flatMap(({ figure, z }) => (z === null ? [] : [{ name, figure, z }])),
  );
  if (all.length === 0) return [];
  const { name, figure, z } = all.reduce((a, b) => (Math.abs(b.z) > Math.abs(a.z) ? b : a));
  return [`The largest |z| is ${Math.abs(z).toFixed(2)} (${name}: ${figure}).`];
}

/** The verdict and the table for a terminal. */
export function renderValidationTerminal(validation: Validation, options: TerminalOptions = {}): string {
  const width = terminalWidth(options);
  const paint = pc.createColors(options.colour ?? isColoured());
  const { headline, reasons } = validationVerdict(validation);
  const table: Table = {
    title: 'Theory and simulation',
    columns: ['', ...COLUMNS],
    // Where there is no room for a row's figures beside each other they stand below it.
    differences: [],
    groups: validation.cases.map(({ name, model, rows }) => ({
      title: `${name}: ${model}`,
      rows: rows.map((row) => ({
        head: { text: headOf(row) },
        cells: cellsOf(row).map((text) => ({ text })),
      })),
    })),
  };
  return [
    ...wrap(headline, width).map(paint.bold),
    '',
    ...reasons.flatMap((reason) => wrap(reason, width - 2).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`)),
    '',
    ...tableText(table, width, paint),
    '',
    ...wrap(LEGEND, width).map(paint.dim),
    '',
  ].join('\n');
}

/** What the columns are, for whoever reads the table. */
export const LEGEND =
  'z is (simulated − theory) ÷ standard error over replications, as a normal score; of a variance by chi-square; * beyond ±2. “exact” holds in each replication, to float error.';

const COLUMNS = ['theory', 'simulated', 'std. error', 'z '] as const;

/** Units that the name of a figure does not say already. */
const SHOWN_UNITS = ['s', '1/h'];

function headOf({ figure, unit }: ValidationRow): string {
  return SHOWN_UNITS.includes(unit) ? `${figure} (${unit})` : figure;
}

function cellsOf(row: ValidationRow): string[] {
  const { theory, simulated, standardError } = row;
  return [
    figureText(theory),
    simulated === null ? NOTHING : figureText(simulated),
    standardError === null ? NOTHING : Number(standardError.toPrecision(2)).toString(),
    zText(row),
  ];
}

/** A score that chance alone seldom gives carries a star; the space keeps the digits of the others below one another. */
function zText(row: ValidationRow): string {
  const { z, judgedBy } = row;
  const text = judgedBy === 'exact' ? 'exact ' : z === null ? `${NOTHING} ` : scoreText(z);
  return isFailing(row) ? `FAIL ${text}` : text;
}

function scoreText(z: number): string {
  return `${z.toFixed(2).replace('-', '−')}${Math.abs(z) > 2 ? '*' : ' '}`;
}

function figureText(value: number): string {
  return Number(value.toPrecision(6)).toString().replace('-', '−');
}

/** The table as Markdown: one row for each figure. */
export function validationMarkdown({ cases }: Validation): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['model', 'figure', 'theory', 'simulated', 'std. error', 'z']),
    line(['---', '---', '--:', '--:', '--:', '--:']),
    ...cases.flatMap(({ model, replications, rows }) =>
      rows.map((row, i) => {
        const name = i === 0 ? `${model.replaceAll('|', '\\|')} (${replications} ×)` : '';
        return line([name, headOf(row), ...cellsOf(row).map((text) => text.trim())]);
      }),
    ),
  ].join('\n');
}

/** The cases and their models, without running them. */
export function renderCases(cases: readonly ValidationCase[], options: TerminalOptions = {}): string {
  const width = terminalWidth(options);
  const paint = pc.createColors(options.colour ?? isColoured());
  return cases
    .map(({ name, model, figures }) => {
      const below = wrap(`${model}; ${counted(figures.length, 'figure')}`, width - 2);
      return `${paint.bold(name)}\n${below.map((text) => `  ${text}\n`).join('')}`;
    })
    .join('');
}
