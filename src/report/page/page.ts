import type { Note, Result } from '../../result/schema.ts';
import { type ChartSection, chartSections } from '../charts/charts.ts';
import { keyFigures } from '../key-figures.ts';
import { liveTables } from '../live-tables.ts';
import { provenance, reproduction } from '../reproduce.ts';
import { tablesTitle } from '../result-tables.ts';
import { designsOf, poolOf, poolsThatMatter } from '../selection.ts';
import type { Table } from '../table.ts';
import { isFirstPicture, timelineOf } from '../timeline/timeline.ts';
import { type Verdict, verdictOf } from '../verdict.ts';
import { contentsHtml, documentHtml, figureHtml, type Part } from './document.ts';
import { escapeHtml, proseHtml, scriptJson } from './html.ts';
import { badge, comparisonHtml, comparisonTable } from './table-html.ts';
import { TIMELINE, timelineHtml } from './timeline-html.ts';

export interface PageOptions {
  /** The built client script (client.ts): it draws the charts. */
  readonly clientScript: string;
  /** What the page says at its top. Default: the verdict on the result. */
  readonly verdict?: Verdict;
  /** The command that gives the page again. Default: the one that gives the result. */
  readonly reproduce?: string;
}

/**
 * The report as one HTML page that needs nothing else: no network, no other file. Without JavaScript the text and the tables are there. Nothing of a scenario's text is markup
 * in it, and its content security policy lets no script run but our own.
 */
export function renderPage(result: Result, options: PageOptions): string {
  const { scenario } = result;
  const { clientScript, reproduce = reproduction(result) } = options;
  const { headline, reasons } = options.verdict ?? verdictOf(result);
  const charts = chartSections(result);
  const live = liveTables(result);
  const timeline = timelineOf(result);
  const isFirst = timeline !== undefined && isFirstPicture(result);
  // The picture that decides stands above the findings, all others below them.
  const pictures = isFirst
    ? [{ ...TIMELINE, html: timelineHtml(timeline) }]
    : charts.slice(0, 1).map((section) => withHtml(section));
  const sections = [
    ...(timeline === undefined || isFirst ? [] : [{ ...TIMELINE, html: timelineHtml(timeline) }]),
    ...charts
      .slice(isFirst ? 0 : 1)
      .map((section) => withHtml(section, section.id === 'production' ? logHtml(result) : '')),
  ];
  const comparison: Part = { id: 'comparison', title: tablesTitle(result) };
  const header = `<p class="scenario">unpark: <code>${escapeHtml(scenario.name)}</code></p>
${contentsHtml([...pictures, FINDINGS, comparison, ...live.map(liveSection), ...sections, ASSUMPTIONS, REPRODUCE])}
<h1>${proseHtml(headline)}</h1>
<p class="question">${escapeHtml(scenario.question)}</p>
${keyFiguresHtml(result)}`;
  const main = `<noscript><p>The charts need JavaScript; their figures are in the tables below them, and as pictures in the folder charts.</p></noscript>
${pictures.map(({ html }) => html).join('\n')}
<section aria-labelledby="${FINDINGS.id}">
<h2 id="${FINDINGS.id}">${FINDINGS.title}</h2>
<ul class="reasons">
${reasons.map((reason) => `<li>${proseHtml(reason)}</li>`).join('\n')}
</ul>
</section>
<section aria-labelledby="${comparison.id}">
<h2 id="${comparison.id}">${comparison.title}</h2>
<details class="fold" open><summary>All measures</summary>
${comparisonHtml(result)}
</details>
</section>
${live.map(liveTableHtml).join('\n')}
${sections.map(({ html }) => html).join('\n')}
<section aria-labelledby="${ASSUMPTIONS.id}">
<h2 id="${ASSUMPTIONS.id}">${ASSUMPTIONS.title}</h2>
${notesHtml('What is assumed', result.assumptions)}
${notesHtml('Where the other numbers come from', result.sources)}
</section>
<section aria-labelledby="${REPRODUCE.id}">
<h2 id="${REPRODUCE.id}">${REPRODUCE.title}</h2>
<p>${escapeHtml(provenance(result))}.${result.world === 'sim' ? ' The same scenario and seed give the same bytes in <code>result.json</code>.' : ''}</p>
<pre tabindex="0"><code>${escapeHtml(reproduce)}</code></pre>
</section>`;
  return documentHtml({
    name: scenario.name,
    header,
    main,
    footer: `Made by unpark ${escapeHtml(result.engineVersion)}. Times are of the ${WORLD_WORDS[result.world]}.`,
    charts: charts.flatMap((section) => section.charts),
    data:
      timeline === undefined
        ? ''
        : `<script type="application/json" id="timeline-data">${scriptJson(timeline)}</script>\n`,
    clientScript,
  });
}

const WORLD_WORDS = { sim: 'simulated world', live: 'live world', observed: 'service that was observed' } as const;

const FINDINGS: Part = { id: 'findings', title: 'Findings' };
const ASSUMPTIONS: Part = { id: 'assumptions', title: 'Assumptions and sources' };
const REPRODUCE: Part = { id: 'reproduce', title: 'How to reproduce it' };

function liveSection(table: Table, index: number): Part {
  return { id: `live-${index}`, title: table.title };
}

function keyFiguresHtml(result: Result): string {
  const cards = keyFigures(result).map(
    ({ label, state, values }) =>
      `<div><dt>${state === undefined ? '' : badge(state)}${escapeHtml(label)}</dt>
${values.map(({ design, text }) => `<dd><span>${escapeHtml(design)}</span> <b>${escapeHtml(text)}</b></dd>`).join('\n')}</div>`,
  );
  return cards.length === 0 ? '' : `<dl class="key">\n${cards.join('\n')}\n</dl>`;
}

function liveTableHtml(table: Table, index: number): string {
  const { id, title } = liveSection(table, index);
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escapeHtml(title)}</h2>
${comparisonTable(table, ' class="unseen"')}
</section>`;
}

function withHtml(section: ChartSection, more = ''): Part & { readonly html: string } {
  return { id: section.id, title: section.title, html: sectionHtml(section, more) };
}

function sectionHtml(section: ChartSection, more: string): string {
  return `<section aria-labelledby="${section.id}">
<h2 id="${section.id}">${escapeHtml(section.title)}</h2>
${section.charts.map(figureHtml).join('\n')}
${section.leftOut.map((why) => `<p class="note">${proseHtml(why)}</p>`).join('\n')}
${more}
</section>`;
}

/** A few lines as the service itself would print them. */
function logHtml(result: Result): string {
  const designs = designsOf(result);
  const logs = poolsThatMatter(result).flatMap((pool) =>
    designs.flatMap((design) => {
      const lines = poolOf(design, pool)?.health?.firstLines ?? [];
      return lines.length === 0
        ? []
        : [
            `<h3>The first lines of the log with <code>${escapeHtml(design.name)}</code></h3>
<pre class="log" tabindex="0"><code>${lines.map(escapeHtml).join('\n')}</code></pre>`,
          ];
    }),
  );
  return logs.join('\n');
}

function notesHtml(title: string, notes: readonly Note[]): string {
  if (notes.length === 0) return '';
  const items = notes.map(({ path, value, text }) => {
    const place =
      path === '' ? '' : `<code>${escapeHtml(path)}${value === '' ? '' : ` = ${escapeHtml(value)}`}</code>: `;
    return `<li>${place}${escapeHtml(text)}</li>`;
  });
  return `<h3>${title}</h3>\n<ul class="notes">\n${items.join('\n')}\n</ul>`;
}
