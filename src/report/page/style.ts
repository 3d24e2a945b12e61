import { states } from '../states.ts';

/** The page's style sheet: light, dark, phone and paper. */
export const style = `
:root { color-scheme: light dark; --ground: #ffffff; --raised: #f5f7f9; --text: #16202c; --muted: #566273; --line: #dfe3e8; --accent: #0b5cad; --shadow: rgba(22, 32, 44, 0.28); }
@media (prefers-color-scheme: dark) {
  :root { --ground: #171c23; --raised: #1f262f; --text: #edf1f6; --muted: #a3afbf; --line: #2f3843; --accent: #7fb8f5; --shadow: rgba(0, 0, 0, 0.75); }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
header, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 20px; }
main > section:first-of-type > h2 { margin: 16px 0 0; }
main > section:first-of-type > figure:first-of-type { margin-top: 8px; }
.scenario { color: var(--muted); margin: 0 0 4px; }
.question { color: var(--muted); margin: 0 0 14px; max-width: 46em; }
h1 { font-size: clamp(1.35rem, 1rem + 1.6vw, 2rem); line-height: 1.25; margin: 0 0 8px; max-width: 38em; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 48px 0 12px; }
h3 { font-size: 1.05rem; line-height: 1.35; margin: 0 0 2px; font-weight: 600; }
p, li { max-width: 46em; overflow-wrap: anywhere; }
h1, h2, h3, th, caption, dt, dd, summary { overflow-wrap: anywhere; }
.reasons { padding-left: 1.2em; margin: 0; }
.reasons li { margin: 6px 0; }
code { font: 0.92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--raised); border-radius: 4px; padding: 1px 4px; overflow-wrap: anywhere; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; overflow-x: auto; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
.note { color: var(--muted); font-size: 0.9rem; }
.key { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 10px; margin: 0; }
.key > div { background: var(--raised); border-radius: 8px; padding: 10px 14px; display: flex; flex-direction: column; }
/* What a label leaves free is below it: the figures of all tiles stand on the same lines. */
.key dt { flex: 1; color: var(--muted); font-size: 0.85rem; line-height: 1.3; margin-bottom: 4px; }
.key dd { margin: 0; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 8px; font-variant-numeric: tabular-nums; }
.key dd span { overflow-wrap: anywhere; }
nav { margin: 0 0 8px; font-size: 0.9rem; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0 16px; margin: 0; padding: 0; white-space: nowrap; }
nav a { display: inline-block; padding: 4px 0; }
a { color: var(--accent); }
/* A shadow on a side says that there is more on it; it is covered where that ends. */
.scroll, nav { background: linear-gradient(to right, var(--ground) 40%, transparent) left / 48px 100% no-repeat local, linear-gradient(to left, var(--ground) 40%, transparent) right / 48px 100% no-repeat local, linear-gradient(to right, var(--shadow), transparent) left / 16px 100% no-repeat scroll, linear-gradient(to left, var(--shadow), transparent) right / 16px 100% no-repeat scroll, var(--ground); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; margin: 12px 0; }
.scroll tr > :first-child { position: sticky; left: 0; background: var(--ground); box-shadow: 1px 0 0 var(--line); }
.scroll tr > .group { background: var(--raised); }
.save { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.save:empty { display: none; }
button { font: inherit; font-size: 0.85rem; color: var(--accent); background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 4px 10px; cursor: pointer; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 10px 12px; font-weight: 600; }
caption span { position: sticky; left: 12px; }
th, td { padding: 6px 12px; text-align: right; border-top: 1px solid var(--line); white-space: nowrap; }
thead th { border-top: 0; color: var(--muted); font-weight: 600; }
th:first-child { text-align: left; font-weight: 400; white-space: normal; min-width: 14em; }
thead td { border-top: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
thead th:first-child, tbody th.group { font-weight: 600; }
tbody th.group { background: var(--raised); text-align: left; }
.state { display: inline-block; width: 1.35em; margin-right: 6px; border-radius: 3px; text-align: center; font-size: 0.78rem; font-weight: 700; color: #101418; }
${Object.entries(states)
  .map(([key, { colour }]) => `.state-${key} { background: ${colour}; }`)
  .join('\n')}
.state-queue { color: #ffffff; }
figure { margin: 20px 0 32px; }
figcaption { margin-bottom: 8px; }
figcaption p { margin: 0; max-width: none; color: var(--muted); font-size: 0.9rem; }
.chart { position: relative; width: 100%; }
.chart canvas { display: block; }
.timeline canvas { touch-action: pan-y; cursor: crosshair; }
.tip { position: absolute; visibility: hidden; pointer-events: none; max-width: min(100%, 26em); background: var(--raised); color: var(--text); border: 1px solid var(--line); border-radius: 6px; padding: 6px 10px; font-size: 0.85rem; line-height: 1.4; box-shadow: 0 2px 8px var(--shadow); font-variant-numeric: tabular-nums; }
.tip.shown { visibility: visible; }
.tip div:first-child { font-weight: 600; }
details { margin: 10px 0; }
summary { cursor: pointer; color: var(--accent); }
a:focus-visible, canvas:focus-visible, button:focus-visible, summary:focus-visible, .scroll:focus-visible, pre:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.log { font-size: 0.85rem; }
.notes li { margin: 6px 0; overflow-wrap: anywhere; }
footer { color: var(--muted); font-size: 0.9rem; padding-bottom: 48px; margin-top: 48px; }
@media (max-width: 600px) {
  nav { overflow-x: auto; }
  nav ul { flex-wrap: nowrap; }
  header, main, footer { padding-left: 16px; padding-right: 16px; }
  th, td { padding: 6px 8px; font-size: 0.85rem; }
  .scroll tr > :first-child { max-width: 44vw; }
  th:first-child { min-width: 8.5em; }
  .key { gap: 6px; }
  .key > div { padding: 6px 8px; }
  .key dt { font-size: 0.75rem; }
  .key dd { font-size: 0.85rem; flex-direction: column; }
  header { padding-top: 12px; }
}
@media print {
  :root { --ground: #ffffff; --raised: #f5f7f9; --text: #16202c; --muted: #566273; --line: #dfe3e8; --accent: #16202c; }
  body { font-size: 11pt; }
  header, main, footer { max-width: none; padding: 0; }
  figure, tr, li { break-inside: avoid; }
  h2, h3, figcaption { break-after: avoid; }
  .scroll { overflow: visible; border: 0; }
  figure details, .save, .tip, #timeline-keys, nav { display: none; }
  .fold > summary { display: none; }
  .scroll tr > :first-child { position: static; box-shadow: none; }
  th, td { padding: 3px 8px; }
}
`;
