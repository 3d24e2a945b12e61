import { InputError } from '../../errors.ts';
import type { Measure } from '../../gate/measure.ts';
import {
  indicesAt,
  pointsOf,
  type Shard,
  SWEEP_SCHEMA_VERSION,
  type SweepHeader,
} from '../../result/sweep/sweep-schema.ts';
import { scenarioHash } from '../../scenario/hash.ts';
import type { Scenario } from '../../scenario/model.ts';
import { toSeconds } from '../../units.ts';
import { version } from '../assets.ts';
import { type Grid, overridesAt } from './grid.ts';
import { sweepMeasures, toldMeasures } from './sweep-measures.ts';

/** Makes the scenario with some more settings, each `path=value`, from the same text each time. @throws InputError where they do not fit it. */
export type BuildScenario = (overrides: readonly string[]) => Scenario;

/** What a sweep does: a row for each of its units, in their order. */
export interface SweepPlan {
  readonly header: SweepHeader;
  readonly measures: readonly Measure[];
  readonly units: readonly SweepUnit[];
  /** The scenario before anything is varied. */
  readonly base: Scenario;
  /** The scenario as it is at a point. @throws InputError where its values do not go together. */
  scenarioAt(point: number): Scenario;
}

/** One row of the table: a design at a point. */
export interface SweepUnit {
  readonly point: number;
  readonly design: string;
}

/**
 * Plans a sweep. Each value is tried by itself, so that one that cannot be is found before anything is simulated.
 * @param measures as they were asked for; undefined: the default set. @param overrides what is told to be set for all points.
 * @throws InputError with all that is wrong.
 */
export function planSweep(
  build: BuildScenario,
  grid: Grid,
  measures: readonly string[] | undefined,
  shard: Shard,
  overrides: readonly string[],
): SweepPlan {
  const { axes, fixed, points } = grid;
  const base = build(fixed);
  tryEach(build, grid);
  const chosen = sweepMeasures(
    measures,
    base,
    axes.map(({ path }) => path),
  );
  const designs = base.designs.map(({ name }) => name);
  const header: SweepHeader = {
    sweep: 'unpark-sweep',
    schemaVersion: SWEEP_SCHEMA_VERSION,
    engineVersion: version,
    scenario: { name: base.name, question: base.question, hash: scenarioHash(base) },
    overrides: [...fixed, ...overrides],
    seed: base.seed,
    replications: base.replications,
    durationSeconds: toSeconds(base.durationUs),
    warmUpSeconds: toSeconds(base.warmUpUs),
    designs,
    axes: axes.map(({ path, values }) => ({ path, values: [...values] })),
    measures: toldMeasures(chosen),
    points,
    shard,
  };
  return {
    header,
    measures: chosen,
    units: pointsOf(header).flatMap((point) => designs.map((design) => ({ point, design }))),
    base,
    scenarioAt: (point) => build([...fixed, ...overridesAt(axes, indicesAt(axes, point))]),
  };
}

function tryEach(build: BuildScenario, { axes, fixed }: Grid): void {
  const first = axes.map(() => 0);
  const problems = axes.flatMap(({ values }, axis) =>
    values.flatMap((_, index) => {
      try {
        build([
          ...fixed,
          ...overridesAt(
            axes,
            first.map((at, other) => (other === axis ? index : at)),
          ),
        ]);
        return [];
      } catch (error) {
        if (error instanceof InputError) return error.problems;
        throw error;
      }
    }),
  );
  const told = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  if (told.size > 0) throw new InputError([...told.values()]);
}
