import type { Result } from '../../result/schema.ts';
import { kindsLeftOut, poolsLeftOut } from '../left-out.ts';
import { designsOf, type NamedDesign, poolsThatMatter } from '../selection.ts';
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
  const sections = [
    section('threads', 'Threads over time', [
      ...pools.map((pool) => threadsChart(designs, pool)),
      allThreadsChart(designs),
      leftOutPools(result),
    ]),
    section('latency', 'Job time', [latencyChart(designs), ...latencyOverTimeCharts(designs), leftOutKinds(designs)]),
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
  ];
  // Of an observed service there are threads, and nothing is known of its jobs and queues.
  const known = result.world === 'observed' ? sections.filter(({ id }) => OF_THREADS.includes(id)) : sections;
  return withOwnIds(known).filter(({ charts, leftOut }) => charts.length > 0 || leftOut.length > 0);
}

/** The sections that say what threads do. */
const OF_THREADS = ['threads', 'distribution'];

/** Names that differ may have the same file name's worth (`a_b` and `A-b`); no chart may take the place of another. */
function withOwnIds(sections: readonly ChartSection[]): ChartSection[] {
  const taken = new Set<string>();
  const own = (id: string) => {
    let one = id;
    for (let number = 2; taken.has(one); number += 1) one = `${id}-${number}`;
    taken.add(one);
    return one;
  };
  return sections.map((part) => ({ ...part, charts: part.charts.map((chart) => ({ ...chart, id: own(chart.id) })) }));
}

/** The charts of all sections, in their order. */
export function chartsOf(result: Result): ChartSpec[] {
  return chartSections(result).flatMap((part) => part.charts);
}

function leftOutPools(result: Result): ChartOrReason | undefined {
  const why = poolsLeftOut(result);
  return why === undefined ? undefined : { leftOut: { id: 'pools', why } };
}

function leftOutKinds(designs: readonly NamedDesign[]): ChartOrReason | undefined {
  const why = kindsLeftOut(designs);
  return why === undefined ? undefined : { leftOut: { id: 'job-kinds', why } };
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
