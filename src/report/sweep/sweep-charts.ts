import { counted } from '../../counted.ts';
import type { SweepMeasure, SweepTable } from '../../result/sweep/sweep-schema.ts';
import { type ChartSpec, slug } from '../charts/spec.ts';
import { canBeMaps, heatChart } from './heat-chart.ts';
import { lineChart } from './line-chart.ts';
import { viewOf } from './sweep-figures.ts';

/** So many pictures are drawn; the table has everything. */
const MOST_CHARTS = 60;

export interface SweepCharts {
  readonly charts: readonly { readonly measure: SweepMeasure; readonly chart: ChartSpec }[];
  /** What is not drawn, and why: sentences. */
  readonly leftOut: readonly string[];
}

/** The pictures of a sweep, one for each measure: lines over one thing that is varied, heat maps over two, and a heat map for each value of whatever else is varied. */
export function sweepCharts(table: SweepTable): SweepCharts {
  const view = viewOf(table);
  const { axes, measures, designs } = table.header;
  if (axes.length > 1 && !canBeMaps(table.header, designs.length)) {
    return { charts: [], leftOut: ['The grid has too many values for pictures: sweep.csv has its figures.'] };
  }
  const ids = new Set<string>();
  const empty: string[] = [];
  const charts = measures.flatMap((measure, index) => {
    const plain = slug(measure.path);
    const id = ids.has(plain) ? `${plain.slice(0, 34)}-${index}` : plain;
    ids.add(id);
    const chart = axes.length === 1 ? lineChart(view, measure, id) : heatChart(view, measure, id);
    if (chart === undefined) empty.push(`\`${measure.path}\``);
    return chart === undefined ? [] : [{ measure, chart }];
  });
  const leftOut = empty.length === 0 ? [] : [`Without data at any point: ${empty.join(', ')}.`];
  const beyond = charts.length - MOST_CHARTS;
  if (beyond > 0) leftOut.push(`${counted(beyond, 'measure')} more: sweep.csv has the figures.`);
  return { charts: charts.slice(0, MOST_CHARTS), leftOut };
}
