import type { ChartConfiguration, ChartDataset, ScaleOptionsByType } from 'chart.js';
import { formatSeconds, threeDigits } from '../../units.ts';
import { type CreateTile, fillOf } from './patterns.ts';
import { rowsPlugin } from './rows-plugin.ts';
import { type ChartSpec, chartHeight, type Ink, type Layer } from './spec.ts';
import { type ChartTheme, fontFamily } from './theme.ts';

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

/** The room for a row's name, and for the labels of vertical marks, above its highest value; CSS pixels. */
const NAME_ROOM = 30;
const MARKS_ROOM = 62;
/** The room for a vertical axis: its title with the gaps, and each character of its longest tick; CSS pixels. */
const AXIS_TITLE_ROOM = 32;
const TICK_CHARACTER = 7;

/** Makes the configuration for Chart.js: the one way in which a chart is drawn, in a PNG and on the page. */
export function chartConfig(spec: ChartSpec, options: ConfigOptions): LineConfig {
  const { theme } = options;
  const fills = new Map<Ink, unknown>();
  const fill = (ink: Ink) => {
    if (!fills.has(ink)) fills.set(ink, fillOf(ink, theme, options.createTile));
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
            scale.ticks = niceTicks(spec.x.min, spec.x.max, options.narrow === true ? 5 : 10, spec.x.format).map(
              (value) => ({ value }),
            );
          },
        },
        ...Object.fromEntries(
          spec.rows.map((_, index) => [`y${index}`, rowScale(spec, index, theme, tick, text(11.5))]),
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
          // A layer that hides would leave its neighbours where they are, which says something false.
          onClick: () => {},
          labels: {
            color: theme.text,
            font: text(12),
            usePointStyle: true,
            pointStyleWidth: 22,
            boxHeight: 11,
            generateLabels: () => legend(spec, theme, fill),
          },
        },
        tooltip: {
          filter: (item) => item.dataset.yAxisID === hoveredRow(item.chart),
          callbacks: {
            title: (items) => tooltipTitle(spec, items[0]?.parsed.x),
            label: (item) => `${item.dataset.label ?? ''}: ${valueText(spec, item.parsed.y)}`,
          },
        },
      },
    },
    plugins: [rowsPlugin(spec, theme), hoverPlugin],
  } as LineConfig;
}

function datasets(
  layers: readonly Layer[],
  row: number,
  theme: ChartTheme,
  fill: (ink: Ink) => unknown,
): LineDataset[] {
  let stackedBelow = false;
  return layers.map((layer, index) => {
    const stacked = layer.kind === 'area';
    const below = stackedBelow;
    stackedBelow = stackedBelow || stacked;
    return {
      label: layer.label,
      yAxisID: `y${row}`,
      data: layer.kind === 'steps' ? stepPoints(layer) : points(layer),
      stack: stacked ? `areas-${row}` : `alone-${row}-${index}`,
      fill: layer.kind === 'line' ? false : stacked && below ? '-1' : 'origin',
      backgroundColor: fill(layer.ink),
      borderColor: layer.kind === 'line' ? theme.ink[layer.ink] : 'transparent',
      borderWidth: layer.kind === 'line' ? 1 : 0,
      // What is of a lower order is drawn later: a line lies upon the areas.
      order: layer.kind === 'line' ? 0 : 1,
      pointRadius: 0,
      pointHoverRadius: 0,
      pointHitRadius: 0,
      // Chart.js would sort and thin nothing here, and the values are already numbers.
      parsing: false,
    } as unknown as LineDataset;
  });
}

function points(layer: Layer): { x: number; y: number | null }[] {
  return layer.values.map((y, index) => ({ x: layer.start + index * layer.step, y }));
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
  const rowHeight = (chartHeight(spec) - 96) / spec.rows.length;
  const room = spec.rows.some((row) => row.marks.some((mark) => mark.axis === 'x')) ? MARKS_ROOM : NAME_ROOM;
  const max = spec.y.max > 0 ? spec.y.max : 1;
  const ticks = niceTicks(0, max, spec.rows.length > 2 ? 4 : 5, spec.y.format);
  const longestTick = Math.max(...ticks.map((value) => tickText(spec, value).length));
  return {
    type: 'linear',
    position: 'left',
    stack: 'rows',
    stackWeight: 1,
    // Chart.js puts the lightest axis of a stack at the bottom; the first design belongs on top.
    weight: spec.rows.length - index,
    min: 0,
    max: max / (1 - Math.min(0.6, room / rowHeight)),
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

/** The steps by which hours and seconds are counted; below and above them they are counted as other numbers are. */
const STEPS: Readonly<Record<string, readonly number[]>> = {
  hours: [1 / 60, 1 / 12, 1 / 4, 1 / 2, 1, 2, 3, 6, 12, 24, 48, 168],
  seconds: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400],
};

/** Round numbers from min to max, about as many as asked for. */
export function niceTicks(min: number, max: number, about: number, format: string): number[] {
  const span = max - min;
  if (!(span > 0)) return [min];
  const raw = span / about;
  const step =
    (raw < 1 && format === 'seconds' ? undefined : STEPS[format]?.find((candidate) => candidate >= raw * 0.999)) ??
    roundStep(raw);
  const ticks: number[] = [];
  for (let index = Math.ceil(min / step); index * step <= max * (1 + 1e-9); index += 1)
    ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}

/** Hours as `1` or `1.5`, or all of an axis as `1:15` where its ticks are closer. */
function xTickText(spec: ChartSpec, value: number, all: readonly { value: number }[]): string {
  const minutes = Math.round(value * 60);
  if (spec.x.format !== 'hours' || all.every((tick) => Number.isInteger(tick.value * 2))) return threeDigits(value);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

function roundStep(raw: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 5].find((factor) => factor * magnitude >= raw * 0.999) ?? 10) * magnitude;
}

function tickText(spec: ChartSpec, value: number): string {
  if (spec.y.format === 'percent') return `${threeDigits(value * 100)} %`;
  return spec.y.format === 'seconds' ? formatSeconds(value) : threeDigits(value);
}

function valueText(spec: ChartSpec, value: number | null): string {
  return value === null ? '–' : tickText(spec, value);
}

function tooltipTitle(spec: ChartSpec, x: number | null | undefined): string {
  if (x === null || x === undefined) return '';
  return spec.x.format === 'hours' ? `${threeDigits(x)} h` : `${threeDigits(Math.round(x))} ${spec.x.label}`;
}

/** Each kind of layer once, though every row has it. */
function legend(spec: ChartSpec, theme: ChartTheme, fill: (ink: Ink) => unknown) {
  const seen = new Map<string, Layer>();
  for (const row of spec.rows) for (const layer of row.layers) if (!seen.has(layer.label)) seen.set(layer.label, layer);
  const items = [...seen.values()].map((layer) => ({
    text: layer.label,
    fontColor: theme.text,
    pointStyle: layer.kind === 'line' ? 'line' : 'rect',
    fillStyle: fill(layer.ink),
    strokeStyle: layer.kind === 'line' ? theme.ink[layer.ink] : theme.grid,
    lineWidth: layer.kind === 'line' ? 1.5 : 0,
  }));
  const shade = spec.rows.find((row) => row.shade !== undefined)?.shade;
  if (shade === undefined) return items;
  return [
    ...items,
    {
      text: shade.label,
      fontColor: theme.text,
      pointStyle: 'rect',
      fillStyle: theme.shade,
      strokeStyle: theme.grid,
      lineWidth: 0,
    },
  ];
}

/** Remembers where the pointer is, so that the tooltip speaks of the row under it alone. */
const hoverPlugin = {
  id: 'unpark-hover',
  beforeEvent(chart: object, { event }: { event: { y: number | null } }) {
    pointerY.set(chart, event.y ?? -1);
  },
};

const pointerY = new WeakMap<object, number>();

function hoveredRow(chart: { scales: Record<string, { top: number; bottom: number }> }): string | undefined {
  const y = pointerY.get(chart) ?? -1;
  return Object.entries(chart.scales).find(
    ([id, scale]) => id.startsWith('y') && y >= scale.top && y <= scale.bottom,
  )?.[0];
}

/** As few lines as there can be, and those of about one length. */
function titleLines(text: string, width: number): string[] {
  const fewest = linesOf(text, width);
  for (let narrower = Math.ceil(text.length / fewest.length); narrower < width; narrower += 1) {
    const lines = linesOf(text, narrower);
    if (lines.length <= fewest.length) return lines;
  }
  return fewest;
}

function linesOf(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.replaceAll('`', '').split(' ')) {
    const last = lines[lines.length - 1] as string;
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
