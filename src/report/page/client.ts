/** The script of the page: draws its charts, and draws them again when the theme or the width changes, and for paper. It is bundled by itself and runs in a browser. */
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { Chart, registerables } from 'chart.js';
import { chartConfig } from '../charts/config.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { darkTheme, lightTheme } from '../charts/theme.ts';

const NARROW_PX = 560;
const PAPER_PX = 680;

Chart.register(...registerables);

const specs = JSON.parse(document.getElementById('charts')?.textContent ?? '[]') as ChartSpec[];
const dark = matchMedia('(prefers-color-scheme: dark)');
const drawn = new Map<string, { destroy(): void }>();
let drawnFor = '';

function createTile(size: number): HTMLCanvasElement {
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  return tile;
}

function draw(paper: boolean): void {
  const theme = dark.matches && !paper ? darkTheme : lightTheme;
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

draw(false);
dark.addEventListener('change', () => draw(false));
addEventListener('resize', () => draw(false));
addEventListener('beforeprint', () => draw(true));
addEventListener('afterprint', () => draw(false));
