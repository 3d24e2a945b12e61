import type { Calibration } from '../../result/calibration.ts';
import { contentsHtml, documentHtml, figureHtml, type Part } from '../page/document.ts';
import { escapeHtml, proseHtml } from '../page/html.ts';
import { comparisonTable } from '../page/table-html.ts';
import { calibrationCharts } from './calibration-charts.ts';
import { biasOf, calibrationTable, changeLines, headlineOf, profileTable, readingNotes } from './calibration-words.ts';

const PARTS = {
  figures: { id: 'figures', title: 'What was fitted' },
  charts: { id: 'charts-part', title: 'The log over the simulation' },
  changes: { id: 'changes', title: 'What was written' },
  scenario: { id: 'scenario', title: 'The calibrated scenario' },
} as const satisfies Readonly<Record<string, Part>>;

/** A line with its indent. */
function lineHtml(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return `${indent}${escapeHtml(line)}`;
}

/** A calibration as one HTML page that needs nothing else. @param scenario the calibrated scenario, as YAML. @param clientScript the built script of pages: it draws the charts. */
export function renderCalibrationPage(calibration: Calibration, scenario: string, clientScript: string): string {
  const charts = calibrationCharts(calibration);
  const profile = profileTable(calibration);
  const list = (texts: readonly string[]) =>
    `<ul>\n${texts.map((text) => `<li>${proseHtml(text)}</li>`).join('\n')}\n</ul>`;
  const section = ({ id, title }: Part, html: string) =>
    `<section aria-labelledby="${id}">\n<h2 id="${id}">${escapeHtml(title)}</h2>\n${html}\n</section>`;
  return documentHtml({
    name: calibration.name,
    header: `<p class="scenario">unpark calibrate: <code>${escapeHtml(calibration.name)}</code></p>
${contentsHtml(Object.values(PARTS))}
<h1>${proseHtml(headlineOf(calibration))}</h1>
<p class="question">${escapeHtml(biasOf(calibration))}.</p>`,
    main: [
      '<noscript><p>The charts need JavaScript; their figures are in the tables below them, and as pictures in the folder charts.</p></noscript>',
      section(
        PARTS.figures,
        `${comparisonTable(calibrationTable(calibration), '')}
${profile === undefined ? '' : comparisonTable(profile, '')}
${list([...calibration.notes, ...readingNotes(calibration)])}
<p class="note">The fit is the greatest likelihood of neighbouring samples, which knows that a sample that was not printed lies below the threshold; its intervals come from the spread of its scores over the log.</p>`,
      ),
      section(PARTS.charts, charts.map(figureHtml).join('\n')),
      section(PARTS.changes, list(changeLines(calibration))),
      section(
        PARTS.scenario,
        `<pre tabindex="0"><code>${scenario.trimEnd().split('\n').map(lineHtml).join('\n')}</code></pre>`,
      ),
    ].join('\n'),
    footer: `Made by unpark ${escapeHtml(calibration.engineVersion)} from ${escapeHtml(calibration.base)}.`,
    charts,
    clientScript,
  });
}
