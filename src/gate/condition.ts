import type { Expectation } from '../scenario/model.ts';
import type { Measure } from './measure.ts';

/** A condition of a scenario, taken apart and checked against its designs and the result's schema. */
export interface Condition extends Expectation {
  /** What is compared: one comparison, or one for each name that a `*` stands for. The condition holds when all of them do. */
  readonly comparisons: readonly Comparison[];
}

export type Comparison = NumberComparison | WordComparison;

export type Relation = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'between';

export interface NumberComparison {
  readonly kind: 'number';
  /** The left side as it is told, with the names that a `*` stands for. */
  readonly label: string;
  /** The unit of both sides, as the result's schema has it. */
  readonly unit: string;
  readonly left: Sum;
  readonly relation: Relation;
  /** One bound, or the lower and the upper one of `between`; both belong to what is allowed. */
  readonly bounds: readonly Bound[];
}

/** How something is configured: a word and no number. */
export interface WordComparison {
  readonly kind: 'word';
  readonly label: string;
  readonly measure: Measure;
  readonly relation: '=' | '!=';
  readonly word: string;
}

/** Measures that are added up, each with a factor; and a constant in the measures' unit. */
export interface Sum {
  readonly constant: number;
  readonly terms: readonly Term[];
}

export interface Term {
  readonly factor: number;
  readonly measure: Measure;
}

export interface Bound extends Sum {
  /** As it is told: `15`, `100ms`, `20% of legacy`. */
  readonly text: string;
}
