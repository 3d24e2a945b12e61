import { oneLine } from '../../one-line.ts';
import { formatNumber } from '../format.ts';
import { deletes, type NamedDesign, ofWhichRun } from '../selection.ts';
import { ofDesigns } from './of-designs.ts';
import { rangeLayer, spans, timeAxis, timeLayer, warmUpShade } from './over-time.ts';
import type { ChartOrReason } from './spec.ts';

/** What the saving costs, in blobs: deletions that are pending, and blobs that are still in the store. Undefined where nothing is ever stored or deleted. */
export function blobsChart(designs: readonly NamedDesign[]): ChartOrReason | undefined {
  const id = 'blobs';
  if (!designs.some((design) => deletes(design) || design.result.blobs.uploaded > 0)) return undefined;
  const highest = Math.max(
    0,
    ...designs.flatMap(({ result: { series } }) => [
      ...series.pending.mean,
      ...series.blobsAlive.mean,
      ...series.blobsAlive.high,
    ]),
  );
  if (highest === 0) {
    return { leftOut: { id, why: 'Nothing was deferred, so there are no pending deletions and no blobs to draw.' } };
  }
  return {
    chart: {
      id,
      title: finding(designs),
      subtitle: `Deletions pending and blobs in the store, over time; mean of each bin ${ofWhichRun(designs)}`,
      x: timeAxis(designs),
      y: { label: 'blobs', format: 'number', max: highest },
      rows: designs.map((design) => ({
        label: oneLine(design.name),
        layers: [
          timeLayer(design.result.series, {
            kind: 'area',
            label: 'deletions pending',
            ink: 'faint',
            values: design.result.series.pending.mean,
          }),
          timeLayer(design.result.series, {
            kind: 'line',
            label: 'blobs alive',
            ink: 'ink',
            values: design.result.series.blobsAlive.mean,
          }),
          ...rangeLayer(design.result.series, design.result.series.blobsAlive),
        ],
        marks: [],
        ...warmUpShade(design.result.series),
      })),
      table: {
        caption: 'Deletions pending and blobs alive, mean',
        columns: ['design', 'from', 'pending', 'blobs alive'],
        rows: designs.flatMap((design) =>
          spans(design.result.series, [
            { values: design.result.series.pending.mean, by: 'mean' },
            { values: design.result.series.blobsAlive.mean, by: 'mean' },
          ]).map((span) => [
            oneLine(design.name),
            span.from,
            ...span.values.map((value) => formatNumber('level', value)),
          ]),
        ),
      },
    },
  };
}

function finding(designs: readonly NamedDesign[]): string {
  const means = designs.flatMap(({ result }) => result.blobs.alive.mean ?? []);
  const low = Math.min(...means);
  const high = Math.max(...means);
  if (means.length === designs.length && designs.length > 1 && high - low <= 0.02 * high) {
    return `As many blobs are alive with every design: ${formatNumber('level', means[0] ?? null)} on average`;
  }
  const text = (mean: number | null) => (mean === null ? 'no mean (they grow)' : formatNumber('level', mean));
  return `Blobs alive on average: ${ofDesigns(designs, ({ result }) => result.blobs.alive.mean, text)}`;
}
