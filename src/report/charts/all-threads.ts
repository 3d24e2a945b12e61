import { oneLine } from '../../one-line.ts';
import { formatNumber } from '../format.ts';
import { type NamedDesign, ofWhichRun } from '../selection.ts';
import { ofDesigns } from './of-designs.ts';
import { rangeLayer, spans, timeAxis, timeLayer, warmUpShade } from './over-time.ts';
import type { ChartOrReason } from './spec.ts';

/** Threads beside the pools up to this number need no chart: one janitor is one. */
const FEW = 4;

/** All threads of the process, where a design starts many beside the pools. */
export function allThreadsChart(designs: readonly NamedDesign[]): ChartOrReason {
  const id = 'threads-all';
  const beside = (design: NamedDesign) => (design.result.threads.max ?? 0) - poolThreads(design);
  if (designs.every((design) => beside(design) <= FEW)) {
    const most = Math.max(0, ...designs.map(beside));
    return {
      leftOut: {
        id,
        why:
          most <= 0
            ? 'No design starts threads beside its pools, so the threads in all are not drawn.'
            : `No design starts more than ${formatNumber('count', most)} ${most === 1 ? 'thread' : 'threads'} beside its pools, so the threads in all are not drawn.`,
      },
    };
  }
  const highest = Math.max(
    ...designs.flatMap((design) => {
      const { mean, high } = design.result.series.threads;
      return [poolThreads(design), ...mean, ...high];
    }),
  );
  return {
    chart: {
      id,
      title: `Threads at once, at most: ${ofDesigns(
        designs,
        ({ result }) => result.threads.max,
        (most) => formatNumber('count', most),
      )}`,
      subtitle: `Threads in all, those of the pools and those beside them, over time; mean of each bin ${ofWhichRun(designs)}`,
      x: timeAxis(designs),
      y: { label: 'threads', format: 'number', max: highest },
      rows: designs.map((design) => ({
        label: oneLine(design.name),
        layers: [
          timeLayer(design.result.series, {
            kind: 'area',
            label: 'threads in all',
            ink: 'ink',
            values: design.result.series.threads.mean,
          }),
          ...rangeLayer(design.result.series, design.result.series.threads),
        ],
        marks: [
          {
            axis: 'y',
            value: poolThreads(design),
            label: `pools ${formatNumber('count', poolThreads(design))}`,
            strong: true,
          },
        ],
        ...warmUpShade(design.result.series),
      })),
      table: {
        caption: 'Threads in all, mean',
        columns: ['design', 'from', 'threads'],
        rows: designs.flatMap((design) =>
          spans(design.result.series, [{ values: design.result.series.threads.mean, by: 'mean' }]).map((span) => [
            oneLine(design.name),
            span.from,
            formatNumber('level', span.values[0] ?? null),
          ]),
        ),
      },
    },
  };
}

function poolThreads(design: NamedDesign): number {
  return Object.values(design.result.pools).reduce((sum, pool) => sum + pool.threads, 0);
}
