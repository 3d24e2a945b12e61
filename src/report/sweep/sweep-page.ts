import type { SweepTable } from '../../result/sweep/sweep-schema.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { code, joinWords } from '../format.ts';
import { contentsHtml, documentHtml, figureHtml, type Part } from '../page/document.ts';
import { escapeHtml, proseHtml } from '../page/html.ts';
import { type SweepCharts, sweepCharts } from './sweep-charts.ts';
import { sizeOf, sweepReproduction } from './sweep-words.ts';

const REPRODUCE: Part = { id: 'reproduce', title: 'How to reproduce it' };

/** A sweep as one HTML page that needs nothing else. @param clientScript the built script of pages: it draws the charts. */
export function renderSweepPage(table: SweepTable, clientScript: string): string {
  const { header } = table;
  const { charts, leftOut } = sweepCharts(table);
  const sections = sectionsOf(charts);
  const headline = `${code(header.scenario.name)} over ${joinWords(header.axes.map(({ path }) => code(path)))}`;
  return documentHtml({
    name: header.scenario.name,
    header: `<p class="scenario">unpark sweep: <code>${escapeHtml(header.scenario.name)}</code></p>
${contentsHtml([...sections, REPRODUCE])}
<h1>${proseHtml(headline)}</h1>
<p class="question">${escapeHtml(sizeOf(header))}</p>`,
    main: `<noscript><p>The charts need JavaScript; their figures are in the tables below them, and as pictures in the folder charts.</p></noscript>
${sections
  .map(
    (section) => `<section aria-labelledby="${section.id}">
<h2 id="${section.id}">${escapeHtml(section.title)}</h2>
${section.charts.map(figureHtml).join('\n')}
</section>`,
  )
  .join('\n')}
${leftOut.map((why) => `<p class="note">${proseHtml(why)}</p>`).join('\n')}
<section aria-labelledby="${REPRODUCE.id}">
<h2 id="${REPRODUCE.id}">${REPRODUCE.title}</h2>
<p>Scenario ${escapeHtml(header.scenario.hash.slice(0, 12))}, unpark ${escapeHtml(header.engineVersion)}. The same version, scenario and seed give the same bytes in <code>sweep.jsonl</code> and <code>sweep.csv</code>, with any number of cores and shards.</p>
<pre tabindex="0"><code>${escapeHtml(sweepReproduction(header))}</code></pre>
</section>`,
    footer: `Made by unpark ${escapeHtml(header.engineVersion)}. Times are of the simulated world.`,
    charts: charts.map(({ chart }) => chart),
    clientScript,
  });
}

interface Section extends Part {
  readonly charts: ChartSpec[];
}

/** A section for each pool, job kind and the like, in the order of the measures. */
function sectionsOf(charts: SweepCharts['charts']): Section[] {
  const sections = new Map<string, Section>();
  for (const { measure, chart } of charts) {
    const title = measure.path.split('.').slice(0, 2).join('.');
    const section = sections.get(title) ?? { id: `part-${sections.size}`, title, charts: [] };
    section.charts.push(chart);
    sections.set(title, section);
  }
  return [...sections.values()];
}
