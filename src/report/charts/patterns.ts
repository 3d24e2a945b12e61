import { type PatternName, type StateKey, states } from '../states.ts';
import type { Ink } from './spec.ts';
import type { ChartTheme } from './theme.ts';

/** What a pattern is drawn with: the part of a 2D context that both worlds have. */
export interface PatternContext {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  fillRect(x: number, y: number, width: number, height: number): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  stroke(): void;
  fill(): void;
  createPattern(image: unknown, repetition: 'repeat'): unknown;
}

/** Makes a small canvas to draw a pattern's tile on: `document.createElement` in a browser, `createCanvas` elsewhere. */
export type CreateTile = (size: number) => { getContext(kind: '2d'): unknown };

const TILE = 10;

/** The fill of an area: the exact colour of its ink, with its state's own pattern upon it, so that it can be told apart without colour. */
export function fillOf(ink: Ink, theme: ChartTheme, createTile: CreateTile): unknown {
  const colour = theme.ink[ink];
  if (!(ink in states)) return colour;
  const pattern = states[ink as StateKey].pattern;
  if (pattern === 'solid' || pattern === 'plain') return colour;
  const tile = createTile(TILE);
  const context = tile.getContext('2d') as PatternContext;
  context.fillStyle = colour;
  context.fillRect(0, 0, TILE, TILE);
  drawPattern(context, pattern);
  return context.createPattern(tile, 'repeat') ?? colour;
}

/** Makes the fill of an area or of an overlay, once for a chart. */
export type Fill = (ink: Ink | Overlay) => unknown;

/** What is laid upon the areas: the range of the replications, and the warm-up. */
export type Overlay = 'range' | 'warmUp';

/** The fill of an overlay: fine lines with nothing between them, so that the areas below keep the colours of their legend. */
export function overlayOf(overlay: Overlay, theme: ChartTheme, createTile: CreateTile): unknown {
  const size = OVERLAY_TILE[overlay];
  const tile = createTile(size);
  const context = tile.getContext('2d') as PatternContext;
  context.strokeStyle = theme[overlay];
  context.lineWidth = 1;
  context.beginPath();
  if (overlay === 'range') {
    context.moveTo(0.5, 0);
    context.lineTo(0.5, size);
  } else {
    // Against the stripes of parked threads.
    for (const shift of [-size, 0, size]) {
      context.moveTo(shift - 1, -1);
      context.lineTo(shift + size + 1, size + 1);
    }
  }
  context.stroke();
  return context.createPattern(tile, 'repeat') ?? theme[overlay];
}

/** CSS pixels from line to line. */
const OVERLAY_TILE: Readonly<Record<Overlay, number>> = { range: 4, warmUp: 6 };

function drawPattern(context: PatternContext, pattern: PatternName): void {
  context.strokeStyle = 'rgba(255, 255, 255, 0.5)';
  context.fillStyle = 'rgba(0, 0, 0, 0.55)';
  context.lineWidth = 1.5;
  context.beginPath();
  if (pattern === 'stripes') {
    // The stripe leaves the tile at one corner and enters it at the other: three strokes make it seamless.
    for (const shift of [-TILE, 0, TILE]) {
      context.moveTo(shift - 1, TILE + 1);
      context.lineTo(shift + TILE + 1, -1);
    }
    context.stroke();
  } else if (pattern === 'dots') {
    context.arc(TILE / 4, TILE / 4, 1.2, 0, Math.PI * 2);
    context.fill();
    context.beginPath();
    context.arc((TILE * 3) / 4, (TILE * 3) / 4, 1.2, 0, Math.PI * 2);
    context.fill();
  } else if (pattern === 'grid') {
    context.moveTo(0, 0.75);
    context.lineTo(TILE, 0.75);
    context.stroke();
  }
}
