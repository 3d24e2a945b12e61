import type { Result } from '../../result/schema.ts';
import { designsOf, poolsThatMatter } from '../selection.ts';
import { admissionQueueChart } from './admission-queue.ts';
import { allThreadsChart } from './all-threads.ts';
import { blobsChart } from './blobs.ts';
import { distributionChart } from './distribution.ts';
import { intakeChart } from './intake.ts';
import { latencyChart } from './latency.ts';
import { latencyOverTimeCharts } from './latency-over-time.ts';
import { latenessChart } from './lateness.ts';
import { productionChart } from './production.ts';
import { queueChart } from './queue.ts';
import type { ChartOrReason, ChartSpec } from './spec.ts';
import { threadsChart } from './threads.ts';

/** A part of the report: its heading, its charts, and why some of them are left out. */
export interface ChartSection {
  readonly id: string;
  readonly title: string;
  readonly charts: readonly ChartSpec[];
  /** Sentences. */
  readonly leftOut: readonly string[];
}

/** All charts of a result, in the report's order; a section that has nothing to show or to say is left out. */
export function chartSections(result: Result): ChartSection[] {
  const designs = designsOf(result);
  const pools = poolsThatMatter(result);
  return [
    section('threads', 'Threads over time', [
      ...pools.map((pool) => threadsChart(designs, pool)),
      allThreadsChart(designs),
    ]),
    section('latency', 'Job time', [latencyChart(designs), ...latencyOverTimeCharts(designs)]),
    section(
      'distribution',
      'Active threads against the pool’s size',
      pools.map((pool) => distributionChart(designs, pool)),
    ),
    section('queue', 'Queue depth and wait', [
      ...pools.map((pool) => queueChart(designs, pool)),
      admissionQueueChart(designs),
    ]),
    section('cost', 'What the saving costs', [latenessChart(designs), blobsChart(designs)]),
    section(
      'production',
      'The production view',
      pools.map((pool) => productionChart(designs, pool)),
    ),
    ...(result.world === 'live' ? [section('intake', 'Maximum intake rate', [intakeChart(designs)])] : []),
  ].filter(({ charts, leftOut }) => charts.length > 0 || leftOut.length > 0);
}

/** The charts of all sections, in their order. */
export function chartsOf(result: Result): ChartSpec[] {
  return chartSections(result).flatMap((part) => part.charts);
}

function section(id: string, title: string, all: readonly (ChartOrReason | undefined)[]): ChartSection {
  const parts = all.filter((part) => part !== undefined);
  return {
    id,
    title,
    charts: parts.flatMap((part) => ('chart' in part ? [part.chart] : [])),
    leftOut: parts.flatMap((part) => ('leftOut' in part ? [part.leftOut.why] : [])),
  };
}
