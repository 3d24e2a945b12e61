import { oneLine } from '../../one-line.ts';
import type { DesignSizing, SizeFigure, SizePoint, Sizing } from '../../result/sizing/sizing.ts';
import { type ChartRow, type ChartSpec, rounded, slug } from '../charts/spec.ts';
import { code, formatNumber, formatWithBounds, joinWords } from '../format.ts';
import { axisFormat, kindOfUnit, unitText } from '../sweep/sweep-figures.ts';
import { possibleEnds, sizeText } from './sizing-words.ts';

/** So many measures of an objective are drawn. */
const MOST_CHARTS = 6;
/** Sizes beyond so many times the largest that matters are not drawn: the one at which nobody waits would leave no room for the others. */
const FAR = 1.5;
/** From this factor between the values on, the axis is logarithmic. */
const MANY_TIMES = 50;
/** Of a logarithmic axis: the lowest value is at most so many times below the bound, and what is lower, such as 0, lies on the axis. */
const FAR_BELOW = 100;

/** The objective over the size, a row for each design, with the bound and the least size that meets it. */
export function sizingCharts(sizing: Sizing): ChartSpec[] {
  return sizing.objective.measures.slice(0, MOST_CHARTS).map((measure, index) => chartOf(sizing, measure, index));
}

function chartOf(sizing: Sizing, measure: Sizing['objective']['measures'][number], index: number): ChartSpec {
  const name = oneLine(measure.name);
  const all = sizing.designs.map((design) => pointsOf(design));
  const values = all
    .flatMap((points) => points.flatMap(({ figures }) => ends(figures[index], measure.unit)))
    .filter(isKnown);
  const bounds = sizing.designs
    .flatMap(({ curve }) => curve.map(({ figures }) => figures[index]?.bound))
    .filter(isKnown);
  const most = Math.max(...values, ...bounds, 0);
  const least = Math.min(...[...values, ...bounds].filter((value) => value > 0));
  const isLog = Number.isFinite(least) && most / least >= MANY_TIMES;
  const floor = 10 ** Math.floor(Math.log10(Math.max(least, Math.min(...bounds, most) / FAR_BELOW)));
  const drawn = (value: number | null | undefined) =>
    value === null || value === undefined ? null : isLog ? Math.max(value, floor) : value;
  const unit = sizing.unit === '' ? oneLine(sizing.path) : sizing.unit;
  const sizes = all.flatMap((points) => points.map(({ size }) => size));
  return {
    id: index === 0 ? 'objective' : `objective-${index + 1}-${slug(measure.name)}`.slice(0, 48).replace(/-+$/, ''),
    title: `${code(`${measure.name} ${sizing.objective.bounds[index]}`)} is met ${joinWords(sizing.designs.map(({ design, size }) => `from ${sizeText(sizing, size)} on with ${code(design)}`))}${notMet(sizing)}`,
    subtitle: `${name}${unitText(measure)} over ${oneLine(sizing.path)}; each point is a size that was simulated, with its 95 % interval${isLog ? '; what is lower than the axis, such as 0, lies on it' : ''}`,
    x: { label: unit, format: 'number', min: Math.max(0, Math.min(...sizes) - 1), max: Math.max(...sizes) + 1 },
    y: {
      label: `${(measure.name.split('.').at(-1) as string).slice(0, 20)}${unitText(measure)}${isLog ? ', log.' : ''}`,
      format: axisFormat(measure.unit),
      max: most,
      ...(isLog ? { logFrom: floor } : {}),
    },
    rows: sizing.designs.map((design, row) => rowOf(sizing, design, all[row] as readonly SizePoint[], index, drawn)),
    table: {
      caption: `${name}${unitText(measure)}, with its 95 % interval`,
      columns: [unit, ...sizing.designs.map(({ design }) => oneLine(design))],
      rows: [...new Set(sizing.designs.flatMap(({ curve }) => curve.map(({ size }) => size)))]
        .sort((a, b) => a - b)
        .map((size) => [
          String(size),
          ...sizing.designs.map(({ curve }) => {
            const figure = curve.find((point) => point.size === size)?.figures[index];
            return figure === undefined ? '' : figureText(figure, measure.unit);
          }),
        ]),
    },
  };
}

function notMet({ unmet }: Sizing): string {
  return unmet.length === 0
    ? ''
    : `; with ${joinWords(unmet.map(({ design }) => code(design)))} at no size that was allowed`;
}

function rowOf(
  sizing: Sizing,
  design: DesignSizing,
  points: readonly SizePoint[],
  index: number,
  drawn: (value: number | null | undefined) => number | null,
): ChartRow {
  const figures = points.map((point) => point.figures[index]);
  const unit = sizing.objective.measures[index]?.unit ?? '';
  const intervals = figures.map((figure) => ends(figure, unit));
  const xs = points.map(({ size }) => size);
  const bound = design.curve.find(({ size }) => size === design.size)?.figures[index]?.bound;
  const layer = { start: 0, step: 1, xs };
  return {
    label: oneLine(design.design),
    layers: [
      {
        ...layer,
        kind: 'band',
        label: '95 % interval',
        ink: 'faint',
        values: rounded(intervals.map(([value, , high]) => drawn(high ?? value))),
        lower: rounded(intervals.map(([value, low]) => drawn(low ?? value))),
      },
      {
        ...layer,
        kind: 'line',
        label: 'simulated sizes',
        ink: 'design-1',
        values: rounded(figures.map((figure) => drawn(figure?.value))),
        points: true,
      },
    ],
    marks: [
      ...(isKnown(bound)
        ? [
            {
              axis: 'y' as const,
              value: drawn(bound) as number,
              label: `objective ${formatNumber(kindOfUnit(unit), bound)}`,
            },
          ]
        : []),
      { axis: 'x', value: design.size, label: sizeText(sizing, design.size), strong: true },
      ...(design.written !== null && design.written !== design.size && xs.includes(design.written)
        ? [{ axis: 'x' as const, value: design.written, label: `as written: ${design.written}` }]
        : []),
    ],
  };
}

/** The sizes that matter: up to the largest of those that were asked about. */
function pointsOf({ curve, size, written, rules }: DesignSizing): SizePoint[] {
  const asked = [size, written ?? 0, ...rules.map((rule) => rule.size ?? 0)];
  const most = FAR * Math.max(...asked);
  return curve.filter((point) => point.size <= most);
}

function figureText(figure: SizeFigure, unit: string): string {
  const kind = kindOfUnit(unit);
  return formatWithBounds(kind, figure.value, possibleEnds(kind, figure));
}

function ends(figure: SizeFigure | undefined, unit: string): (number | null)[] {
  if (figure === undefined) return [];
  return [figure.value, ...(possibleEnds(kindOfUnit(unit), figure) ?? [])];
}

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined;
}
