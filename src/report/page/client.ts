/** The script of the page: draws its charts, and draws them again when the theme or the width changes, and for paper; saves each as a picture or as figures. It is bundled by itself and runs in a browser. */
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { Chart, registerables } from 'chart.js';
import { chartConfig } from '../charts/config.ts';
import { chartCsv } from '../charts/csv.ts';
import { type ChartSpec, chartHeight, TITLE_HEIGHT } from '../charts/spec.ts';
import { type ChartTheme, darkTheme, lightTheme } from '../charts/theme.ts';
import type { TimelineSpec } from '../timeline/spec.ts';
import { TimelineView } from './timeline-client.ts';

const NARROW_PX = 560;
const PAPER_PX = 680;
/** A saved picture is as wide as those in the folder charts, whatever the window. */
const PICTURE_PX = 1_000;
const PICTURE_SCALE = 2;

Chart.register(...registerables);

const specs = JSON.parse(document.getElementById('charts')?.textContent ?? '[]') as ChartSpec[];
const dark = matchMedia('(prefers-color-scheme: dark)');
const timelineSpec = JSON.parse(document.getElementById('timeline-data')?.textContent ?? 'null') as TimelineSpec | null;
const timelineCanvas = document.getElementById('timeline-canvas') as HTMLCanvasElement;
const timeline =
  timelineSpec === null
    ? undefined
    : new TimelineView({ spec: timelineSpec, canvas: timelineCanvas, createTile }, themeFor(false));
const drawn = new Map<string, { destroy(): void }>();
let drawnFor = '';

function createTile(size: number): HTMLCanvasElement {
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  return tile;
}

function themeFor(paper: boolean): ChartTheme {
  return dark.matches && !paper ? darkTheme : lightTheme;
}

function draw(paper: boolean): void {
  const theme = themeFor(paper);
  timeline?.draw(theme, paper);
  const narrow = document.documentElement.clientWidth < NARROW_PX && !paper;
  const key = `${theme === darkTheme}/${narrow}/${paper}`;
  if (key === drawnFor) return;
  drawnFor = key;
  for (const spec of specs) {
    const canvas = document.getElementById(`chart-${spec.id}`) as HTMLCanvasElement;
    const box = canvas.parentElement as HTMLElement;
    box.style.height = `${box.dataset.height}px`;
    box.style.width = paper ? `${PAPER_PX}px` : '';
    drawn.get(spec.id)?.destroy();
    const config = chartConfig(spec, { theme, createTile, withTitle: false, narrow });
    drawn.set(spec.id, new Chart(canvas, config));
  }
}

/** Gives each chart its buttons; without JavaScript they would do nothing, so they are not in the page itself. */
function addButtons(): void {
  if (timeline !== undefined && timelineSpec !== null) {
    document.getElementById('timeline-buttons')?.append(
      ...timeline.actions.map(([text, action]) => button(text, action)),
      button('Save as PNG', () =>
        timelineCanvas.toBlob((blob) => blob !== null && save(blob, `${timelineSpec.id}.png`)),
      ),
    );
    document.getElementById('timeline-keys')?.removeAttribute('hidden');
  }
  for (const spec of specs) {
    const place = document.querySelector(`[data-save="${spec.id}"]`);
    place?.append(
      button('Save as PNG', async () => save(await picture(spec), `${spec.id}.png`)),
      button('Save as CSV', () => save(new Blob([chartCsv(spec)], { type: 'text/csv' }), `${spec.id}.csv`)),
    );
  }
}

function button(text: string, action: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', action);
  return element;
}

/** The chart with its title, as it stands in the folder charts, in the theme of the page. */
function picture(spec: ChartSpec): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = PICTURE_PX;
  canvas.height = chartHeight(spec) + TITLE_HEIGHT;
  const config = chartConfig(spec, { theme: themeFor(false), createTile, withTitle: true });
  const chart = new Chart(canvas, {
    ...config,
    options: { ...config.options, responsive: false, devicePixelRatio: PICTURE_SCALE },
  } as typeof config);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      chart.destroy();
      if (blob === null) reject(new Error('the browser could not make a picture'));
      else resolve(blob);
    }, 'image/png');
  });
}

let saved = '';

function save(blob: Blob, name: string): void {
  // The browser may still read the one under way, so each is given up when the next is saved.
  URL.revokeObjectURL(saved);
  saved = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = saved;
  link.download = `${document.documentElement.dataset.scenario ?? 'unpark'}-${name}`;
  link.click();
}

/** What is folded on the screen is still printed. */
function unfoldForPaper(paper: boolean): void {
  for (const fold of document.querySelectorAll<HTMLDetailsElement>('details.fold')) {
    if (paper && !fold.open) fold.dataset.folded = '';
    if (!paper && fold.dataset.folded === undefined) continue;
    fold.open = paper;
    if (!paper) delete fold.dataset.folded;
  }
}

draw(false);
addButtons();
dark.addEventListener('change', () => draw(false));
addEventListener('resize', () => draw(false));
addEventListener('beforeprint', () => {
  unfoldForPaper(true);
  draw(true);
});
addEventListener('afterprint', () => {
  unfoldForPaper(false);
  draw(false);
});
