import { oneLine } from '../../one-line.ts';
import { indicesAt, type SweepAxis, type SweepHeader, type SweepMeasure } from '../../result/sweep/sweep-schema.ts';
import type { ChartRow, ChartSpec } from '../charts/spec.ts';
import { rounded } from '../charts/spec.ts';
import { code } from '../format.ts';
import { axisFormat, figureText, readingText, type SweepView, unitText } from './sweep-figures.ts';

/** Small multiples beyond these are no picture any more. */
const MOST_MAPS = 12;
/** Cells of a line and lines of a map beyond these cannot be told apart. */
const MOST_CELLS = 200;
const MOST_LINES = 60;
const MANY_TIMES = 200;

/** Whether a grid of two things or more can be drawn, with this many designs. */
export function canBeMaps({ axes }: SweepHeader, designs: number): boolean {
  const [x, y, ...others] = axes as [SweepAxis, SweepAxis, ...SweepAxis[]];
  const maps = others.reduce((product, { values }) => product * values.length, designs);
  return maps <= MOST_MAPS && x.values.length <= MOST_CELLS && y.values.length <= MOST_LINES;
}

/** A measure over two things that are varied: a map for each design and each value of whatever else is varied, all in one scale of colours. */
export function heatChart(view: SweepView, measure: SweepMeasure, id: string): ChartSpec | undefined {
  const { axes } = view.header;
  const [x, y] = axes as [SweepAxis, SweepAxis];
  const rows = mapsOf(view, measure);
  const known = rows.flatMap(({ layers }) => layers.flatMap(({ values }) => values)).filter((value) => value !== null);
  if (known.length === 0) return undefined;
  const [min, max] = [Math.min(...known), Math.max(...known)];
  return {
    id,
    title: finding(view, measure),
    subtitle: `${oneLine(measure.path)}${unitText(measure)}, over ${oneLine(x.path)} and ${oneLine(y.path)}; –: no data`,
    x: {
      label: oneLine(x.path),
      format: 'number',
      min: -0.5,
      max: x.values.length - 0.5,
      names: x.values.map(oneLine),
    },
    y: {
      label: lastWord(oneLine(y.path)),
      format: 'number',
      max: y.values.length - 0.5,
      names: y.values.map(oneLine),
    },
    cells: { min, max, isLog: min > 0 && max / min >= MANY_TIMES, format: axisFormat(measure.unit) },
    rows,
    table: {
      caption: `${oneLine(measure.path)}${unitText(measure)}, with its 95 % interval`,
      columns: [...axes.map(({ path }) => oneLine(path)), ...measure.designs.map(oneLine)],
      rows: Array.from({ length: view.header.points }, (_, point) => [
        ...indicesAt(axes, point).map((at, axis) => oneLine(axes[axis]?.values[at] as string)),
        ...measure.designs.map((design) => readingText(measure, view.readingAt(measure, design, point))),
      ]),
    },
  };
}

function mapsOf(view: SweepView, measure: SweepMeasure): ChartRow[] {
  const { axes } = view.header;
  const [x, y, ...others] = axes as [SweepAxis, SweepAxis, ...SweepAxis[]];
  const size = others.reduce((product, { values }) => product * values.length, 1);
  return Array.from({ length: size }, (_, other) => other).flatMap((other) => {
    const indices = indicesAt(others, other);
    const around = others.map(({ path, values }, axis) => `${path} = ${values[indices[axis] as number]}`);
    return measure.designs.map((design) => ({
      label: oneLine([design, ...around].join(', ')),
      layers: y.values.map((name, line) => ({
        kind: 'cells' as const,
        label: oneLine(name),
        ink: 'ink' as const,
        start: 0,
        step: 1,
        values: rounded(
          x.values.map((__, column) => {
            // The last axis varies fastest.
            const point = (column * y.values.length + line) * size + other;
            return view.readingAt(measure, design, point)?.value ?? null;
          }),
        ),
      })),
      marks: [],
    }));
  });
}

function finding(view: SweepView, measure: SweepMeasure): string {
  const courses = measure.designs.map((design) => `${extremesOf(view, measure, design)} with ${code(design)}`);
  return `${code(measure.path)} ${courses.join('; ')}`;
}

function extremesOf(view: SweepView, measure: SweepMeasure, design: string): string {
  const { axes, points } = view.header;
  const known = Array.from({ length: points }, (_, point) => ({
    point,
    value: view.readingAt(measure, design, point)?.value ?? null,
  })).filter((one): one is { point: number; value: number } => one.value !== null);
  const [first] = known;
  if (first === undefined) return 'has no data';
  const least = known.reduce((one, other) => (other.value < one.value ? other : one), first);
  const most = known.reduce((one, other) => (other.value > one.value ? other : one), first);
  const text = (value: number) => figureText(measure, value);
  if (most.value - least.value <= 0.02 * Math.abs(most.value)) return `stays at ${text(most.value)}`;
  const at = (point: number) =>
    indicesAt(axes, point)
      .map((index, axis) => axes[axis]?.values[index] as string)
      .join(' × ');
  return `goes from ${text(least.value)} (${at(least.point)}) to ${text(most.value)} (${at(most.point)})`;
}

/** The whole path stands in the subtitle: beside a map there is little room. */
function lastWord(path: string): string {
  return (path.split('.').at(-1) as string).slice(0, 14);
}
