import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';
import type { ChartConfiguration } from 'chart.js';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { chartConfig } from './charts/config.ts';
import { type ChartSpec, chartHeight, TITLE_HEIGHT } from './charts/spec.ts';
import { fontFamily, lightTheme } from './charts/theme.ts';
import { titleLines } from './charts/title-lines.ts';
import { type Brush, drawTimeline, fillsOf } from './timeline/draw.ts';
import { geometryOf } from './timeline/geometry.ts';
import { threadsOf } from './timeline/intervals.ts';
import type { TimelineSpec } from './timeline/spec.ts';

/** A font file and the family under which the charts name it. */
export interface FontFile {
  readonly path: string;
  readonly family: string;
}

/** CSS pixels; a picture has PNG_SCALE times as many of its own. */
export const PNG_WIDTH = 1_000;
export const PNG_SCALE = 1.5;
/** Around a picture that Chart.js does not draw, as it has it around its own. */
const PADDING = 18;

/** What `ChartJSNodeCanvas` does before it compresses; what it has for both compresses on this thread, or asks the canvas for a form of `toBuffer` that this one lacks. */
interface ChartRenderer {
  renderChart(config: ChartConfiguration): { readonly canvas: Canvas; destroy(): void };
}

/** A chart by its name, such as `threads-storage`, with the bytes of its PNG. */
export interface Png {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** How many pictures are compressed at once, each of some 5 MB: as many as there are threads that do it (`UV_THREADPOOL_SIZE`). */
const AT_ONCE = 4;

/**
 * Draws charts as PNGs, in the light theme. They are compressed on other threads, while this one draws the next.
 * @param fonts registered first: a machine without fonts would otherwise give pictures without text, and say nothing.
 */
export async function renderPngs(
  charts: readonly ChartSpec[],
  fonts: readonly FontFile[],
  timeline?: TimelineSpec,
): Promise<Png[]> {
  for (const font of fonts) {
    if (!GlobalFonts.has(font.family) || font.family === 'Inter') GlobalFonts.registerFromPath(font.path, font.family);
  }
  const pngs: Promise<Png>[] = timeline === undefined ? [] : [renderTimeline(timeline)];
  for (const spec of charts) {
    if (pngs.length >= AT_ONCE) await pngs[pngs.length - AT_ONCE];
    pngs.push(renderPng(spec));
  }
  return Promise.all(pngs);
}

/** The whole window, with its title. */
async function renderTimeline(spec: TimelineSpec): Promise<Png> {
  const geometry = geometryOf(spec, PNG_WIDTH - 2 * PADDING);
  const title = titleLines(spec.title, 100);
  const subtitle = titleLines(spec.subtitle, 140);
  const head = PADDING + title.length * 24 + subtitle.length * 18 + 8;
  const canvas = createCanvas(PNG_WIDTH * PNG_SCALE, (head + geometry.height + 8) * PNG_SCALE);
  const context = canvas.getContext('2d');
  context.scale(PNG_SCALE, PNG_SCALE);
  context.fillStyle = lightTheme.background;
  context.fillRect(0, 0, PNG_WIDTH, head + geometry.height + 8);
  context.textBaseline = 'top';
  context.fillStyle = lightTheme.text;
  context.font = `600 18px ${fontFamily}`;
  for (const [i, line] of title.entries()) context.fillText(line, PADDING, PADDING + i * 24);
  context.fillStyle = lightTheme.muted;
  context.font = `13px ${fontFamily}`;
  for (const [i, line] of subtitle.entries()) context.fillText(line, PADDING, PADDING + title.length * 24 + i * 18);
  context.translate(PADDING, head);
  drawTimeline(context as unknown as Brush, {
    spec,
    geometry,
    threads: spec.lanes.map((lane) => threadsOf(lane, spec.fromSeconds)),
    view: { fromUs: 0, untilUs: (spec.untilSeconds - spec.fromSeconds) * 1e6 },
    theme: lightTheme,
    fills: fillsOf(lightTheme, (size) => createCanvas(size, size)),
  });
  return { id: spec.id, bytes: await canvas.encode('png') };
}

async function renderPng(spec: ChartSpec): Promise<Png> {
  const renderer = new ChartJSNodeCanvas({ width: PNG_WIDTH, height: chartHeight(spec) + TITLE_HEIGHT });
  const config = chartConfig(spec, {
    theme: lightTheme,
    createTile: (size) => createCanvas(size, size),
    withTitle: true,
  });
  config.options = { ...config.options, devicePixelRatio: PNG_SCALE };
  const chart = (renderer as unknown as ChartRenderer).renderChart(config);
  try {
    return { id: spec.id, bytes: await chart.canvas.encode('png') };
  } finally {
    chart.destroy();
  }
}
