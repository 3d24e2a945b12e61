import type { Chart, Plugin } from 'chart.js';
import { formatSeconds, threeDigits } from '../../units.ts';
import type { CellScale, ChartRow, ChartSpec } from './spec.ts';
import { type ChartTheme, fontFamily } from './theme.ts';

const TEXT = `12px ${fontFamily}`;
/** CSS pixels between two cells. */
const GAP = 1;

/** The part of a 2D context that cells are drawn with. */
interface Brush {
  font: string;
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  textAlign: string;
  textBaseline: string;
  save(): void;
  restore(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  strokeRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { width: number };
}

/** Draws heat maps: each cell in the colour of its value, and with the value itself where there is room, so that colour is not the only signal. */
export function cellsPlugin(spec: ChartSpec, theme: ChartTheme): Plugin<'line'> {
  return {
    id: 'unpark-cells',
    beforeDatasetsDraw: (chart) => {
      const { cells } = spec;
      if (cells === undefined) return;
      const brush = chart.ctx as unknown as Brush;
      brush.save();
      brush.font = TEXT;
      brush.textAlign = 'center';
      brush.textBaseline = 'middle';
      spec.rows.forEach((row, index) => {
        drawRow(brush, chart, row, index, cells, theme);
      });
      brush.restore();
    },
  };
}

function drawRow(
  brush: Brush,
  chart: Chart<'line'>,
  row: ChartRow,
  index: number,
  scale: CellScale,
  theme: ChartTheme,
): void {
  const { x } = chart.scales;
  const y = chart.scales[`y${index}`];
  if (x === undefined || y === undefined) return;
  const texts = row.layers.flatMap(({ values }) => values.map((value) => cellText(scale, value)));
  const width = Math.abs(x.getPixelForValue(1) - x.getPixelForValue(0)) - GAP;
  const height = Math.abs(y.getPixelForValue(1) - y.getPixelForValue(0)) - GAP;
  // All or none: a number in some cells only would look as if it meant something.
  const hasTexts = height >= 13 && Math.max(...texts.map((text) => brush.measureText(text).width)) <= width - 4;
  row.layers.forEach(({ values }, line) => {
    values.forEach((value, column) => {
      const [middle, centre] = [x.getPixelForValue(column), y.getPixelForValue(line)];
      const [left, top] = [middle - width / 2, centre - height / 2];
      if (value === null) {
        brush.strokeStyle = theme.grid;
        brush.lineWidth = 1;
        brush.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
      } else {
        brush.fillStyle = cellColour(scale, value, theme);
        brush.fillRect(left, top, width, height);
      }
      if (!hasTexts && value !== null) return;
      brush.fillStyle = value === null ? theme.muted : textColour(scale, value, theme);
      brush.fillText(hasTexts ? cellText(scale, value) : '–', middle, centre);
    });
  });
}

/** A value as its cell and the legend tell it. */
export function cellText({ format }: CellScale, value: number | null): string {
  if (value === null) return '–';
  if (format === 'percent') return `${threeDigits(value * 100)} %`;
  return format === 'seconds' ? formatSeconds(value) : threeDigits(value);
}

/** Where a value lies between the ends of the scale, 0 … 1. */
function shareOf({ min, max, isLog }: CellScale, value: number): number {
  if (!(max > min)) return 0;
  const share = isLog ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.min(1, Math.max(0, share));
}

export function cellColour(scale: CellScale, value: number, { cells: [low, high] }: ChartTheme): string {
  const share = shareOf(scale, value);
  const mixed = low.map((part, index) => Math.round(part + ((high[index] as number) - part) * share));
  return `rgb(${mixed.join(', ')})`;
}

/** Of the two text colours the one that is read on the cell's. */
function textColour(scale: CellScale, value: number, theme: ChartTheme): string {
  return shareOf(scale, value) > 0.45 ? theme.background : theme.text;
}
