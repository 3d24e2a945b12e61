import type { Chart, ChartDataset, LegendItem } from 'chart.js';
import { cellColour, cellText } from './cells-plugin.ts';
import type { Fill } from './patterns.ts';
import type { ChartSpec, Layer } from './spec.ts';
import { type ChartTheme, dashOf } from './theme.ts';

/** What is no rectangle in a legend. */
const LEGEND_MARKS: Readonly<Partial<Record<Layer['kind'], 'line' | 'circle'>>> = { line: 'line', dots: 'circle' };

/** The entries of a chart's legend: each kind of layer once, though every row has it. What is switched off is struck out. */
export function legendEntries(spec: ChartSpec, theme: ChartTheme, fill: Fill, chart: Chart): LegendItem[] {
  const { cells } = spec;
  if (cells !== undefined) {
    const middle = cells.isLog ? Math.sqrt(cells.min * cells.max) : (cells.min + cells.max) / 2;
    return [...new Set([cells.min, middle, cells.max])].map((value) => ({
      text: cellText(cells, value),
      fontColor: theme.text,
      pointStyle: 'rect' as const,
      fillStyle: cellColour(cells, value, theme),
      strokeStyle: theme.grid,
      lineWidth: 1,
    }));
  }
  const seen = new Map<string, Layer>();
  for (const row of spec.rows) for (const layer of row.layers) if (!seen.has(layer.label)) seen.set(layer.label, layer);
  const entries = [...seen.values()].map((layer) => ({
    text: layer.label,
    fontColor: theme.text,
    pointStyle: LEGEND_MARKS[layer.kind] ?? ('rect' as const),
    fillStyle:
      layer.kind === 'dots' ? theme.ink[layer.ink] : (fill(layer.kind === 'band' ? 'range' : layer.ink) as string),
    strokeStyle: layer.kind === 'line' ? theme.ink[layer.ink] : theme.grid,
    lineWidth: layer.kind === 'line' ? 2 : 0,
    lineDash: [...dashOf(layer.ink)],
    hidden: datasetsOf(chart, layer.label).some((index) => !chart.isDatasetVisible(index)),
  }));
  const shade = spec.rows.find((row) => row.shade !== undefined)?.shade;
  if (shade === undefined) return entries;
  return [
    ...entries,
    {
      text: shade.label,
      fontColor: theme.text,
      pointStyle: 'rect',
      fillStyle: fill('warmUp') as string,
      strokeStyle: theme.grid,
      lineWidth: 0,
    },
  ];
}

/** Switches a series on or off in every row; the areas that are left close the gap. */
export function switchSeries(chart: Chart, label: string): void {
  const indices = datasetsOf(chart, label);
  const visible = indices.every((index) => chart.isDatasetVisible(index));
  for (const index of indices) chart.setDatasetVisibility(index, !visible);
  chart.update();
}

function datasetsOf(chart: Chart, label: string): number[] {
  return chart.data.datasets.flatMap((dataset: ChartDataset, index) => (dataset.label === label ? [index] : []));
}
