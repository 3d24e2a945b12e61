import type { Note, Result } from '../../result/schema.ts';
import { sha256Hex } from '../../sha-256.ts';
import { type ChartSection, chartSections } from '../charts/charts.ts';
import { type ChartSpec, chartHeight, slug } from '../charts/spec.ts';
import { keyFigures } from '../key-figures.ts';
import { liveTables } from '../live-tables.ts';
import { provenance, reproduction } from '../reproduce.ts';
import { tablesTitle } from '../result-tables.ts';
import { designsOf, poolOf, poolsThatMatter } from '../selection.ts';
import type { Table } from '../table.ts';
import { type Verdict, verdictOf } from '../verdict.ts';
import { escapeHtml, plainHtml, proseHtml, scriptJson } from './html.ts';
import { style } from './style.ts';
import { badge, comparisonHtml, comparisonTable, tableHtml } from './table-html.ts';

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
  const [picture, ...sections] = chartSections(result) as [ChartSection, ...ChartSection[]];
  const live = liveTables(result);
  const comparison: Part = { id: 'comparison', title: tablesTitle(result) };
  // Inside a script element only its own end tag means anything.
  const script = clientScript.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const policy = `default-src 'none'; script-src '${sha256(script)}'; style-src '${sha256(style)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en" data-scenario="${slug(scenario.name)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(scenario.name)}: unpark</title>
<link rel="icon" href="${favicon}">
<style>${style}</style>
</head>
<body>
<header>
<p class="scenario">unpark: <code>${escapeHtml(scenario.name)}</code></p>
${contentsHtml([picture, FINDINGS, comparison, ...live.map(liveSection), ...sections, ASSUMPTIONS, REPRODUCE])}
<h1>${proseHtml(headline)}</h1>
<p class="question">${escapeHtml(scenario.question)}</p>
${keyFiguresHtml(result)}
</header>
<main>
<noscript><p>The charts need JavaScript; their figures are in the tables below them, and as pictures in the folder charts.</p></noscript>
${sectionHtml(picture)}
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
${sections.map((section) => sectionHtml(section, section.id === 'production' ? logHtml(result) : '')).join('\n')}
<section aria-labelledby="${ASSUMPTIONS.id}">
<h2 id="${ASSUMPTIONS.id}">${ASSUMPTIONS.title}</h2>
${notesHtml('What is assumed', result.assumptions)}
${notesHtml('Where the other numbers come from', result.sources)}
</section>
<section aria-labelledby="${REPRODUCE.id}">
<h2 id="${REPRODUCE.id}">${REPRODUCE.title}</h2>
<p>${escapeHtml(provenance(result))}.${result.world === 'sim' ? ' The same scenario and seed give the same bytes in <code>result.json</code>.' : ''}</p>
<pre tabindex="0"><code>${escapeHtml(reproduce)}</code></pre>
</section>
</main>
<footer><p>Made by unpark ${escapeHtml(result.engineVersion)}. Times are of the ${WORLD_WORDS[result.world]}.</p></footer>
<script type="application/json" id="charts">${scriptJson([picture, ...sections].flatMap((section) => section.charts))}</script>
<script>${script}</script>
</body>
</html>
`;
}

const WORLD_WORDS = { sim: 'simulated world', live: 'live world', observed: 'service that was observed' } as const;

/** A part of the page with its place in the contents. */
type Part = Pick<ChartSection, 'id' | 'title'>;

const FINDINGS: Part = { id: 'findings', title: 'Findings' };
const ASSUMPTIONS: Part = { id: 'assumptions', title: 'Assumptions and sources' };
const REPRODUCE: Part = { id: 'reproduce', title: 'How to reproduce it' };

function liveSection(table: Table, index: number): Part {
  return { id: `live-${index}`, title: table.title };
}

function contentsHtml(parts: readonly Part[]): string {
  const links = parts.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`);
  return `<nav aria-label="Contents"><ul>\n${links.join('\n')}\n</ul></nav>`;
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

function sectionHtml(section: ChartSection, more = ''): string {
  return `<section aria-labelledby="${section.id}">
<h2 id="${section.id}">${escapeHtml(section.title)}</h2>
${section.charts.map(figureHtml).join('\n')}
${section.leftOut.map((why) => `<p class="note">${proseHtml(why)}</p>`).join('\n')}
${more}
</section>`;
}

function figureHtml(spec: ChartSpec): string {
  const height = chartHeight(spec);
  return `<figure>
<figcaption><h3>${proseHtml(spec.title)}</h3><p>${escapeHtml(spec.subtitle)}</p></figcaption>
<div class="chart" data-height="${height}"><canvas id="chart-${spec.id}" role="img" aria-label="${plainHtml(spec.title)}. The figures are in the table below."></canvas></div>
<div class="save" data-save="${spec.id}"></div>
<details><summary>The figures of this chart</summary>
${tableHtml(spec.table)}
</details>
</figure>`;
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

/** The hash of a text as a content security policy writes it. */
function sha256(text: string): string {
  const bytes = sha256Hex(text).match(/../g) ?? [];
  return `sha256-${btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))))}`;
}

/** Three threads: two at work, one asleep. */
const favicon = `data:image/svg+xml,${encodeURIComponent(
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path fill='#009E73' d='M1 2h4v12H1z'/><path fill='#D55E00' d='M6 2h4v12H6z'/><path fill='#009E73' d='M11 2h4v12h-4z'/></svg>",
)}`;
