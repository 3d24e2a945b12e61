import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { chartConfig } from './charts/config.ts';
import { type ChartSpec, chartHeight, TITLE_HEIGHT } from './charts/spec.ts';
import { lightTheme } from './charts/theme.ts';

/** A font file and the family under which the charts name it. */
export interface FontFile {
  readonly path: string;
  readonly family: string;
}

/** CSS pixels; a picture has PNG_SCALE times as many of its own. */
export const PNG_WIDTH = 1_000;
export const PNG_SCALE = 1.5;

/** A chart by its name, such as `threads-storage`, with the bytes of its PNG. */
export interface Png {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * Draws charts as PNGs, in the light theme.
 * @param fonts registered first: a machine without fonts would otherwise give pictures without text, and say nothing.
 */
export function renderPngs(charts: readonly ChartSpec[], fonts: readonly FontFile[]): Png[] {
  for (const font of fonts) {
    if (!GlobalFonts.has(font.family) || font.family === 'Inter') GlobalFonts.registerFromPath(font.path, font.family);
  }
  return charts.map((spec) => ({ id: spec.id, bytes: renderPng(spec) }));
}

function renderPng(spec: ChartSpec): Uint8Array {
  const renderer = new ChartJSNodeCanvas({ width: PNG_WIDTH, height: chartHeight(spec) + TITLE_HEIGHT });
  const config = chartConfig(spec, {
    theme: lightTheme,
    createTile: (size) => createCanvas(size, size),
    withTitle: true,
  });
  config.options = { ...config.options, devicePixelRatio: PNG_SCALE };
  return renderer.renderToBufferSync(config as unknown as Parameters<typeof renderer.renderToBufferSync>[0]);
}
