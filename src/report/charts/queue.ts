import { oneLine } from '../../one-line.ts';
import { code, formatNumber, joinWords } from '../format.ts';
import { growthOf, type NamedDesign, ofWhichRun, poolOf } from '../selection.ts';
import { states } from '../states.ts';
import { ofDesigns, onlyIn } from './of-designs.ts';
import { rangeLayer, spans, timeAxis, timeLayer, warmUpShade } from './over-time.ts';
import { type ChartOrReason, type ChartRow, slug } from './spec.ts';

/** How many tasks wait for a thread of a pool, over time; how long they wait stands beside each design's name. */
export function queueChart(designs: readonly NamedDesign[], pool: string): ChartOrReason {
  const id = `queue-${slug(pool)}`;
  const shown = designs.filter((design) => Object.hasOwn(design.result.series.pools, pool));
  const highest = Math.max(0, ...shown.flatMap((design) => design.result.series.pools[pool]?.queueDepthMax ?? []));
  if (highest === 0) return { leftOut: { id, why: whyNone(shown, pool) } };
  return {
    chart: {
      id,
      title: finding(shown, pool),
      subtitle: `Tasks that wait for a thread of pool ${oneLine(pool)}, over time, ${ofWhichRun(shown)}${onlyIn(shown, designs, 'this pool')}`,
      x: timeAxis(shown),
      y: { label: 'tasks waiting', format: 'number', max: highest },
      rows: shown.map((design) => row(design, pool)),
      table: {
        caption: `Queue depth of pool ${oneLine(pool)}, tasks`,
        columns: ['design', 'from', 'mean', 'most'],
        rows: shown.flatMap((design) => tableRows(design, pool)),
      },
    },
  };
}

function row(design: NamedDesign, pool: string): ChartRow {
  const { series } = design.result;
  const values = series.pools[pool];
  const wait = poolOf(design, pool)?.queueWait;
  const waited = (quantile: 'p50' | 'p95' | 'max') =>
    `${quantile} ${formatNumber('seconds', wait?.[quantile] ?? null)}`;
  return {
    label: `${oneLine(design.name)}: wait ${waited('p50')}, ${waited('p95')}, ${waited('max')}`,
    layers: [
      timeLayer(series, {
        kind: 'area',
        label: `${states.queue.letter}  queue depth, mean of a bin`,
        ink: 'queue',
        values: values?.queueDepth.mean ?? [],
      }),
      ...(values === undefined ? [] : rangeLayer(series, values.queueDepth)),
      timeLayer(series, { kind: 'line', label: 'most in a bin', ink: 'ink', values: values?.queueDepthMax ?? [] }),
    ],
    marks: [],
    ...warmUpShade(series),
  };
}

function tableRows(design: NamedDesign, pool: string): string[][] {
  const values = design.result.series.pools[pool];
  if (values === undefined) return [];
  return spans(design.result.series, [
    { values: values.queueDepth.mean, by: 'mean' },
    { values: values.queueDepthMax, by: 'max' },
  ]).map((span) => [oneLine(design.name), span.from, ...span.values.map((value) => formatNumber('level', value))]);
}

function whyNone(designs: readonly NamedDesign[], pool: string): string {
  const longest = Math.max(0, ...designs.map((design) => poolOf(design, pool)?.queueDepth.max ?? 0));
  if (longest === 0) return `No task ever waited for a thread of pool ${code(pool)}, so its queue is not drawn.`;
  // The series of an old result are of its first replication.
  return `No task waited for a thread of pool ${code(pool)} ${ofWhichRun(designs)} (in another at most ${formatNumber('count', longest)} did), so its queue is not drawn.`;
}

function finding(designs: readonly NamedDesign[], pool: string): string {
  const growing = designs.filter((design) => growthOf(design, `pools.${pool}.queueDepth`) !== undefined);
  if (growing.length > 0) {
    return `The queue of pool ${code(pool)} is unstable (grows) with ${joinWords(growing.map((design) => code(design.name)))}`;
  }
  const queued = designs.filter((design) => (poolOf(design, pool)?.queuedFraction ?? 0) > 0.01);
  if (queued.length === 0) return `Tasks wait for a thread of pool ${code(pool)} for less than 1 % of the time`;
  const mean = (design: NamedDesign) => poolOf(design, pool)?.queueDepth.mean ?? null;
  const rest = queued.length === designs.length ? '' : '; almost none otherwise';
  return `Tasks waiting for a thread of pool ${code(pool)}, mean: ${ofDesigns(queued, mean, (tasks) => formatNumber('level', tasks))}${rest}`;
}
