/** What every page of ours is made in: one document that needs nothing else, with its style, its charts and the script that draws them. */
import { sha256Hex } from '../../sha-256.ts';
import { type ChartSpec, chartHeight, slug } from '../charts/spec.ts';
import { escapeHtml, plainHtml, proseHtml, scriptJson } from './html.ts';
import { style } from './style.ts';
import { tableHtml } from './table-html.ts';

export interface Document {
  /** Of the scenario; files that are saved from the page begin with it. */
  readonly name: string;
  /** What stands in the header, in the main part and in the line below it: HTML. */
  readonly header: string;
  readonly main: string;
  readonly footer: string;
  readonly charts: readonly ChartSpec[];
  /** More that the script reads: script elements, each on a line. */
  readonly data?: string;
  /** The built client script (client.ts): it draws the charts. */
  readonly clientScript: string;
}

/** A part of the page with its place in the contents. */
export interface Part {
  readonly id: string;
  readonly title: string;
}

export function documentHtml({ name, header, main, footer, charts, data = '', clientScript }: Document): string {
  // Inside a script element only its own end tag means anything.
  const script = clientScript.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const policy = `default-src 'none'; script-src '${sha256(script)}'; style-src '${sha256(style)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en" data-scenario="${slug(name)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(name)}: unpark</title>
<link rel="icon" href="${favicon}">
<style>${style}</style>
</head>
<body>
<header>
${header}
</header>
<main>
${main}
</main>
<footer><p>${footer}</p></footer>
<script type="application/json" id="charts">${scriptJson(charts)}</script>
${data}<script>${script}</script>
</body>
</html>
`;
}

export function contentsHtml(parts: readonly Part[]): string {
  const links = parts.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`);
  return `<nav aria-label="Contents"><ul>\n${links.join('\n')}\n</ul></nav>`;
}

export function figureHtml(spec: ChartSpec): string {
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

/** The hash of a text as a content security policy writes it. */
function sha256(text: string): string {
  const bytes = sha256Hex(text).match(/../g) ?? [];
  return `sha256-${btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))))}`;
}

/** Three threads: two at work, one asleep. */
const favicon = `data:image/svg+xml,${encodeURIComponent(
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path fill='#009E73' d='M1 2h4v12H1z'/><path fill='#D55E00' d='M6 2h4v12H6z'/><path fill='#009E73' d='M11 2h4v12h-4z'/></svg>",
)}`;
