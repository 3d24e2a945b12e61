import pc from 'picocolors';
import type { ResultDiff } from '../../gate/diff.ts';
import { oneLine } from '../../one-line.ts';
import { isColoured } from '../colour.ts';
import type { Table } from '../table.ts';
import { type TerminalOptions, tableText, terminalWidth } from '../terminal.ts';
import { wrap } from '../wrap.ts';
import { type DiffTable, diffTables, diffVerdict } from './words.ts';

export interface DiffOptions extends TerminalOptions {
  /** Whether to tell every difference, and not only those that matter. */
  readonly all?: boolean;
}

/** What differs between two results, as lines for a terminal: the verdict, then what matters most. */
export function renderDiffTerminal(diff: ResultDiff, options: DiffOptions = {}): string {
  const width = terminalWidth(options);
  const paint = pc.createColors(options.colour ?? isColoured());
  const { headline, reasons } = diffVerdict(diff);
  const lines = [
    ...wrap(plain(headline), width).map(paint.bold),
    ...reasons.flatMap((reason) =>
      wrap(plain(reason), width - 2).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
    ),
  ];
  for (const table of diffTables(diff, options.all === true)) {
    if (table.rows.length > 0) lines.push('', ...tableText(tableOf(table), width, paint));
    else lines.push('', paint.bold(oneLine(table.design)));
    if (table.more > 0)
      lines.push(...wrap(`and ${table.more} more that matter less; --all shows them`, width).map(paint.dim));
  }
  return `${lines.join('\n')}\n`;
}

function tableOf({ design, rows }: DiffTable): Table {
  return {
    title: oneLine(design),
    columns: ['', 'before', 'after', 'change'],
    differences: [3],
    groups: [
      {
        title: '',
        rows: rows.map(([head, ...cells]) => ({ head: { text: head }, cells: cells.map((text) => ({ text })) })),
      },
    ],
  };
}

function plain(text: string): string {
  return text.replaceAll('`', '');
}
