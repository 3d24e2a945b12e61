import pc from 'picocolors';
import { oneLine } from '../../one-line.ts';
import type { Sizing } from '../../result/sizing/sizing.ts';
import { isColoured } from '../colour.ts';
import { type TerminalOptions, tableText, terminalWidth } from '../terminal.ts';
import { wrap } from '../wrap.ts';
import { sizingTables } from './sizing-tables.ts';
import { headlineOf, notesOf } from './sizing-words.ts';

/** A sizing for a terminal, never wider than it. */
export function renderSizingTerminal(sizing: Sizing, options: TerminalOptions = {}): string {
  const width = terminalWidth(options);
  const paint = pc.createColors(options.colour ?? isColoured());
  const plain = (text: string) => text.replaceAll('`', '');
  return [
    ...wrap(plain(`${oneLine(sizing.scenario.name)}: ${headlineOf(sizing)}`), width).map(paint.bold),
    '',
    ...sizingTables(sizing).flatMap((table) => [...tableText(table, width, paint, true), '']),
    ...notesOf(sizing).flatMap((note) =>
      wrap(plain(note), width - 2).map((line, index) => paint.dim(`${index === 0 ? '- ' : '  '}${line}`)),
    ),
    '',
    '',
  ].join('\n');
}
