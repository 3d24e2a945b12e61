import { oneLine } from '../../one-line.ts';
import type { SweepAxis, SweepMeasure } from '../../result/sweep/sweep-schema.ts';
import { type ChartSpec, type DesignInk, MOST_DESIGN_LINES, rounded } from '../charts/spec.ts';
import { code } from '../format.ts';
import { axisFormat, figureText, readingText, type SweepView, unitText } from './sweep-figures.ts';

/** Two values that differ by less are told as the same. */
const ALIKE = 0.02;
/** From this factor between the values on, an axis is logarithmic. */
const MANY_TIMES = 200;

/** A measure over the one thing that is varied: a line for each design. */
export function lineChart(view: SweepView, measure: SweepMeasure, id: string): ChartSpec | undefined {
  const [axis] = view.header.axes as [SweepAxis];
  const designs = measure.designs.slice(0, MOST_DESIGN_LINES);
  const lines = designs.map((design) =>
    axis.values.map((_, point) => view.readingAt(measure, design, point)?.value ?? null),
  );
  const known = lines.flat().filter((value) => value !== null);
  if (known.length === 0) return undefined;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const isLog = least > 0 && most / least >= MANY_TIMES;
  return {
    id,
    title: finding(measure, designs, lines, axis),
    subtitle: `${oneLine(measure.path)}${unitText(measure)}, over ${oneLine(axis.path)}; gaps: no data`,
    x: {
      label: oneLine(axis.path),
      format: 'number',
      min: -0.25,
      max: axis.values.length - 0.75,
      names: axis.values.map(oneLine),
    },
    y: {
      label: `${(measure.path.split('.').at(-1) as string).slice(0, 20)}${unitText(measure)}${isLog ? ', log.' : ''}`,
      format: axisFormat(measure.unit),
      max: most,
      ...(isLog ? { logFrom: 10 ** Math.floor(Math.log10(least)) } : {}),
    },
    rows: [
      {
        label: oneLine(measure.path),
        layers: designs.map((design, index) => ({
          kind: 'line',
          label: oneLine(design),
          ink: `design-${index + 1}` as DesignInk,
          start: 0,
          step: 1,
          values: rounded(lines[index] as (number | null)[]),
          points: true,
        })),
        marks: [],
      },
    ],
    table: {
      caption: `${oneLine(measure.path)}${unitText(measure)}, with its 95 % interval`,
      columns: [oneLine(axis.path), ...measure.designs.map(oneLine)],
      rows: axis.values.map((value, point) => [
        oneLine(value),
        ...measure.designs.map((design) => readingText(measure, view.readingAt(measure, design, point))),
      ]),
    },
  };
}

function finding(
  measure: SweepMeasure,
  designs: readonly string[],
  lines: readonly (readonly (number | null)[])[],
  axis: SweepAxis,
): string {
  const courses = designs.map((design, index) => `${courseOf(measure, lines[index] ?? [], axis)} with ${code(design)}`);
  return `${code(measure.path)} ${courses.join(', ')}`;
}

/** What becomes of a measure from the first value to the last. */
function courseOf(measure: SweepMeasure, line: readonly (number | null)[], { values }: SweepAxis): string {
  const known = line.flatMap((value, index) => (value === null ? [] : [{ value, at: values[index] as string }]));
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return 'has no data';
  const all = known.map(({ value }) => value);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const text = (value: number) => figureText(measure, value);
  const gaps = known.length === line.length ? '' : `, without data at ${line.length - known.length} of ${line.length}`;
  if (most - least <= ALIKE * Math.abs(most)) return `stays at ${text(most)}${gaps}`;
  const [from, to] = [text(first.value), text(last.value)];
  const isSteady = [least, most].includes(first.value) && [least, most].includes(last.value);
  if (!isSteady) return `lies between ${text(least)} and ${text(most)}${gaps}`;
  return `${last.value > first.value ? 'rises' : 'falls'} from ${from} to ${to}${gaps}`;
}
