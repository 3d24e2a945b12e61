import { oneLine } from '../../one-line.ts';
import { code, formatNumber, formatShare, joinWords } from '../format.ts';
import { lacksWaits, mainJobKinds, type NamedDesign } from '../selection.ts';
import { ofDesigns } from './of-designs.ts';
import { type ChartOrReason, type ChartRow, type DesignInk, MOST_DESIGN_LINES, rounded } from './spec.ts';

const PERCENTILES = ['p50', 'p95', 'p99', 'max'] as const;
/** Times below this are drawn on the floor of the axis: a logarithmic one has no 0. */
const SHORTEST_SECONDS = 1e-6;
/** Two times that differ by less are told as the same. */
const ALIKE = 0.02;

/** How long jobs take: the percentiles of every design on one axis, a row for each of the main job kinds. */
export function latencyChart(designs: readonly NamedDesign[]): ChartOrReason {
  const id = 'latency';
  const { shown: kinds, others } = mainJobKinds(designs);
  const drawn = designs.slice(0, MOST_DESIGN_LINES);
  const times = kinds
    .flatMap((kind) => drawn.flatMap((design) => timesOf(design, kind)))
    .filter((time) => time !== null);
  if (times.length === 0) return { leftOut: { id, why: 'No job was completed, so job times are not drawn.' } };
  const highest = Math.max(...times, SHORTEST_SECONDS * 10);
  const lowest = Math.min(...times.filter((time) => time > 0), highest / 10);
  return {
    chart: {
      id,
      title: finding(drawn, kinds[0] as string),
      subtitle: `Job time, from admission to end, of completed jobs${othersText(others)}${cutText(designs)}`,
      x: {
        label: 'share of the jobs that took at most so long',
        format: 'number',
        min: -0.25,
        max: PERCENTILES.length - 0.75,
        names: PERCENTILES,
      },
      y: { label: 'job time, log.', format: 'seconds', max: highest, logFrom: 10 ** Math.floor(Math.log10(lowest)) },
      rows: kinds.map((kind) => row(drawn, kind)),
      table: {
        caption: 'Job time',
        columns: ['job kind', 'design', 'jobs completed', ...PERCENTILES],
        rows: kinds.flatMap((kind) =>
          designs.map((design) => [
            oneLine(kind),
            oneLine(design.name),
            formatNumber('count', design.result.jobs[kind]?.time.count ?? null),
            ...timesOf(design, kind).map((time) => formatNumber('seconds', time)),
          ]),
        ),
      },
    },
  };
}

function row(designs: readonly NamedDesign[], kind: string): ChartRow {
  return {
    label: oneLine(kind),
    layers: designs.map((design, index) => ({
      kind: 'line',
      label: oneLine(design.name),
      ink: `design-${index + 1}` as DesignInk,
      start: 0,
      step: 1,
      values: rounded(timesOf(design, kind).map((time) => (time === null ? null : Math.max(time, SHORTEST_SECONDS)))),
      points: true,
    })),
    marks: [],
  };
}

function timesOf(design: NamedDesign, kind: string): (number | null)[] {
  const time = design.result.jobs[kind]?.time;
  return PERCENTILES.map((percentile) => time?.[percentile] ?? null);
}

function othersText(others: readonly string[]): string {
  return others.length === 0 ? '' : `; not drawn: ${joinWords(others.map(oneLine))}`;
}

function cutText(designs: readonly NamedDesign[]): string {
  return designs.length <= MOST_DESIGN_LINES ? '' : `; the first ${MOST_DESIGN_LINES} of ${designs.length} designs`;
}

function finding(designs: readonly NamedDesign[], kind: string): string {
  const p99 = (design: NamedDesign) =>
    lacksWaits(design, `jobs.${kind}.time`) ? null : (design.result.jobs[kind]?.time.p99 ?? null);
  const known = designs.map(p99).filter((time) => time !== null);
  if (known.length === 0) return `No job of kind ${code(kind)} was completed`;
  const failing = designs.filter((design) => (design.result.jobs[kind]?.failed ?? 0) > 0);
  const fails = ({ result }: NamedDesign) => result.jobs[kind]?.failedFraction ?? null;
  const start = `99 % of the ${failing.length === 0 ? '' : 'completed '}${code(kind)} jobs take at most`;
  const failed =
    failing.length === 0 ? '' : `; failed: ${ofDesigns(failing, fails, (share) => formatShare(share ?? 0))}`;
  const most = Math.max(...known);
  if (known.length === designs.length && designs.length > 1 && most - Math.min(...known) <= ALIKE * most) {
    return `${start} ${formatNumber('seconds', most)} with every design${failed}`;
  }
  const text = (time: number | null) => (time === null ? 'an unknown time' : formatNumber('seconds', time));
  if (designs.length === 1) return `${start} ${text(most)}${failed}`;
  return `${start} ${ofDesigns(designs, p99, text)}${failed}`;
}
