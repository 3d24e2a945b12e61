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
