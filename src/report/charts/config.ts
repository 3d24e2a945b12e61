import type { Chart, ChartConfiguration, ChartDataset, LegendItem, ScaleOptionsByType } from 'chart.js';
import { cellsPlugin } from './cells-plugin.ts';
import { legendEntries, switchSeries } from './legend.ts';
import { type CreateTile, type Fill, fillOf, type Overlay, overlayOf } from './patterns.ts';
import { rowsPlugin } from './rows-plugin.ts';
import { type ChartSpec, type Ink, type Layer, ROW_GAP, rowHeight, xAt } from './spec.ts';
import { type ChartTheme, dashOf, fontFamily } from './theme.ts';
import { tickText, xTicks, xTickText, yTicks } from './ticks.ts';
import { titleLines } from './title-lines.ts';
import { hoveredRow, hoverPlugin, tooltipTitle, valueText } from './tooltip.ts';

export interface ConfigOptions {
  readonly theme: ChartTheme;
  readonly createTile: CreateTile;
  /** Whether the title stands in the picture; the page has it as text. */
  readonly withTitle: boolean;
  /** Fewer ticks, smaller text. */
  readonly narrow?: boolean;
}

type LineConfig = ChartConfiguration<'line', { x: number; y: number | null }[]>;
type LineDataset = ChartDataset<'line', { x: number; y: number | null }[]>;

/** The radius of a dot; CSS pixels. */
const DOT = 1.7;
/** Of a point that stands for a line of one value. */
const ALONE = 3;
/** The room for a row's name, and for the labels of vertical marks, above its highest value; CSS pixels. */
const NAME_ROOM = 30;
const MARKS_ROOM = 62;
/** The room for a vertical axis: its title with the gaps, and each character of its longest tick; CSS pixels. */
const AXIS_TITLE_ROOM = 32;
const TICK_CHARACTER = 7;

/** Makes the configuration for Chart.js: the one way in which a chart is drawn, in a PNG and on the page. */
export function chartConfig(spec: ChartSpec, options: ConfigOptions): LineConfig {
  const { theme } = options;
  const fills = new Map<Ink | Overlay, unknown>();
  const fill: Fill = (ink) => {
    if (!fills.has(ink)) fills.set(ink, fillFor(ink, options));
    return fills.get(ink);
  };
  const text = (size: number, weight: 'normal' | 600 = 'normal') => ({ family: fontFamily, size, weight });
  const tick = { color: theme.muted, font: text(11.5) };
  return {
    type: 'line',
    data: { datasets: spec.rows.flatMap((row, index) => datasets(row.layers, index, theme, fill)) },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      normalized: true,
      layout: { padding: options.withTitle ? 18 : { top: 2, right: 6 } },
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: {
          type: 'linear',
          min: spec.x.min,
          max: spec.x.max,
          grid: { color: theme.grid },
          border: { color: theme.muted },
          ticks: { ...tick, maxRotation: 0, callback: (value, _index, all) => xTickText(spec, Number(value), all) },
          title: { display: true, text: spec.x.label, color: theme.muted, font: text(12) },
          afterBuildTicks: (scale) => {
            scale.ticks = xTicks(spec.x, options.narrow === true ? 5 : 10).map((value) => ({ value }));
          },
        },
        ...Object.fromEntries(
          spec.rows.flatMap((_, index) => [
            [`y${index}`, rowScale(spec, index, theme, tick, text(11.5))],
            ...(index === 0 ? [] : [[`gap${index}`, gapScale(spec, index)]]),
          ]),
        ),
      },
      plugins: {
        title: {
          display: options.withTitle,
          align: 'start',
          color: theme.text,
          font: text(18, 600),
          padding: { bottom: 4 },
          text: titleLines(spec.title, 100),
        },
        subtitle: {
          display: options.withTitle,
          align: 'start',
          color: theme.muted,
          font: text(13),
          padding: { bottom: 6 },
          text: titleLines(spec.subtitle, 140),
        },
        legend: {
          align: 'start',
          onClick: (_event: unknown, entry: LegendItem, { chart }: { chart: Chart }) => switchSeries(chart, entry.text),
          labels: {
            color: theme.text,
            font: text(12),
            usePointStyle: true,
            pointStyleWidth: 22,
            boxHeight: 11,
            generateLabels: (chart: Chart) => legendEntries(spec, theme, fill, chart),
          },
        },
        tooltip: {
          position: 'row',
          filter: (item) => item.dataset.yAxisID === hoveredRow(item.chart),
          callbacks: {
            title: (items) => tooltipTitle(spec, items[0]?.parsed.x),
            label: (item) => `${item.dataset.label ?? ''}: ${valueText(spec, item.parsed.y)}`,
          },
        },
      },
    },
    plugins: [rowsPlugin(spec, theme, fill), cellsPlugin(spec, theme), hoverPlugin],
  } as LineConfig;
}

function fillFor(ink: Ink | Overlay, { theme, createTile }: ConfigOptions): unknown {
  return ink === 'range' || ink === 'warmUp' ? overlayOf(ink, theme, createTile) : fillOf(ink, theme, createTile);
}

function datasets(layers: readonly Layer[], row: number, theme: ChartTheme, fill: Fill): LineDataset[] {
  let stackedBelow = false;
  return layers.flatMap((layer, index) => {
    if (layer.kind === 'cells') return [];
    const stacked = layer.kind === 'area';
    const below = stackedBelow;
    stackedBelow = stackedBelow || stacked;
    const alone = { ...dataset(layer, row, theme, fill), stack: `alone-${row}-${index}` };
    switch (layer.kind) {
      case 'area':
        return [{ ...alone, stack: `areas-${row}`, fill: below ? '-1' : 'origin' } as LineDataset];
      case 'band': {
        const lower = { ...alone, stack: `lower-${row}-${index}`, fill: false, data: points(layer, layer.lower) };
        return [lower as LineDataset, { ...alone, fill: '-1' } as LineDataset];
      }
      default:
        return [alone];
    }
  });
}

function dataset(layer: Layer, row: number, theme: ChartTheme, fill: Fill): LineDataset {
  const isLine = layer.kind === 'line';
  const isDots = layer.kind === 'dots';
  const radius = isDots ? DOT : layer.points === true ? 4 : alonePoints(layer);
  return {
    label: layer.label,
    yAxisID: `y${row}`,
    data: layer.kind === 'steps' ? stepPoints(layer) : points(layer, layer.values),
    fill: isLine || isDots ? false : 'origin',
    backgroundColor: fill(layer.kind === 'band' ? 'range' : layer.ink),
    borderColor: isLine ? theme.ink[layer.ink] : 'transparent',
    borderWidth: isLine ? (layer.points === true ? 2 : 1) : 0,
    borderDash: [...dashOf(layer.ink)],
    // What is of a lower order is drawn later: lines and bands lie upon the areas.
    order: isLine || isDots ? 0 : layer.kind === 'band' ? 1 : 2,
    pointRadius: radius,
    pointHoverRadius: radius,
    pointHitRadius: 0,
    ...(Array.isArray(radius) ? { pointBackgroundColor: theme.ink[layer.ink], pointBorderWidth: 0 } : {}),
    ...(isDots ? { pointBackgroundColor: theme.ink[layer.ink], pointBorderWidth: 0, showLine: false } : {}),
    // Chart.js would sort and thin nothing here, and the values are already numbers.
    parsing: false,
  } as unknown as LineDataset;
}

/** A value without neighbours has no line to be on: a point marks it. Radii by value, in pixels; 0 where every value has a neighbour. */
function alonePoints({ kind, values }: Layer): number | number[] {
  if (kind !== 'line' && kind !== 'area') return 0;
  const isThere = (index: number) => (values[index] ?? null) !== null;
  const radii = values.map((_, i) => (isThere(i) && !isThere(i - 1) && !isThere(i + 1) ? ALONE : 0));
  return radii.some((radius) => radius > 0) ? radii : 0;
}

function points(layer: Layer, values: readonly (number | null)[] = []): { x: number; y: number | null }[] {
  return values.map((y, index) => ({ x: xAt(layer, index), y }));
}

/** A bar for each value: its top as two points, so that neighbours meet without a gap. */
function stepPoints(layer: Layer): { x: number; y: number | null }[] {
  return layer.values.flatMap((y, index) => {
    const middle = layer.start + index * layer.step;
    return [
      { x: middle - layer.step / 2, y },
      { x: middle + layer.step / 2, y },
    ];
  });
}

function rowScale(
  spec: ChartSpec,
  index: number,
  theme: ChartTheme,
  tick: object,
  font: object,
): Partial<ScaleOptionsByType<'linear'>> {
  const room = spec.rows.some((row) => row.marks.some((mark) => mark.axis === 'x')) ? MARKS_ROOM : NAME_ROOM;
  const { max, logFrom } = { ...spec.y, max: spec.y.max > 0 ? spec.y.max : 1 };
  const min = spec.y.names === undefined ? 0 : -0.5;
  const share = Math.min(0.6, room / rowHeight(spec));
  const ticks = yTicks(spec.y, spec.rows.length > 2 ? 4 : 5);
  const longestTick = Math.max(...ticks.map((value) => tickText(spec, value).length));
  return {
    type: logFrom === undefined ? 'linear' : 'logarithmic',
    position: 'left',
    stack: 'rows',
    stackWeight: rowHeight(spec),
    // Chart.js puts the lightest axis of a stack at the bottom; the first design belongs on top.
    weight: 2 * (spec.rows.length - index),
    min: logFrom ?? min,
    max: logFrom === undefined ? min + (max - min) / (1 - share) : logFrom * (max / logFrom) ** (1 / (1 - share)),
    stacked: true,
    grid: { color: theme.grid },
    border: { color: theme.muted },
    title: { display: true, text: spec.y.label, color: theme.muted, font },
    ticks: { ...tick, callback: (value: string | number) => tickText(spec, Number(value)) },
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      scale.ticks = ticks.map((value) => ({ value }));
    },
    // Chart.js gives many axes of a narrow chart less room than their text needs, and writes one upon the other.
    afterFit: (scale: { width: number }) => {
      scale.width = Math.max(scale.width, AXIS_TITLE_ROOM + TICK_CHARACTER * longestTick);
    },
  } as unknown as Partial<ScaleOptionsByType<'linear'>>;
}

/** An empty axis above a row: rows of a stack have no room between them otherwise. */
function gapScale(spec: ChartSpec, index: number): Partial<ScaleOptionsByType<'linear'>> {
  return {
    type: 'linear',
    position: 'left',
    stack: 'rows',
    stackWeight: ROW_GAP,
    weight: 2 * (spec.rows.length - index) + 1,
    min: 0,
    max: 1,
    ticks: { display: false },
    grid: { display: false },
    border: { display: false },
  } as unknown as Partial<ScaleOptionsByType<'linear'>>;
}
