import { oneLine } from '../../one-line.ts';
import { formatNumber } from '../format.ts';
import { deletes, type NamedDesign, ofWhichRun } from '../selection.ts';
import { ofDesigns } from './of-designs.ts';
import { spans, timeAxis, timeLayer, warmUpShade } from './over-time.ts';
import type { ChartOrReason } from './spec.ts';

/** What the saving costs, in time: how late the latest deletion of each bin started. Undefined where nothing is ever deleted. */
export function latenessChart(designs: readonly NamedDesign[]): ChartOrReason | undefined {
  const id = 'lateness';
  if (!designs.some(deletes)) return undefined;
  const values = designs.flatMap(({ result: { series } }) => series.latenessMax.filter((value) => value !== null));
  if (values.length === 0)
    return { leftOut: { id, why: 'No deferred deletion started, so there is no lateness to draw.' } };
  const highest = Math.max(...values);
  if (highest <= 0) {
    return {
      leftOut: {
        id,
        why: `Every deletion ${ofWhichRun(designs)} started the moment it was due, so their lateness is not drawn.`,
      },
    };
  }
  return {
    chart: {
      id,
      title: finding(designs),
      subtitle: `Start of a deletion minus due, the latest of each bin ${ofWhichRun(designs)}`,
      x: timeAxis(designs),
      y: { label: 'late by', format: 'seconds', max: highest },
      rows: designs.map((design) => ({
        label: `${oneLine(design.name)}: p50 ${late(design, 'p50')}, p99 ${late(design, 'p99')}, max ${late(design, 'max')}`,
        layers: [
          timeLayer(design.result.series, {
            kind: 'area',
            label: 'latest deletion of a bin',
            ink: 'ink',
            values: design.result.series.latenessMax,
          }),
        ],
        marks: [],
        ...warmUpShade(design.result.series),
      })),
      table: {
        caption: 'Lateness of the latest deletion',
        columns: ['design', 'from', 'late by'],
        rows: designs.flatMap((design) =>
          spans(design.result.series, [{ values: design.result.series.latenessMax, by: 'max' }]).map((span) => [
            oneLine(design.name),
            span.from,
            formatNumber('seconds', span.values[0] ?? null),
          ]),
        ),
      },
    },
  };
}

function late(design: NamedDesign, quantile: 'p50' | 'p99' | 'max'): string {
  return formatNumber('seconds', design.result.deletions.lateness[quantile]);
}

function finding(designs: readonly NamedDesign[]): string {
  const p99 = ({ result }: NamedDesign) => result.deletions.lateness.p99;
  if (designs.every((design) => p99(design) === 0)) return '99 % of deletions start on time';
  return `99 % of deletions start at most this late: ${ofDesigns(designs, p99, (late) => formatNumber('seconds', late))}`;
}
