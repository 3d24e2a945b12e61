import type { ScenarioCheck } from '../../gate/check.ts';
import { escaped } from '../markdown.ts';
import { verdictText } from './terminal.ts';
import { baselineLines, checkHeading, findingLines } from './words.ts';

const MARKS = { pass: '✅ pass', fail: '❌ **fail**', warn: '⚠️ warn', 'no data': '❌ **no data**' } as const;
const MOST_CHANGES = 12;

/** What was judged as Markdown, verdict first: for a pull request, and for the summary of a step of GitHub's. Nothing of a scenario's text is markup in it. */
export function renderCheckSummary(checks: readonly ScenarioCheck[], reproduce: string): string {
  return `${['# unpark check', `**${escaped(verdictText(checks))}**`, ...checks.flatMap(scenarioParts), '## How to reproduce it', `\`\`\`sh\n${reproduce}\n\`\`\``].join('\n\n')}\n`;
}

function scenarioParts(check: ScenarioCheck): string[] {
  const rows = check.verdict.conditions.map((verdict) => {
    const found = findingLines(verdict)
      .map((line) => escaped(line))
      .join('<br>');
    return `| ${MARKS[verdict.outcome]} | ${escaped(verdict.condition.that)} | ${found} |`;
  });
  const table = ['| | condition | found |', '| --- | --- | --- |', ...rows].join('\n');
  const baseline = baselineLines(check, MOST_CHANGES);
  const [first = '', ...rest] = baseline;
  const list = rest.map((line) => `${line.startsWith('  ') ? '  ' : ''}- ${escaped(line)}`);
  return [
    `## ${escaped(checkHeading(check))}`,
    ...(rows.length === 0 ? ['It has no conditions.'] : [table]),
    ...(baseline.length === 0 ? [] : [`Baseline: ${escaped(first)}`, ...(list.length === 0 ? [] : [list.join('\n')])]),
  ];
}
