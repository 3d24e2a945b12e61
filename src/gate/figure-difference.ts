import type { FigureValue } from './figures.ts';

/** What a difference makes of a service: whether it is for the better, and how much it matters. */
export interface Weight {
  /** 1: work that fails, is refused or comes too late for good; 2: what clients wait for; 3: threads and queues; 4: all else. */
  readonly rank: 1 | 2 | 3 | 4;
  /** Null: the change is neither, or is no more than noise or a rounding. */
  readonly change: 'better' | 'worse' | null;
}

/** Lower and upper end of a 95 % interval. */
export type Interval = readonly [number, number] | null;

/** A figure of a design in two results, and what the difference makes of the service. */
export interface FigureDifference extends Weight {
  readonly design: string;
  /** `pools.storage.active.mean` */
  readonly name: string;
  readonly unit: string;
  readonly before: FigureValue;
  readonly after: FigureValue;
  /** Half widths of the 95 % intervals of a mean; null for what has none. */
  readonly halfWidths: readonly [number | null, number | null];
  /** 95 % intervals of a quantile; null for what has none. */
  readonly intervals: readonly [Interval, Interval];
  /** Of a mean or a quantile with an interval on both sides: whether they are further apart than √(a² + b²), what the difference of two independent runs reaches. Null without. */
  readonly isClear: boolean | null;
}
