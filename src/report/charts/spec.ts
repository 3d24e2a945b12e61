import type { StateKey } from '../states.ts';

/**
 * A chart as plain data: what the PNG renderer and the page both draw, and what the page carries as JSON. A chart has one row for each design, all on the same axes,
 * the first on top; where designs are lines of one picture it has a row for each thing that they are compared in.
 */
export interface ChartSpec {
  /** Also the name of the PNG; lower-case letters, digits and hyphens. */
  readonly id: string;
  /** The one finding. */
  readonly title: string;
  /** What is drawn and in which unit. */
  readonly subtitle: string;
  readonly x: XAxis;
  readonly y: YAxis;
  readonly rows: readonly ChartRow[];
  /** Of heat maps: how the values of all cells are coloured and written. */
  readonly cells?: CellScale;
  /** The same in figures, for those who can't see it. */
  readonly table: ChartTable;
}

export interface XAxis {
  readonly label: string;
  /** How the ticks are written: hours of a run, or plain numbers. */
  readonly format: 'hours' | 'number';
  readonly min: number;
  readonly max: number;
  /** Names that stand at 0, 1, 2 … in the place of numbers. */
  readonly names?: readonly string[];
}

export interface YAxis {
  readonly label: string;
  readonly format: 'number' | 'percent' | 'seconds';
  /** The highest value that any row shows; room for the row's name comes on top. */
  readonly max: number;
  /** The lowest value of a logarithmic axis, over 0; absent: the axis is linear and begins at 0. */
  readonly logFrom?: number;
  /** Of heat maps: the names of their lines, which stand at 0, 1, 2 … from below. */
  readonly names?: readonly string[];
}

/** From which value to which the colours of a heat map reach. */
export interface CellScale {
  readonly min: number;
  readonly max: number;
  /** Whether equal steps of colour are equal factors; both ends are over 0 then. */
  readonly isLog: boolean;
  readonly format: 'number' | 'percent' | 'seconds';
}

export interface ChartRow {
  readonly label: string;
  /** Drawn in this order; areas are stacked upon each other, lines are not. */
  readonly layers: readonly Layer[];
  readonly marks: readonly Mark[];
  /** A shaded part of the x axis, such as the warm-up. */
  readonly shade?: { readonly from: number; readonly to: number; readonly label: string };
}

/** How many designs a picture can tell apart as lines, by colour and dashes. */
export const MOST_DESIGN_LINES = 6;
export type DesignInk = 'design-1' | 'design-2' | 'design-3' | 'design-4' | 'design-5' | 'design-6';

/** Colours that are no thread state: of a distribution, of a maximum, of a part of a distribution that a log shows, of a design among others. */
export type Ink = StateKey | 'ink' | 'faint' | DesignInk;

export interface Layer {
  /** A band reaches from its lower values to its values; dots stand alone, without a line. Cells are a line of a heat map: the layer is one of the names of the y axis. */
  readonly kind: 'area' | 'line' | 'dots' | 'steps' | 'band' | 'cells';
  readonly label: string;
  readonly ink: Ink;
  /** Values at x = start, start + step, …; null leaves a gap. */
  readonly start: number;
  readonly step: number;
  readonly values: readonly (number | null)[];
  /** Where the values stand, rising, where they are not evenly spaced; `start` and `step` say nothing then. */
  readonly xs?: readonly number[];
  /** Of a band: its lower edge. */
  readonly lower?: readonly (number | null)[];
  /** Whether each value is a point of its own, with a mark where it stands. */
  readonly points?: boolean;
}

/** Where a value of a layer stands. */
export function xAt({ start, step, xs }: Layer, index: number): number {
  return xs?.[index] ?? start + index * step;
}

/** A labelled line across a row: the size of the pool, a mean, a quantile. */
export interface Mark {
  readonly axis: 'x' | 'y';
  readonly value: number;
  readonly label: string;
  readonly strong?: boolean;
}

export interface ChartTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A chart that has nothing to show is left out, and the report says why. */
export interface LeftOut {
  readonly id: string;
  readonly why: string;
}

export type ChartOrReason = { readonly chart: ChartSpec } | { readonly leftOut: LeftOut };

/** The room between two rows, so that the ticks of one do not touch those of the next; CSS pixels. */
export const ROW_GAP = 16;
/** The room for a title that stands in the picture; CSS pixels. */
export const TITLE_HEIGHT = 84;
/** The room for the legend and the x axis; CSS pixels. */
const AROUND = 96;

/** The height of a line of cells, and what a heat map needs beside them; CSS pixels. */
const CELL_HEIGHT = 26;
const AROUND_CELLS = 34;

/** The height of a row in CSS pixels. */
export function rowHeight(spec: ChartSpec): number {
  const { names } = spec.y;
  if (names !== undefined) return AROUND_CELLS + Math.max(2, Math.min(names.length, 24)) * CELL_HEIGHT;
  return spec.rows.length === 1 ? 300 : spec.rows.length === 2 ? 182 : 128;
}

/** The height of a chart in CSS pixels: what its rows need, with the axis and the legend. */
export function chartHeight(spec: ChartSpec): number {
  return spec.rows.length * rowHeight(spec) + (spec.rows.length - 1) * ROW_GAP + AROUND;
}

/** Four significant digits are more than a picture shows, and keep the page small. */
export function rounded(values: readonly (number | null)[]): (number | null)[] {
  return values.map((value) => (value === null ? null : Number(value.toPrecision(4))));
}

/** A file name's worth of a name: `storage pool` becomes `storage-pool`. */
export function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'unnamed' : plain.slice(0, 40);
}
