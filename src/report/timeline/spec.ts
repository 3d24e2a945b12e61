import type { ChartTable } from '../charts/spec.ts';

/** The timeline as plain data: what the PNG and the page draw, and what the page carries as JSON. All lanes are on one time axis, that of before above that of after. */
export interface TimelineSpec {
  /** Also the name of the PNG. */
  readonly id: string;
  /** The one finding. */
  readonly title: string;
  readonly subtitle: string;
  /** In seconds from the start of the run. */
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly lanes: readonly Lane[];
  /** The same in figures, for those who can't see it. */
  readonly table: ChartTable;
}

/** The threads of one pool of one design, a row for each. */
export interface Lane {
  readonly design: string;
  readonly pool: string;
  /** Rows there are, idle ones too. */
  readonly rows: number;
  /** What stands above it: the design, and how large the pool is. */
  readonly label: string;
  /** Where its record ends; never after that of the axis. */
  readonly untilSeconds: number;
  readonly taskKinds: readonly string[];
  /** As the result has them. */
  readonly threads: readonly LaneThread[];
}

export interface LaneThread {
  readonly thread: number;
  readonly lengthsUs: readonly number[];
  readonly states: string;
  readonly tasks: readonly number[];
}
