import type { ResultDiff } from '../../gate/diff.ts';
import type { ChartSection } from '../charts/charts.ts';
import { CHARTS } from '../files/manifest.ts';
import { escaped, prose } from '../markdown.ts';
import { diffTables, diffVerdict } from './words.ts';

/** What differs between two results as Markdown, with the charts of both. @param sections of the combined result. */
export function renderDiffSummary(diff: ResultDiff, sections: readonly ChartSection[], reproduce: string): string {
  const { headline, reasons } = diffVerdict(diff);
  const tables = diffTables(diff, true).map(({ design, rows }) =>
    [
      `## ${escaped(design)}`,
      '',
      '| | before | after | change |',
      '| --- | ---: | ---: | ---: |',
      ...rows.map((cells) => `| ${cells.map((cell) => escaped(cell)).join(' | ')} |`),
    ].join('\n'),
  );
  const charts = sections.flatMap((section) =>
    section.charts.map((chart) => `![${escaped(chart.title.replaceAll('`', ''))}](${CHARTS}/${chart.id}.png)`),
  );
  return `${[
    '# What changed',
    `**${prose(headline)}**`,
    reasons.map((reason) => `- ${prose(reason)}`).join('\n'),
    ...tables,
    '## Before and after on the same axes',
    ...charts,
    '## How to reproduce it',
    `\`\`\`sh\n${reproduce}\n\`\`\``,
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}
