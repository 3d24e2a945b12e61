import type { DesignResult } from '../result/schema.ts';

/**
 * One model that the simulator is held against: a scenario, and figures of its result that theory knows. Each replication is read on its own, as a result of one
 * replication, so that whatever a result has can be held against theory, and the spread over replications says how far chance alone may take a figure.
 */
export interface ValidationCase {
  /** Lower-case letters, digits and hyphens; no two cases share one. */
  readonly name: string;
  /** The model in the notation of the field, with its parameters: `M/M/10, a = 8`. */
  readonly model: string;
  /** What a scenario file has, without `name`, `question`, `seed` and `designs`: its only design is called `model`. */
  readonly scenario: ScenarioValues;
  readonly figures: readonly ValidationFigure[];
}

/** The keys of a scenario file and their values, as it has them. */
export interface ScenarioValues {
  /** How often the model is run, at least 2, unless somebody asks for another number. */
  readonly replications: number;
  /** The measured time. */
  readonly duration: string;
  readonly warmUp: string;
  readonly [key: string]: unknown;
}

/**
 * How a figure is judged:
 * - `mean`: the mean over replications is the theory's value, by its standard error;
 * - `variance`: the variance between replications is, by the spread that the variance of normal values has;
 * - `exact`: the figure is the theory's value in every replication, to float error.
 */
export type Judgement = 'mean' | 'variance' | 'exact';

/** One figure of a case. */
export interface ValidationFigure {
  /** What it is, as the terms of a result have it; no two of a case share one. */
  readonly name: string;
  /** Of the value: `s`, `threads`, `fraction` … Empty for a plain number. */
  readonly unit: string;
  /** What theory says. */
  readonly theory: number;
  /** Default: `mean`. */
  readonly judgedBy?: Judgement;
  /** Of a variance: the mean that theory has, about which it is taken. */
  readonly mean?: number;
  /** Reads it from the result of one replication; null where that has no such value, which never passes. */
  readonly read: (design: DesignResult) => number | null;
}

/** The name of the only design of every case. */
export const MODEL = 'model';
