import { type QuantileEvidence, quantileEvidence } from '../result/quantile-evidence.ts';
import type { Result } from '../result/schema.ts';
import type { Comparison, Condition, NumberComparison, Relation, Sum, WordComparison } from './condition.ts';
import { evaluate } from './evaluate.ts';
import { measureName } from './measure.ts';
import { readMeasure } from './read-measure.ts';

/** How a condition came out. Only `pass` and `warn` let a check pass: a condition without data fails at any level. */
export type Outcome = 'pass' | 'fail' | 'warn' | 'no data';

/** What a comparison found. */
export interface Finding {
  readonly comparison: Comparison;
  /** Null when there is no data. */
  readonly holds: boolean | null;
  /** The left side; null when there is no data. */
  readonly found: number | string | null;
  /** Half width of the 95 % interval of the left side, over replications, in its unit; null where none is known. */
  readonly halfWidth95: number | null;
  /** The 95 % interval of the left side, in its unit; null where none is known. Of a maximum, which has none, how far the maxima of the replications lie apart, on both sides. */
  readonly interval95: readonly [number, number] | null;
  /** The values of the bounds, in their order, in the unit of the left side; null where a bound has no data. */
  readonly bounds: readonly (number | null)[];
  /** By how much the nearest bound is missed: found − bound, in the unit of the left side; 0 when it holds, null without data and for words. */
  readonly missedBy: number | null;
  /**
   * How far the nearest bound lies outside the 95 % interval of what was found (of the difference, where the bound is measured too), in the unit of the left side. At 0 or
   * below the bound lies within the interval: another seed could turn the verdict. A maximum has no interval: in its place is how far the replications' maxima lie apart. Null where none
   * is known (one replication, too few observations) and for = and !=.
   */
  readonly clearance: number | null;
  /** What the quantiles of durations among its measures rest on. */
  readonly quantiles: readonly MeasuredQuantile[];
  /** Why there is no data; undefined when there is. */
  readonly why: string | undefined;
}

export interface MeasuredQuantile extends QuantileEvidence {
  /** `janitor.jobs.sync.time.p99` */
  readonly measure: string;
}

export interface ConditionVerdict {
  readonly condition: Condition;
  readonly outcome: Outcome;
  /** One for each comparison of the condition. */
  readonly findings: readonly Finding[];
  /** Whether a bound lies within the interval of what was found. */
  readonly isClose: boolean;
}

export interface Verdict {
  /** Whether no condition failed, and there was at least one. */
  readonly passed: boolean;
  /** In the order of the scenario. */
  readonly conditions: readonly ConditionVerdict[];
}

/** Judges a result by the conditions of its scenario. Pure: the same result gives the same verdict. */
export function judge(result: Result, conditions: readonly Condition[]): Verdict {
  const judged = conditions.map((condition): ConditionVerdict => {
    const findings = comparisonsThatTell(condition).map((comparison) =>
      comparison.kind === 'word' ? findWord(result, comparison) : findNumber(result, comparison),
    );
    return {
      condition,
      outcome: outcomeOf(findings, condition.level),
      findings,
      isClose: findings.some(isCloseToBound),
    };
  });
  return {
    passed: judged.length > 0 && judged.every(({ outcome }) => outcome === 'pass' || outcome === 'warn'),
    conditions: judged,
  };
}

/** A `*` stands for the names that the condition says something of, if there are any: nothing in a job kind that defers no blob can meet a condition on how it deletes, or miss it. */
function comparisonsThatTell({ comparisons }: Condition): readonly Comparison[] {
  const telling = comparisons.filter((one) => one.kind !== 'word' || one.measure.idle === undefined);
  return telling.length > 0 ? telling : comparisons;
}

function outcomeOf(findings: readonly Finding[], level: Condition['level']): Outcome {
  // What compares nothing has found nothing.
  if (findings.length === 0 || findings.some(({ holds }) => holds === null)) return 'no data';
  if (findings.every(({ holds }) => holds === true)) return 'pass';
  return level === 'warn' ? 'warn' : 'fail';
}

/** What has no spread is no closer to a bound than it is. */
function isCloseToBound({ clearance, interval95 }: Finding): boolean {
  if (clearance === null || interval95 === null) return false;
  return clearance < 0 || (clearance === 0 && interval95[0] < interval95[1]);
}

function findWord(result: Result, comparison: WordComparison): Finding {
  const { value, why } = readMeasure(result, comparison.measure);
  const found = value === null ? null : String(value);
  const holds = found === null ? null : (found === comparison.word) === (comparison.relation === '=');
  return {
    comparison,
    holds,
    found,
    halfWidth95: null,
    interval95: null,
    bounds: [],
    missedBy: null,
    clearance: null,
    quantiles: [],
    why,
  };
}

function quantilesOf(result: Result, sums: readonly Sum[]): MeasuredQuantile[] {
  return sums.flatMap(({ terms }) =>
    terms.flatMap(({ measure }) => {
      const design = Object.hasOwn(result.designs, measure.design) ? result.designs[measure.design] : undefined;
      const evidence = design === undefined ? undefined : quantileEvidence(design, measure.path);
      return evidence === undefined ? [] : [{ measure: measureName(measure), ...evidence }];
    }),
  );
}

function findNumber(result: Result, comparison: NumberComparison): Finding {
  const { left, relation } = comparison;
  const found = evaluate(result, left);
  const bounds = comparison.bounds.map((bound) => evaluate(result, bound));
  const values = bounds.map(({ value }) => value);
  const interval95 =
    found.value === null || found.reach95 === null || left.terms.length === 0
      ? null
      : ([found.value - found.reach95.down, found.value + found.reach95.up] as const);
  const quantiles = quantilesOf(result, [left, ...comparison.bounds]);
  const base = {
    comparison,
    found: found.value,
    halfWidth95: found.halfWidth95,
    interval95,
    bounds: values,
    quantiles,
  };
  const why = found.why ?? bounds.find((bound) => bound.why !== undefined)?.why;
  if (found.value === null || values.includes(null)) {
    return { ...base, holds: null, missedBy: null, clearance: null, why };
  }
  const gaps = bounds.map(({ value, size }) => {
    const gap = (found.value as number) - (value as number);
    return Math.abs(gap) <= ROUNDING * (found.size + size) ? 0 : gap;
  });
  const holds = gapsHold(relation, gaps);
  const nearest = [...gaps].sort((a, b) => Math.abs(a) - Math.abs(b))[0] as number;
  const clearances = comparison.bounds.flatMap((bound) => {
    // Left − bound is measured replication by replication, so what both share cancels out.
    const gap = evaluate(result, {
      constant: -bound.constant,
      terms: [...left.terms, ...bound.terms.map(({ factor, measure }) => ({ factor: -factor, measure }))],
    });
    if (gap.value === null || gap.reach95 === null) return [];
    return [gap.value < 0 ? -gap.value - gap.reach95.up : gap.value - gap.reach95.down];
  });
  const isExact = relation === '=' || relation === '!=';
  return {
    ...base,
    holds,
    missedBy: holds ? 0 : nearest,
    clearance: isExact || clearances.length < bounds.length ? null : Math.min(...clearances),
    why: undefined,
  };
}

/**
 * Two sides that differ by less than this share of their size are equal: what parts them is the rounding of sums, which nobody means. So a strict bound that is met by a rounding is not
 * met, one that is not strict and is missed by a rounding is, and exactly one of <, = and > holds. A sum of a billion roundings is still far below it, and no unit that people write is.
 */
const ROUNDING = 1e-12;

/** @param gaps found − bound, one or two. */
function gapsHold(relation: Relation, gaps: readonly number[]): boolean {
  const [gap, upper] = gaps as [number, number?];
  switch (relation) {
    case '=':
      return gap === 0;
    case '!=':
      return gap !== 0;
    case '<':
      return gap < 0;
    case '<=':
      return gap <= 0;
    case '>':
      return gap > 0;
    case '>=':
      return gap >= 0;
    case 'between':
      return gap >= 0 && (upper as number) <= 0;
  }
}
