import type { Chart, ChartArea, Plugin, Scale } from 'chart.js';
import type { Fill } from './patterns.ts';
import type { ChartRow, ChartSpec, Mark } from './spec.ts';
import { type ChartTheme, fontFamily } from './theme.ts';

const LINE = 15;
const LABELS = [12.5, 11, 10].map((size) => `600 ${size}px ${fontFamily}`);
const SMALL = `11.5px ${fontFamily}`;

/** The part of a 2D context that labels and lines are drawn with. */
interface Pen {
  font: string;
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  textAlign: string;
  textBaseline: string;
  lineJoin: string;
  save(): void;
  restore(): void;
  setLineDash(dashes: number[]): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  stroke(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  strokeText(text: string, x: number, y: number): void;
  measureText(text: string): { width: number };
}

/** Draws what belongs to a whole row: its name, the shaded warm-up, the size of the pool and other marks. */
export function rowsPlugin(spec: ChartSpec, theme: ChartTheme, fill: Fill): Plugin<'line'> {
  const each = (chart: Chart<'line'>, draw: (pen: Pen, row: ChartRow, y: Scale, area: ChartArea) => void) => {
    const pen = chart.ctx as unknown as Pen;
    spec.rows.forEach((row, index) => {
      const y = chart.scales[`y${index}`];
      if (y === undefined) return;
      pen.save();
      draw(pen, row, y, chart.chartArea);
      pen.restore();
    });
  };
  return {
    id: 'unpark-rows',
    beforeDraw: (chart) => {
      const pen = chart.ctx as unknown as Pen;
      pen.save();
      pen.fillStyle = theme.background;
      pen.fillRect(0, 0, chart.width, chart.height);
      pen.restore();
    },
    afterDatasetsDraw: (chart) => {
      const x = chart.scales.x;
      if (x === undefined) return;
      each(chart, (pen, row, y, area) => {
        drawShade(pen, row, x, y, fill);
        const room = area.right - area.left - 16 - nameShortening(pen, row.marks, y);
        write(pen, theme, row.label, area.left + 8, y.top + 12, labelFont(pen, row.label, room), theme.text, room);
        drawMarks(pen, row.marks, x, y, area, theme);
      });
    },
  };
}

/** What the labels of horizontal marks take of the row's first line, where they reach up to it. */
function nameShortening(pen: Pen, marks: readonly Mark[], y: Scale): number {
  pen.font = SMALL;
  const beside = marks.filter(({ axis, value }) => axis === 'y' && y.getPixelForValue(value) - 10 < y.top + 12 + LINE);
  return Math.max(0, ...beside.map(({ label }) => pen.measureText(label).width + 14));
}

function drawShade(pen: Pen, row: ChartRow, x: Scale, y: Scale, fill: Fill): void {
  if (row.shade === undefined) return;
  const from = x.getPixelForValue(row.shade.from);
  const to = x.getPixelForValue(row.shade.to);
  pen.fillStyle = fill('warmUp');
  pen.fillRect(from, y.top, to - from, y.bottom - y.top);
}

function drawMarks(pen: Pen, marks: readonly Mark[], x: Scale, y: Scale, area: ChartArea, theme: ChartTheme): void {
  // Labels of vertical marks stand under the row's name, each on the first line that is free.
  const taken: { line: number; from: number; to: number }[] = [];
  const lines = marks.filter((mark) => mark.axis === 'x').map((mark) => x.getPixelForValue(mark.value));
  for (const mark of marks) {
    pen.strokeStyle = mark.strong === true ? theme.text : theme.muted;
    pen.lineWidth = mark.strong === true ? 1.5 : 1;
    pen.setLineDash(mark.strong === true ? [] : [4, 3]);
    pen.font = SMALL;
    const width = pen.measureText(mark.label).width;
    pen.beginPath();
    if (mark.axis === 'y') {
      const at = y.getPixelForValue(mark.value);
      pen.moveTo(area.left, at);
      pen.lineTo(area.right, at);
      pen.stroke();
      write(pen, theme, mark.label, area.right - width - 6, at - 10, SMALL, theme.text, width + 6);
      continue;
    }
    const at = x.getPixelForValue(mark.value);
    const from = labelStart(at, width, lines, area);
    let line = 1;
    while (taken.some((other) => other.line === line && from < other.to + 8 && other.from < from + width + 8))
      line += 1;
    taken.push({ line, from, to: from + width });
    pen.moveTo(at, y.top + LINE * line + 4);
    pen.lineTo(at, y.bottom);
    pen.stroke();
    write(pen, theme, mark.label, from, y.top + LINE * line + 12, SMALL, theme.text, width + 6);
  }
}

/** A label stands to the right of its line, or to the left where it would leave the picture or cover another line. */
function labelStart(at: number, width: number, lines: readonly number[], area: ChartArea): number {
  const [right, left] = [at + 5, at - 5 - width];
  const isFree = (from: number) => lines.every((line) => line === at || line < from - 2 || line > from + width + 2);
  if (right + width + 1 > area.right) return left;
  return isFree(right) || left < area.left || !isFree(left) ? right : left;
}

/** The largest font in which a row's name fits, or the smallest. */
function labelFont(pen: Pen, text: string, room: number): string {
  const fits = (font: string) => {
    pen.font = font;
    return pen.measureText(text).width <= room;
  };
  return LABELS.find(fits) ?? (LABELS.at(-1) as string);
}

/** Writes with a rim in the colour of the ground, so that a label reads upon any area; what is too long is shortened. */
function write(
  pen: Pen,
  theme: ChartTheme,
  text: string,
  x: number,
  y: number,
  font: string,
  colour: string,
  room: number,
): void {
  pen.font = font;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.setLineDash([]);
  pen.lineJoin = 'round';
  pen.lineWidth = 4;
  pen.strokeStyle = theme.background;
  const shown = shortened(pen, text, room);
  pen.strokeText(shown, x, y);
  pen.fillStyle = colour;
  pen.fillText(shown, x, y);
}

function shortened(pen: Pen, text: string, room: number): string {
  if (pen.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 1 && pen.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
  return `${text.slice(0, end)}…`;
}
