import { SERIES_BINS } from '../record/level-recorder.ts';
import type { ReplicationRecord } from '../record/replication-record.ts';
import { scenarioHash } from '../scenario/hash.ts';
import type { Design, Scenario } from '../scenario/model.ts';
import { toSeconds } from '../units.ts';
import { DesignAccumulator } from './design-accumulator.ts';
import { designResult } from './design-result.ts';
import { RESULT_SCHEMA_VERSION, type Result } from './schema.ts';

/** Collects the replications of all designs, and makes the result of them. */
export class ResultBuilder {
  readonly #scenario: Scenario;
  readonly #pooled: readonly DesignAccumulator[];

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    const endUs = scenario.warmUpUs + scenario.durationUs;
    this.#pooled = scenario.designs.map(() => new DesignAccumulator(scenario.warmUpUs, endUs, SERIES_BINS));
  }

  /** Adds a replication. Those of one design come in their order. @param design its number in the scenario. */
  add(design: number, record: ReplicationRecord): void {
    (this.#pooled[design] as DesignAccumulator).add(record);
  }

  /**
   * The result of all that was added; every design has at least one replication.
   * @param overrides what the command line set, as it was written.
   * @param scenario the same with another number of replications, where that was not known before. Default: the one that was given first.
   */
  build(
    world: Result['world'],
    engineVersion: string,
    overrides: readonly string[],
    scenario: Scenario = this.#scenario,
  ): Result {
    // What is not simulated is one run: its intervals come from within.
    for (const pooled of this.#pooled) pooled.hasBatches = world !== 'sim';
    return {
      schemaVersion: RESULT_SCHEMA_VERSION,
      engineVersion,
      world,
      scenario: {
        name: scenario.name,
        question: scenario.question,
        hash: scenarioHash(scenario),
        durationSeconds: toSeconds(scenario.durationUs),
        warmUpSeconds: toSeconds(scenario.warmUpUs),
        rateUnit: scenario.rateUnit,
        overrides: [...overrides],
        designs: Object.fromEntries(scenario.designs.map(({ name, system }) => [name, system])),
      },
      seed: scenario.seed,
      replications: this.#pooled[0]?.replications ?? 0,
      assumptions: scenario.assumptions.map((note) => ({ ...note })),
      sources: scenario.sources.map((note) => ({ ...note })),
      designs: Object.fromEntries(
        scenario.designs.map((design: Design, i) => [
          design.name,
          designResult(this.#pooled[i] as DesignAccumulator, design.system, scenario),
        ]),
      ),
    };
  }
}
