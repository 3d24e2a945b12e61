import { oneLine } from '../../one-line.ts';
import { code, formatNumber, joinWords } from '../format.ts';
import { deletes, type NamedDesign, ofWhichRun } from '../selection.ts';
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
  const known = designs.filter((design) => design.result.deletions.lateness.p99 !== null);
  const shown =
    known.length > 3 ? [...known].sort(byLateness).filter((_, i, all) => i === 0 || i === all.length - 1) : known;
  if (shown.every((design) => design.result.deletions.lateness.p99 === 0)) return '99 % of deletions start on time';
  const extremes = shown.length === known.length ? [] : [' at best', ' at worst'];
  const told = shown.map((design, index) => {
    const within = design.result.deletions.lateness.p99 === 0 ? 'on time' : `within ${late(design, 'p99')}`;
    return `${within}${extremes[index] ?? ''} with ${code(design.name)}`;
  });
  return `99 % of deletions start ${joinWords(told)}`;
}

function byLateness(one: NamedDesign, other: NamedDesign): number {
  return (one.result.deletions.lateness.p99 ?? 0) - (other.result.deletions.lateness.p99 ?? 0);
}
