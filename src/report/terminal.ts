import pc from 'picocolors';
import type { Result } from '../result/schema.ts';
import { isColoured } from './colour.ts';
import { intervalNote } from './interval-note.ts';
import { liveTables } from './live-tables.ts';
import { resultTables } from './result-tables.ts';
import { type StateKey, states } from './states.ts';
import type { Cell, Table } from './table.ts';
import { tableNotes } from './table-notes.ts';
import { verdictOf } from './verdict.ts';
import { wrap } from './wrap.ts';

export interface TerminalOptions {
  /** Columns of the terminal; at least 40. */
  readonly width?: number;
  /** Whether to colour; by default as NO_COLOR, FORCE_COLOR and the terminal say. */
  readonly colour?: boolean;
}

const WIDEST = 100;
const NARROWEST = 40;
const GAP = '  ';

/** The verdict and the before/after table as lines for a terminal, never wider than 100 columns. */
export function renderTerminal(result: Result, options: TerminalOptions = {}): string {
  const width = terminalWidth(options);
  const paint = pc.createColors(options.colour ?? isColoured());
  const verdict = verdictOf(result);
  const lines = [
    ...wrap(plainText(verdict.headline), width).map(paint.bold),
    '',
    ...verdict.reasons.flatMap((reason) =>
      wrap(plainText(reason), width - 2).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
    ),
    '',
  ];
  for (const table of resultTables(result)) {
    for (const part of laidOut(table, width)) lines.push(...tableLines(part, paint, width), '');
  }
  for (const table of liveTables(result)) {
    lines.push(paint.bold(table.title));
    for (const part of fitted(table, width)) lines.push(...tableLines(part, paint), '');
  }
  for (const note of [...tableNotes(result).map(plainText), legend(result)]) {
    lines.push(...wrap(note, width).map(paint.dim));
  }
  return `${lines.join('\n')}\n`;
}

/** The columns that are used: never more than 100, and never fewer than 40. */
export function terminalWidth({ width }: TerminalOptions): number {
  return Math.min(WIDEST, Math.max(NARROWEST, width ?? WIDEST));
}

/** One table as lines, as it fits. */
export function tableText(table: Table, width: number, paint: Paint, apart = false): string[] {
  return laidOut(table, width).flatMap((part, index) => [
    ...(apart && index > 0 ? [''] : []),
    ...tableLines(part, paint, width),
  ]);
}

/** One table as lines without colours, as wide as it is. */
export function renderTable(table: Table): string {
  return `${tableLines(table, pc.createColors(false)).join('\n')}\n`;
}

/** A terminal shows names without the backticks that Markdown wants. */
function plainText(text: string): string {
  return text.replaceAll('`', '');
}

function legend(result: Result): string {
  const keys: StateKey[] = ['working', 'parked', 'blocked'];
  const letters = keys.map((key) => `${states[key].letter} ${states[key].label} (${states[key].meaning})`).join(', ');
  const note = intervalNote(result);
  return `A thread is ${letters}, or idle.${note === undefined ? '' : ` ${note}.`}${result.world === 'observed' ? '' : ` Seed ${result.seed}.`}`;
}

type Paint = ReturnType<typeof pc.createColors>;

function stateInk(paint: Paint, state: StateKey | undefined): (text: string) => string {
  switch (state) {
    case 'working':
      return paint.green;
    case 'parked':
      return paint.red;
    case 'blocked':
      return paint.yellow;
    case 'queue':
      return paint.blue;
    default:
      return (text) => text;
  }
}

/** A table as it fits: whole, the longest names on lines of their own; or with each difference below its figure, so that it stays beside its row; or with each figure on a line of its own. */
function laidOut(table: Table, width: number): Table[] {
  if (table.differences === undefined) return fitted(table, width);
  if (totalWidth([SHORT_HEAD, ...columnWidths(table).slice(1)]) <= width) return [table];
  const stacked = withDifferencesBelow(table, table.differences);
  const figures = columnWidths(stacked).slice(1);
  return totalWidth([NARROWEST_HEAD, ...figures]) <= width ? [stacked] : [figureByFigure(table)];
}

/** Each row as a name and below it a line for each column: for terminals that are too narrow for two figures beside each other. */
function figureByFigure(table: Table): Table {
  return {
    title: table.title,
    columns: ['', ''],
    groups: table.groups.map(({ title, rows }) => ({
      title,
      rows: rows.flatMap(({ head, cells }) => [
        { head, cells: [{ text: '' }] },
        ...cells.flatMap(({ text, state }, i) => {
          const isDifference = table.differences?.includes(i + 1) === true;
          if (text === '' || (isDifference && !saysSomething(text))) return [];
          const name = isDifference ? 'difference' : (table.columns[i + 1] ?? '');
          return [{ head: { text: `  ${name}` }, cells: [state === undefined ? { text } : { text, state }] }];
        }),
      ]),
    })),
  };
}

function saysSomething(difference: string): boolean {
  return /[1-9]/.test(difference);
}

/** Most names are no longer than this. */
const SHORT_HEAD = 30;

/** Below this a row's name stands on a line of its own. */
const NARROWEST_HEAD = 2;

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
}

function withDifferencesBelow(table: Table, differences: readonly number[]): Table {
  const kept = table.columns.map((_, column) => column).filter((column) => column > 0 && !differences.includes(column));
  return {
    title: table.title,
    columns: [table.columns[0] ?? '', ...kept.map((column) => table.columns[column] ?? '')],
    groups: table.groups.map((group) => ({
      title: group.title,
      rows: group.rows.flatMap((row) => {
        const cell = (column: number) => row.cells[column - 1] ?? { text: '' };
        const below = kept.map((column) => (differences.includes(column + 1) ? cell(column + 1) : { text: '' }));
        const figures = { head: row.head, cells: kept.map(cell) };
        return below.some(({ text }) => saysSomething(text))
          ? [figures, { head: { text: 'difference' }, cells: below }]
          : [figures];
      }),
    })),
  };
}

/** Splits a table that is too wide into tables of some of its columns, each with the rows' names. */
function fitted(table: Table, width: number): Table[] {
  const widths = columnWidths(table);
  const parts: Table[] = [];
  let from = 1;
  while (from < table.columns.length) {
    let used = (widths[0] ?? 0) + GAP.length + (widths[from] ?? 0);
    let to = from + 1;
    while (to < table.columns.length && used + GAP.length + (widths[to] ?? 0) <= width) {
      used += GAP.length + (widths[to] ?? 0);
      to += 1;
    }
    parts.push(columnsOf(table, from, to, from > 1));
    from = to;
  }
  return parts;
}

function columnsOf(table: Table, from: number, to: number, continued: boolean): Table {
  return {
    title: continued ? `${table.title}, continued` : table.title,
    columns: [table.columns[0] ?? '', ...table.columns.slice(from, to)],
    groups: table.groups
      .map((group) => ({
        title: group.title,
        // A row that has nothing to say in these columns is left out of them.
        rows: group.rows
          .map((row) => ({ head: row.head, cells: row.cells.slice(from - 1, to - 1) }))
          .filter((row) => row.cells.some((cell) => cell.text !== '')),
      }))
      .filter((group) => group.rows.length > 0),
  };
}

/** @param most the widest that the lines may be; names that leave no room for the figures stand on lines of their own. */
function tableLines(table: Table, paint: Paint, most = Number.POSITIVE_INFINITY): string[] {
  const wanted = columnWidths(table);
  const figures = totalWidth([0, ...wanted.slice(1)]);
  const headRoom = Math.max(NARROWEST_HEAD, Math.min(wanted[0] ?? 0, most - figures));
  const widths = [headRoom, ...wanted.slice(1)];
  const total = Math.min(most, totalWidth(widths));
  const line = (cells: readonly string[]) => cells.join(GAP).trimEnd();
  const head = line(
    table.columns.map((column, index) => (index === 0 ? padEnd(column, widths[0]) : padStart(column, widths[index]))),
  );
  const title = table.groups.length === 1 && table.groups[0]?.title === '' ? [paint.bold(table.title)] : [];
  const lines = head === '' ? title : [...title, head];
  lines.push(paint.dim('─'.repeat(total)));
  for (const group of table.groups) {
    if (group.title !== '') lines.push(paint.bold(group.title));
    for (const row of group.rows) {
      const ink = stateInk(paint, row.head.state);
      const name = headText(row.head, group.title !== '');
      const isLong = name.length > headRoom;
      const isBare = row.cells.every((cell) => cell.text === '');
      if (isLong || isBare) lines.push(...nameLines(name, most).map(ink));
      if (isBare) continue;
      lines.push(
        line([
          ink(padEnd(isLong ? '' : name, widths[0])),
          ...row.cells.map((cell, index) =>
            stateInk(paint, cell.state ?? row.head.state)(padStart(cell.text, widths[index + 1])),
          ),
        ]),
      );
    }
  }
  return lines;
}

/** A name on lines of its own, with its letter or its indent in front. */
function nameLines(name: string, width: number): string[] {
  const indent = /^(. )? */.exec(name)?.[0] ?? '';
  if (name.length <= width || indent.length >= width) return [name];
  const below = ' '.repeat(indent.length);
  return wrap(name.slice(indent.length), width - indent.length).map((line, i) => `${i === 0 ? indent : below}${line}`);
}

/** A measure of a state carries the state's letter, so that colour is never the only signal. */
function headText(head: Cell, indented: boolean): string {
  const letter = head.state === undefined ? ' ' : states[head.state].letter;
  return indented ? `${letter} ${head.text}` : head.text;
}

function columnWidths(table: Table): number[] {
  return table.columns.map((column, index) => {
    const cells = table.groups.flatMap((group) =>
      group.rows.map((row) =>
        index === 0 ? headText(row.head, group.title !== '') : (row.cells[index - 1]?.text ?? ''),
      ),
    );
    return Math.max(length(column), ...cells.map(length));
  });
}

function padStart(text: string, width = 0): string {
  return ' '.repeat(Math.max(0, width - length(text))) + text;
}

function padEnd(text: string, width = 0): string {
  return text + ' '.repeat(Math.max(0, width - length(text)));
}

/** Characters as a terminal counts them, near enough: code points. */
function length(text: string): number {
  return [...text].length;
}
