import { code, formatNumber, joinWords, oneLine } from '../format.ts';
import { type NamedDesign, ofWhichRun } from '../selection.ts';
import { spans, timeAxis, timeLayer, warmUpShade } from './over-time.ts';
import type { ChartOrReason } from './spec.ts';

/** Fewer jobs than this outside at once, and there is no line to speak of. */
const NO_LINE = 3;

/** The jobs that wait to be admitted, where their number is limited: the line outside a full pool. */
export function outsideChart(designs: readonly NamedDesign[]): ChartOrReason {
  const id = 'jobs-outside';
  const limited = designs.filter((design) => Object.keys(design.result.concurrency).length > 0);
  if (limited.length === 0) {
    return { leftOut: { id, why: 'No limit on how many jobs run at once, so no line outside it.' } };
  }
  const highest = Math.max(0, ...limited.flatMap((design) => design.result.series.jobsOutside));
  if (highest < NO_LINE) {
    return {
      leftOut: {
        id,
        why:
          highest === 0
            ? 'In the first replication no job waited outside, so no line of them is drawn.'
            : `On average of a bin never more than ${formatNumber('level', highest)} jobs waited outside, so their line is not drawn.`,
      },
    };
  }
  return {
    chart: {
      id,
      title: finding(limited),
      subtitle: `Jobs that wait to be admitted, over time; mean of each bin ${ofWhichRun(limited)}`,
      x: timeAxis(limited),
      y: { label: 'jobs outside', format: 'number', max: highest },
      rows: limited.map((design) => ({
        label: oneLine(design.name),
        layers: [
          timeLayer(design.result.series, {
            kind: 'area',
            label: 'jobs waiting outside',
            ink: 'queue',
            values: design.result.series.jobsOutside,
          }),
        ],
        marks: [],
        ...warmUpShade(design.result.series),
      })),
      table: {
        caption: 'Jobs waiting outside, mean',
        columns: ['design', 'from', 'jobs'],
        rows: limited.flatMap((design) =>
          spans(design.result.series, [{ values: design.result.series.jobsOutside, by: 'mean' }]).map((span) => [
            oneLine(design.name),
            span.from,
            formatNumber('level', span.values[0] ?? null),
          ]),
        ),
      },
    },
  };
}

function finding(designs: readonly NamedDesign[]): string {
  const growing = designs.flatMap((design) =>
    design.result.stability.growing
      .filter((growth) => growth.line.startsWith('concurrency.'))
      .map((growth) => `${formatNumber('perHour', growth.perHour)} with ${code(design.name)}`),
  );
  if (growing.length === 0) {
    const ends = designs.map(
      (design) =>
        `${formatNumber('count', Math.max(0, ...Object.values(design.result.concurrency).map((limit) => limit.outside.max ?? 0)))} with ${code(design.name)}`,
    );
    return `The line of jobs outside comes and goes; at its longest ${joinWords(ends.slice(0, 3))}`;
  }
  const stable = designs.filter((design) => design.result.stability.stable).map((design) => code(design.name));
  return `The line outside grows by ${joinWords(growing)}${stable.length === 0 ? '' : `; not with ${joinWords(stable)}`}`;
}
