import { oneLine } from '../one-line.ts';
import { pairedDifference } from '../result/differences.ts';
import type { Result } from '../result/schema.ts';
import { formatChange, NOTHING } from './format.ts';
import type { Measure } from './measure.ts';
import { type MeasureGroup, measureGroups } from './measures.ts';
import type { Scale } from './scale.ts';
import { designsOf, type NamedDesign } from './selection.ts';
import type { StateKey } from './states.ts';

/** A cell, and the thread state whose colour it carries. */
export interface Cell {
  readonly text: string;
  readonly state?: StateKey;
}

export interface TableRow {
  /** The row's name: a measure or a design. */
  readonly head: Cell;
  readonly cells: readonly Cell[];
}

/** Rows under a heading of their own; the heading is empty where the table has no groups. */
export interface TableGroup {
  readonly title: string;
  readonly rows: readonly TableRow[];
}

/** A table as data; the terminal, Markdown and the page lay it out. */
export interface Table {
  readonly title: string;
  /** The heads of the columns, the first over the rows' names. */
  readonly columns: readonly string[];
  /** The columns, by number, that have the difference of the one before them; where there is no room they stand below it. */
  readonly differences?: readonly number[];
  readonly groups: readonly TableGroup[];
}

/** Up to this many designs stand in columns; more of them stand in rows. */
const MOST_COLUMNS = 3;

/** The before/after tables of a result. With up to three designs it is one table with measures in rows; with more it is one for each group of measures, with designs in rows. */
export function comparisonTables(result: Result): Table[] {
  const designs = designsOf(result);
  const groups = measureGroups(result);
  if (designs.length <= MOST_COLUMNS) return [measuresInRows(designs, groups)];
  return [...groups.map((group) => designsInRows(designs, group)), differencesInRows(designs, groups)];
}

function measuresInRows(designs: readonly NamedDesign[], groups: readonly MeasureGroup[]): Table {
  const first = designs[0] as NamedDesign;
  const others = designs.slice(1);
  const columns = [
    '',
    oneLine(first.name),
    ...others.flatMap((design) => [
      oneLine(design.name),
      others.length === 1 ? 'difference' : `vs ${oneLine(first.name)}`,
    ]),
  ];
  return {
    title: 'Before and after',
    columns,
    differences: others.map((_, index) => 3 + 2 * index),
    groups: groups.map((group) => ({
      title: oneLine(group.title),
      rows: group.measures.map((measure) => {
        const scale = measure.scale?.(designs);
        return {
          head: cell(oneLine(measure.label), measure.state),
          cells: [
            { text: measure.text(first, scale) },
            ...others.flatMap((design) => [
              { text: measure.text(design, scale) },
              { text: differenceText(measure, first, design, scale) },
            ]),
          ],
        };
      }),
    })),
  };
}

function designsInRows(designs: readonly NamedDesign[], group: MeasureGroup): Table {
  return {
    title: oneLine(group.title),
    columns: ['design', ...group.measures.map((measure) => oneLine(measure.short))],
    groups: [
      {
        title: '',
        rows: designs.map((design) => ({
          head: { text: oneLine(design.name) },
          cells: group.measures.map((measure) =>
            cell(measure.text(design, measure.scale?.(designs), true), measure.state),
          ),
        })),
      },
    ],
  };
}

/** The means that a comparison of many designs rests on, each as its difference to the first. */
function differencesInRows(designs: readonly NamedDesign[], groups: readonly MeasureGroup[]): Table {
  const first = designs[0] as NamedDesign;
  const measures = groups
    .flatMap((group) => group.measures)
    .filter((measure) => measure.paths !== undefined && measure.kind !== 'thread-hours')
    .filter((measure) =>
      designs
        .slice(1)
        .some((design) => saysSomething(differenceText(measure, first, design, measure.scale?.(designs)))),
    );
  return {
    title: `Difference from ${oneLine(first.name)}`,
    columns: ['design', ...measures.map((measure) => oneLine(measure.short))],
    groups: [
      {
        title: '',
        rows: designs.slice(1).map((design) => ({
          head: { text: oneLine(design.name) },
          cells: measures.map((measure) =>
            cell(differenceText(measure, first, design, measure.scale?.(designs)), measure.state),
          ),
        })),
      },
    ],
  };
}

function saysSomething(difference: string): boolean {
  return /[1-9]/.test(difference);
}

/**
 * The difference to the first design: paired over the replications with its 95 % interval, or of the two numbers alone where there is no interval.
 * A line that grows has no mean, so it has no difference either.
 */
export function differenceText(
  measure: Measure,
  before: NamedDesign,
  after: NamedDesign,
  scale: Scale | undefined,
): string {
  if (measure.value === undefined) return '';
  const first = measure.value(before);
  const second = measure.value(after);
  if (first === null || second === null) return NOTHING;
  const told = (mean: number, halfWidth: number | null) =>
    formatChange(measure.kind, { mean, halfWidth }, [first, second], scale);
  const paired = measure.paths === undefined ? null : pairedDifference(before.result, after.result, measure.paths);
  if (measure.interval !== undefined) {
    return told(second - first, paired?.halfWidth95 ?? halfWidthOf([before, after].map(measure.interval)));
  }
  return paired === null ? told(second - first, null) : told(paired.mean, paired.halfWidth95);
}

/** Of the difference of two figures that each have an interval, as if they were independent: at most, since designs share their arrivals. */
function halfWidthOf(intervals: readonly (readonly [number, number] | null | undefined)[]): number | null {
  let squares = 0;
  for (const interval of intervals) {
    if (interval === null || interval === undefined) return null;
    squares += ((interval[1] - interval[0]) / 2) ** 2;
  }
  return Math.sqrt(squares);
}

function cell(text: string, state: StateKey | undefined): Cell {
  return state === undefined ? { text } : { text, state };
}
