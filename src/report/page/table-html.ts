import type { Result } from '../../result/schema.ts';
import type { ChartTable } from '../charts/spec.ts';
import { longIntervalNote } from '../interval-note.ts';
import { resultTables } from '../result-tables.ts';
import { type StateKey, states } from '../states.ts';
import type { Cell, Table } from '../table.ts';
import { tableNotes } from '../table-notes.ts';
import { escapeHtml, proseHtml } from './html.ts';

/** The before/after tables of a result, and how to read them. */
export function comparisonHtml(result: Result): string {
  const keys: StateKey[] = ['working', 'parked', 'blocked', 'idle'];
  const legend = keys.map((key) => `${badge(key)}${states[key].label} (${states[key].meaning})`).join(', ');
  const tables = resultTables(result);
  // The section's heading already says what a single table is.
  const caption = tables.length === 1 ? ' class="unseen"' : '';
  return `${tables.map((table) => comparisonTable(table, caption)).join('\n')}
${tableNotes(result)
  .map((note) => `<p class="note">${proseHtml(note)}</p>\n`)
  .join('')}<p class="note">A thread is ${legend}.${longIntervalNote(result)}</p>`;
}

/** The figures of a chart. */
export function tableHtml(table: ChartTable): string {
  return scrolling(
    `<table><caption><span>${escapeHtml(table.caption)}</span></caption>
${head(table.columns)}
<tbody>
${table.rows.map((row) => `<tr>${row.map((text, index) => (index === 0 ? `<th scope="row">${escapeHtml(text)}</th>` : `<td>${escapeHtml(text)}</td>`)).join('')}</tr>`).join('\n')}
</tbody></table>`,
    table.caption,
  );
}

/** @param caption the attributes of the caption. */
export function comparisonTable(table: Table, caption: string): string {
  const groups = table.groups.map((group) => {
    const title =
      group.title === ''
        ? ''
        : `<tr><th class="group" scope="rowgroup" colspan="${table.columns.length}">${escapeHtml(group.title)}</th></tr>\n`;
    const rows = group.rows.map(
      (row) =>
        `<tr><th scope="row">${cellHtml(row.head)}</th>${row.cells.map((cell) => `<td>${escapeHtml(cell.text)}</td>`).join('')}</tr>`,
    );
    return `<tbody>\n${title}${rows.join('\n')}\n</tbody>`;
  });
  return scrolling(
    `<table><caption${caption}><span>${escapeHtml(table.title)}</span></caption>\n${head(table.columns)}\n${groups.join('\n')}</table>`,
    table.title,
  );
}

function head(columns: readonly string[]): string {
  const cells = columns.map((column) => (column === '' ? '<td></td>' : `<th scope="col">${escapeHtml(column)}</th>`));
  return `<thead><tr>${cells.join('')}</tr></thead>`;
}

function cellHtml(cell: Cell): string {
  return `${cell.state === undefined ? '' : badge(cell.state)}${escapeHtml(cell.text)}`;
}

/** The letter of a state in its colour; the text beside it names the state. */
export function badge(state: StateKey): string {
  return `<span class="state state-${state}" aria-hidden="true">${states[state].letter}</span>`;
}

/** A table that is wider than the page scrolls in a box of its own, which the keyboard reaches. */
function scrolling(table: string, label: string): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}">${table}</div>`;
}
