import { oneLine } from '../../one-line.ts';
import { code, formatNumber } from '../format.ts';
import { lacksWaits, mainJobKinds, type NamedDesign, ofWhichRun } from '../selection.ts';
import { ofDesigns } from './of-designs.ts';
import { spanLayer, timeAxis, warmUpShade } from './over-time.ts';
import { type ChartOrReason, type ChartRow, slug } from './spec.ts';

/** How job times move over the run: a chart for each of the main job kinds, where they were recorded. */
export function latencyOverTimeCharts(designs: readonly NamedDesign[]): ChartOrReason[] {
  return mainJobKinds(designs).shown.flatMap((kind) => chart(designs, kind));
}

function chart(designs: readonly NamedDesign[], kind: string): ChartOrReason[] {
  const times = designs.flatMap((design) => timesOf(design, kind)?.p99 ?? []).filter((time) => time !== null);
  if (times.length === 0) return [];
  return [
    {
      chart: {
        id: `latency-${slug(kind)}`,
        title: finding(designs, kind),
        subtitle: `Job time of ${oneLine(kind)} by the moment at which a job ended; percentiles of each span ${ofWhichRun(designs)}`,
        x: timeAxis(designs),
        y: { label: 'job time', format: 'seconds', max: Math.max(...times) },
        rows: designs.map((design) => row(design, kind)),
        table: {
          caption: `Job time of ${oneLine(kind)}`,
          columns: ['design', 'from', 'p50', 'p95', 'p99'],
          rows: designs.flatMap((design) => tableRows(design, kind)),
        },
      },
    },
  ];
}

function row(design: NamedDesign, kind: string): ChartRow {
  const { series } = design.result;
  const times = timesOf(design, kind);
  return {
    label: oneLine(design.name),
    layers: [
      spanLayer(series, { kind: 'line', label: 'p99', ink: 'design-1', values: times?.p99 ?? [] }),
      spanLayer(series, { kind: 'line', label: 'p95', ink: 'design-2', values: times?.p95 ?? [] }),
      spanLayer(series, { kind: 'line', label: 'p50', ink: 'design-3', values: times?.p50 ?? [] }),
    ],
    marks: [],
    ...warmUpShade(series),
  };
}

function tableRows(design: NamedDesign, kind: string): string[][] {
  const times = timesOf(design, kind);
  if (times === undefined) return [];
  const { spanSeconds } = design.result.series;
  return times.p50.map((p50, span) => [
    oneLine(design.name),
    formatNumber('seconds', span * spanSeconds),
    ...[p50, times.p95[span] ?? null, times.p99[span] ?? null].map((time) => formatNumber('seconds', time)),
  ]);
}

function timesOf(design: NamedDesign, kind: string) {
  const { jobs } = design.result.series;
  return Object.hasOwn(jobs, kind) ? jobs[kind] : undefined;
}

function finding(designs: readonly NamedDesign[], kind: string): string {
  const worst = (design: NamedDesign) => {
    if (lacksWaits(design, `jobs.${kind}.time`)) return null;
    const { spanSeconds, warmUpSeconds } = design.result.series;
    // A span that begins in the warm-up is not measured.
    const measured = (timesOf(design, kind)?.p99 ?? []).slice(Math.ceil(warmUpSeconds / spanSeconds));
    const times = measured.filter((time) => time !== null);
    return times.length === 0 ? null : Math.max(...times);
  };
  return `The slowest span of ${code(kind)} has a p99 of ${ofDesigns(designs, worst, (time) => (time === null ? 'an unknown time' : formatNumber('seconds', time)))}`;
}
