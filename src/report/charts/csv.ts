import { csvText } from '../../csv.ts';
import { type ChartSpec, type Layer, xAt } from './spec.ts';

/**
 * The figures that a chart draws as CSV (RFC 4180), in full: a line for each row and point, a column for each series. Numbers are plain and in the unit of the axis; what is
 * not known is empty.
 */
export function chartCsv(spec: ChartSpec): string {
  const series = columnsOf(spec);
  const head = ['row', spec.x.label, ...series];
  const lines = spec.rows.flatMap((row) => {
    const columns = row.layers.flatMap(layerColumns);
    const longest = Math.max(0, ...row.layers.map(({ values }) => values.length));
    return Array.from({ length: longest }, (_, index) => [
      row.label,
      xOf(spec, row.layers, index),
      ...series.map((name) => valueText(columns.find((column) => column.name === name)?.values[index])),
    ]);
  });
  return csvText([head, ...lines]);
}

interface Column {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

function layerColumns(layer: Layer): Column[] {
  if (layer.kind !== 'band') return [{ name: layer.label, values: layer.values }];
  return [
    { name: `${layer.label}: low`, values: layer.lower ?? [] },
    { name: `${layer.label}: high`, values: layer.values },
  ];
}

function columnsOf(spec: ChartSpec): string[] {
  return [...new Set(spec.rows.flatMap(({ layers }) => layers.flatMap(layerColumns).map(({ name }) => name)))];
}

function xOf(spec: ChartSpec, layers: readonly Layer[], index: number): string {
  const layer = layers[0] as Layer;
  const x = xAt(layer, index);
  return spec.x.names?.[x] ?? String(Number(x.toPrecision(9)));
}

function valueText(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
