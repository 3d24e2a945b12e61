import type { Note, Result } from '../result/schema.ts';
import { chartSections } from './charts/charts.ts';
import { CHARTS } from './files/manifest.ts';
import { longIntervalNote } from './interval-note.ts';
import { liveTables } from './live-tables.ts';
import { escaped, prose } from './markdown.ts';
import { provenance, reproduction } from './reproduce.ts';
import { resultTables } from './result-tables.ts';
import { states } from './states.ts';
import type { Table } from './table.ts';
import { tableNotes } from './table-notes.ts';
import { timelineOf } from './timeline/timeline.ts';
import { verdictOf } from './verdict.ts';

export interface SummaryOptions {
  /** Whether the pictures of the charts lie in the folder beside it. Default: true. */
  readonly hasPictures?: boolean;
}

/** The report as Markdown, verdict first: fit for a pull request. Nothing of a scenario's text is markup in it. */
export function renderSummary(result: Result, { hasPictures = true }: SummaryOptions = {}): string {
  const { headline, reasons } = verdictOf(result);
  const { scenario } = result;
  return `${[
    `# ${escaped(scenario.name)}: ${escaped(scenario.question)}`,
    `**${prose(headline)}**`,
    reasons.map((reason) => `- ${prose(reason)}`).join('\n'),
    ...resultTables(result).map(tableText),
    ...tableNotes(result).map(prose),
    tableNote(result),
    ...liveTables(result).map(tableText),
    ...(hasPictures ? timelinePicture(result) : []),
    ...chartSections(result).flatMap((section) => [
      `## ${section.title}`,
      ...section.charts
        .filter(() => hasPictures)
        .map((chart) => `![${escaped(plain(chart.title))}](${CHARTS}/${chart.id}.png)`),
      ...section.leftOut.map(prose),
    ]),
    notes('Assumptions', result.assumptions),
    notes('Sources', result.sources),
    '## How to reproduce it',
    `${escaped(provenance(result))}:`,
    `\`\`\`sh\n${reproduction(result)}\n\`\`\``,
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function timelinePicture(result: Result): string[] {
  const timeline = timelineOf(result);
  if (timeline === undefined) return [];
  return ['## Every thread', `![${escaped(plain(timeline.title))}](${CHARTS}/${timeline.id}.png)`];
}

function tableText(table: Table): string {
  const columns = table.columns.map((column) => escaped(column));
  const lines = [
    `| ${columns.join(' | ')} |`,
    `|${columns.map((_, index) => (index === 0 ? ' --- |' : ' ---: |')).join('')}`,
  ];
  for (const group of table.groups) {
    if (group.title !== '') lines.push(`| **${escaped(group.title)}** |${' |'.repeat(columns.length - 1)}`);
    for (const row of group.rows) {
      const head = row.head.state === undefined ? '' : `${states[row.head.state].letter} `;
      lines.push(`| ${head}${escaped(row.head.text)} | ${row.cells.map((cell) => escaped(cell.text)).join(' | ')} |`);
    }
  }
  return `## ${escaped(table.title)}\n\n${lines.join('\n')}`;
}

function tableNote(result: Result): string {
  return `A thread works (W), is parked (P: sleeps on a timer), is blocked (B: waits for a semaphore or for tasks it started) or is idle (I).${longIntervalNote(result)}`;
}

function notes(title: string, list: readonly Note[]): string {
  if (list.length === 0) return '';
  const lines = list.map(({ path, value, text }) => {
    const place = path === '' ? '' : `${escaped(path)}${value === '' ? '' : ` = ${escaped(value)}`}: `;
    return `- ${place}${escaped(text)}`;
  });
  return `<details>\n<summary>${title} (${list.length})</summary>\n\n${lines.join('\n')}\n\n</details>`;
}

function plain(text: string): string {
  return text.replaceAll('`', '');
}
