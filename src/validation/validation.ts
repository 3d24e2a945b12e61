/** From cases to scenarios, and from the replications' records to the verdict. */
import type { PlainMap } from '../path.ts';
import type { ReplicationRecord } from '../record/replication-record.ts';
import { ResultBuilder } from '../result/build-result.ts';
import type { DesignResult } from '../result/schema.ts';
import type { Scenario } from '../scenario/model.ts';
import { buildScenario } from '../scenario/parse.ts';
import { sha256Hex } from '../sha-256.ts';
import { GREATEST_Z, mostBeyond2, type Score, scoreOf } from './scores.ts';
import { type Judgement, MODEL, type ValidationCase } from './validation-case.ts';

/** The probability, at most, with which more rows than are allowed lie beyond 2 although the simulator is right. */
export const CHANCE_LEVEL = 0.01;

/** One figure of one case, judged. */
export interface ValidationRow extends Score {
  readonly figure: string;
  readonly unit: string;
  readonly judgedBy: Judgement;
  readonly theory: number;
}

/** One case, judged. */
export interface CaseVerdict {
  readonly name: string;
  readonly model: string;
  readonly replications: number;
  /** What was run, as a scenario file has it. */
  readonly scenario: PlainMap;
  readonly rows: readonly ValidationRow[];
}

/** What a validation came to. */
export interface Validation {
  readonly seed: number;
  readonly cases: readonly CaseVerdict[];
  /** Rows with a z. */
  readonly scored: number;
  /** Those with |z| over 2, and how many there may be. */
  readonly beyond2: number;
  readonly beyond2Allowed: number;
  /** Rows that fail by themselves: |z| over 4, not exact, or without data; as `case: figure`. */
  readonly failing: readonly string[];
  readonly passed: boolean;
}

/** What is run of a case. */
export interface ValidationOptions {
  readonly seed: number;
  /** Of each case, at least 2. Default: as many as the case has. */
  readonly replications?: number | undefined;
}

/** What a scenario file of a case would have: it goes through the same loader as any other. */
export function caseScenario(one: ValidationCase, { seed, replications }: ValidationOptions): PlainMap {
  return {
    name: one.name,
    question: `Does the simulator agree with ${one.model}?`,
    seed: seedOf(one.name, seed),
    ...one.scenario,
    ...(replications === undefined ? {} : { replications }),
    designs: { [MODEL]: {} },
  };
}

/** Draws are addressed by the names of jobs and steps, which many cases share: with one seed for all, what chance does to one it would do to all. */
function seedOf(name: string, seed: number): number {
  return Number.parseInt(sha256Hex(`${seed}/${name}`).slice(0, 8), 16);
}

/** Collects the values of the cases' figures, one replication after another, and judges them. */
export class Validator {
  readonly scenarios: readonly Scenario[];
  readonly #cases: readonly ValidationCase[];
  readonly #options: ValidationOptions;
  /** By case and figure, one for each replication. */
  readonly #values: readonly (readonly (number | null)[][])[];

  constructor(cases: readonly ValidationCase[], options: ValidationOptions) {
    this.#cases = cases;
    this.#options = options;
    this.scenarios = cases.map((one) => buildScenario(caseScenario(one, options)));
    this.#values = cases.map(({ figures }) => figures.map(() => []));
  }

  /**
   * Reads the figures of one replication from the result of it alone.
   * @param index of the case. @param engineVersion stands in that result.
   */
  add(index: number, record: ReplicationRecord, engineVersion: string): void {
    const builder = new ResultBuilder(this.scenarios[index] as Scenario);
    builder.add(0, record);
    const design = builder.build('sim', engineVersion, []).designs[MODEL] as DesignResult;
    const values = this.#values[index] as (number | null)[][];
    (this.#cases[index] as ValidationCase).figures.forEach(({ read }, figure) => {
      values[figure]?.push(read(design));
    });
  }

  /** Judges what was added. */
  verdict(): Validation {
    const cases = this.#cases.map(
      (one, index): CaseVerdict => ({
        name: one.name,
        model: one.model,
        replications: (this.scenarios[index] as Scenario).replications,
        scenario: caseScenario(one, this.#options),
        rows: one.figures.map((figure, at) => ({
          figure: figure.name,
          unit: figure.unit,
          judgedBy: figure.judgedBy ?? 'mean',
          theory: figure.theory,
          ...scoreOf(figure, this.#values[index]?.[at] as (number | null)[]),
        })),
      }),
    );
    const scores = cases.flatMap(({ rows }) => rows.flatMap(({ z }) => (z === null ? [] : [Math.abs(z)])));
    const beyond2 = scores.filter((z) => z > 2).length;
    const scoredOf = ({ rows }: CaseVerdict) => rows.filter(({ z }) => z !== null).length;
    const beyond2Allowed = mostBeyond2(cases.map(scoredOf), CHANCE_LEVEL);
    const failing = cases.flatMap(({ name, rows }) =>
      rows.filter((row) => isFailing(row)).map(({ figure }) => `${name}: ${figure}`),
    );
    return {
      seed: this.#options.seed,
      cases,
      scored: scores.length,
      beyond2,
      beyond2Allowed,
      failing,
      passed: failing.length === 0 && beyond2 <= beyond2Allowed,
    };
  }
}

/** Whether a row fails by itself, whatever the others come to. */
export function isFailing({ holds, z }: Pick<Score, 'holds' | 'z'>): boolean {
  // NaN is no pass either.
  return !holds || (z !== null && !(Math.abs(z) <= GREATEST_Z));
}
