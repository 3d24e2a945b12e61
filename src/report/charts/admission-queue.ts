import { oneLine } from '../../one-line.ts';
import { hasClearRate } from '../../result/growth.ts';
import { code, formatNumber, joinWords } from '../format.ts';
import { type NamedDesign, ofWhichRun } from '../selection.ts';
import { ofDesigns } from './of-designs.ts';
import { rangeLayer, spans, timeAxis, timeLayer, warmUpShade } from './over-time.ts';
import type { ChartOrReason } from './spec.ts';

/** Fewer jobs than this that wait at once, and there is no queue to speak of. */
const NO_QUEUE = 3;

/** The jobs that wait for admission, where the number of those that run is limited: the queue in front of a full pool. Undefined where nothing is limited. */
export function admissionQueueChart(designs: readonly NamedDesign[]): ChartOrReason | undefined {
  const id = 'admission-queue';
  const limited = designs.filter((design) => Object.keys(design.result.concurrency).length > 0);
  if (limited.length === 0) return undefined;
  const highest = Math.max(
    0,
    ...limited.flatMap(({ result: { series } }) => [...series.jobsWaiting.mean, ...series.jobsWaiting.high]),
  );
  if (highest < NO_QUEUE) {
    return {
      leftOut: {
        id,
        why:
          highest === 0
            ? 'No job waited for admission, so the admission queue is not drawn.'
            : `On average of a bin never more than ${formatNumber('level', highest)} jobs waited for admission, so the admission queue is not drawn.`,
      },
    };
  }
  return {
    chart: {
      id,
      title: finding(limited),
      subtitle: `Jobs that wait for admission, over time; mean of each bin ${ofWhichRun(limited)}`,
      x: timeAxis(limited),
      y: { label: 'jobs waiting', format: 'number', max: highest },
      rows: limited.map(({ name, result: { series } }) => ({
        label: oneLine(name),
        layers: [
          timeLayer(series, {
            kind: 'area',
            label: 'jobs waiting for admission',
            ink: 'queue',
            values: series.jobsWaiting.mean,
          }),
          ...rangeLayer(series, series.jobsWaiting),
        ],
        marks: [],
        ...warmUpShade(series),
      })),
      table: {
        caption: 'Jobs waiting for admission, mean',
        columns: ['design', 'from', 'jobs'],
        rows: limited.flatMap(({ name, result: { series } }) =>
          spans(series, [{ values: series.jobsWaiting.mean, by: 'mean' }]).map((span) => [
            oneLine(name),
            span.from,
            formatNumber('level', span.values[0] ?? null),
          ]),
        ),
      },
    },
  };
}

function finding(designs: readonly NamedDesign[]): string {
  const growths = designs.flatMap((design) =>
    design.result.stability.growing
      .filter((growth) => growth.line.startsWith('concurrency.'))
      .map((growth) => ({ ...growth, name: code(design.name) })),
  );
  const rates = growths
    .filter(hasClearRate)
    .map(({ perHour, name }) => `${formatNumber('perHour', perHour)} with ${name}`);
  const others = growths.filter((growth) => !hasClearRate(growth)).map(({ name }) => name);
  const growing = [
    ...(rates.length === 0 ? [] : [`grows by ${joinWords(rates)}`]),
    ...(others.length === 0 ? [] : [`is unstable with ${joinWords(others)}`]),
  ];
  if (growing.length === 0) {
    const longest = ({ result }: NamedDesign) =>
      Math.max(0, ...Object.values(result.concurrency).map((limit) => limit.waiting.max ?? 0));
    return `The admission queue fills and empties; at its longest ${ofDesigns(designs, longest, (jobs) => formatNumber('count', jobs))}`;
  }
  const stable = designs.filter((design) => design.result.stability.stable === true).map((design) => code(design.name));
  return `The admission queue ${joinWords(growing)}${stable.length === 0 ? '' : `; not with ${joinWords(stable)}`}`;
}
