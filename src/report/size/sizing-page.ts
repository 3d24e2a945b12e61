import type { Sizing } from '../../result/sizing/sizing.ts';
import { contentsHtml, documentHtml, figureHtml, type Part } from '../page/document.ts';
import { escapeHtml, proseHtml } from '../page/html.ts';
import { comparisonTable } from '../page/table-html.ts';
import { sizingCharts } from './sizing-charts.ts';
import { sizingTables } from './sizing-tables.ts';
import { headlineOf, notesOf, sizingReproduction } from './sizing-words.ts';

const PARTS = {
  chart: { id: 'objective', title: 'The objective over the size' },
  answer: { id: 'answer', title: 'The figures' },
  reproduce: { id: 'reproduce', title: 'How to reproduce it' },
} satisfies Record<string, Part>;

/** A sizing as one HTML page that needs nothing else. @param clientScript the built script of pages: it draws the charts. */
export function renderSizingPage(sizing: Sizing, clientScript: string): string {
  const charts = sizingCharts(sizing);
  const { name, question, hash } = sizing.scenario;
  return documentHtml({
    name,
    header: `<p class="scenario">unpark size: <code>${escapeHtml(name)}</code></p>
${contentsHtml(Object.values(PARTS))}
<h1>${proseHtml(headlineOf(sizing))}</h1>
<p class="question">${escapeHtml(question)}</p>`,
    main: `<section aria-labelledby="${PARTS.chart.id}">
<h2 id="${PARTS.chart.id}">${PARTS.chart.title}</h2>
<noscript><p>The charts need JavaScript; their figures are in the tables below them, and as pictures in the folder charts.</p></noscript>
${charts.map(figureHtml).join('\n')}
</section>
<section aria-labelledby="${PARTS.answer.id}">
<h2 id="${PARTS.answer.id}">${PARTS.answer.title}</h2>
${sizingTables(sizing)
  .map((table) => comparisonTable(table, ''))
  .join('\n')}
${notesOf(sizing)
  .map((note) => `<p class="note">${proseHtml(note)}</p>`)
  .join('\n')}
</section>
<section aria-labelledby="${PARTS.reproduce.id}">
<h2 id="${PARTS.reproduce.id}">${PARTS.reproduce.title}</h2>
<p>Scenario ${escapeHtml(hash.slice(0, 12))}, unpark ${escapeHtml(sizing.engineVersion)}. The same version, scenario and seed give the same bytes in <code>sizing.json</code>, on any number of cores.</p>
<pre tabindex="0"><code>${escapeHtml(sizingReproduction(sizing))}</code></pre>
</section>`,
    footer: `Made by unpark ${escapeHtml(sizing.engineVersion)}. Times are of the simulated world.`,
    charts,
    clientScript,
  });
}
