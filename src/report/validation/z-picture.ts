import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { GREATEST_Z } from '../../validation/scores.ts';
import { isFailing, type Validation, type ValidationRow } from '../../validation/validation.ts';
import { fontFamily, lightTheme } from '../charts/theme.ts';
import { titleLines } from '../charts/title-lines.ts';
import { type FontFile, PNG_SCALE, PNG_WIDTH } from '../png.ts';
import { validationVerdict } from './validation-words.ts';

/** CSS pixels. */
const PADDING = 18;
const ROW = 17;
const MODEL_ROW = 24;
const NAMES = 400;
/** The scale reaches so far on either side; what lies beyond is drawn at its edge with an arrow. */
const MOST_Z = 5;
const FAILING = '#B3261E';

/** Draws the z-scores of all figures below one another, with the bounds at ±2 and ±4: where the simulator is right they scatter about 0. @returns a PNG. */
export function drawZScores(validation: Validation, fonts: readonly FontFile[]): Uint8Array {
  for (const font of fonts) {
    if (!GlobalFonts.has(font.family) || font.family === 'Inter') GlobalFonts.registerFromPath(font.path, font.family);
  }
  const { headline, reasons } = validationVerdict(validation);
  const title = titleLines(headline, 100);
  const subtitle = titleLines(`z-scores over replications. ${reasons.join(' ')}`, 140);
  const top = PADDING + title.length * 24 + subtitle.length * 18 + 34;
  const rows = validation.cases.reduce((sum, one) => sum + MODEL_ROW + one.rows.length * ROW, 0);
  const height = top + rows + PADDING + 8;
  const canvas = createCanvas(PNG_WIDTH * PNG_SCALE, height * PNG_SCALE);
  const pen = canvas.getContext('2d');
  pen.scale(PNG_SCALE, PNG_SCALE);
  pen.fillStyle = lightTheme.background;
  pen.fillRect(0, 0, PNG_WIDTH, height);
  pen.textBaseline = 'middle';
  for (const [i, text] of title.entries())
    write(pen, text, PADDING, PADDING + 12 + i * 24, '600 18px', lightTheme.text);
  for (const [i, text] of subtitle.entries()) {
    write(pen, text, PADDING, PADDING + title.length * 24 + 9 + i * 18, '13px', lightTheme.muted);
  }
  drawScale(pen, top, top + rows);
  let y = top;
  for (const { name, model, rows: figures } of validation.cases) {
    write(pen, `${name}: ${model}`, PADDING, y + MODEL_ROW / 2 + 2, '600 12px', lightTheme.text, NAMES - 8);
    y += MODEL_ROW;
    for (const row of figures) {
      write(pen, row.figure, PADDING + 12, y + ROW / 2, '12px', lightTheme.muted, NAMES - 20);
      drawScore(pen, row, y + ROW / 2);
      y += ROW;
    }
  }
  return canvas.toBuffer('image/png');
}

function xOf(z: number): number {
  const [left, right] = [PADDING + NAMES + 16, PNG_WIDTH - PADDING - 16];
  return left + ((z + MOST_Z) / (2 * MOST_Z)) * (right - left);
}

function drawScale(pen: SKRSContext2D, top: number, bottom: number): void {
  pen.fillStyle = lightTheme.grid;
  pen.fillRect(xOf(-2), top, xOf(2) - xOf(-2), bottom - top);
  for (let z = -MOST_Z + 1; z < MOST_Z; z += 1) {
    const isBound = Math.abs(z) === GREATEST_Z;
    pen.strokeStyle = isBound ? FAILING : z === 0 ? lightTheme.text : lightTheme.muted;
    pen.lineWidth = isBound || z === 0 ? 1.2 : 0.4;
    pen.beginPath();
    pen.moveTo(xOf(z), top);
    pen.lineTo(xOf(z), bottom);
    pen.stroke();
    pen.textAlign = 'center';
    write(pen, String(z).replace('-', '−'), xOf(z), top - 12, '12px', isBound ? FAILING : lightTheme.muted);
    pen.textAlign = 'left';
  }
}

/** A dot at the score; a triangle at the edge where it lies beyond the scale; a tick where the figure is exact; FAIL where there is none. */
function drawScore(pen: SKRSContext2D, row: ValidationRow, y: number): void {
  const fails = isFailing(row);
  const colour = fails ? FAILING : lightTheme.ink.ink;
  if (row.z === null) {
    write(
      pen,
      row.judgedBy === 'exact' ? (fails ? 'not exact' : 'exact') : 'no data',
      xOf(0) + 6,
      y,
      '600 11px',
      colour,
    );
    return;
  }
  pen.fillStyle = colour;
  pen.beginPath();
  if (Math.abs(row.z) <= MOST_Z) pen.arc(xOf(row.z), y, 4, 0, 2 * Math.PI);
  else {
    const side = Math.sign(row.z);
    const tip = xOf(side * MOST_Z);
    pen.moveTo(tip, y);
    pen.lineTo(tip - side * 9, y - 5);
    pen.lineTo(tip - side * 9, y + 5);
  }
  pen.fill();
}

function write(
  pen: SKRSContext2D,
  text: string,
  x: number,
  y: number,
  font: string,
  colour: string,
  room = Number.POSITIVE_INFINITY,
): void {
  pen.font = `${font} ${fontFamily}`;
  pen.fillStyle = colour;
  let shown = text;
  while (shown.length > 1 && pen.measureText(shown).width > room) shown = `${shown.slice(0, -2)}…`;
  pen.fillText(shown, x, y);
}
