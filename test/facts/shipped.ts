import { simulateReplication } from '../../sim/replication.ts';
import type { ReplicationRecord } from '../../src/record/replication-record.ts';
import { levelMean, weightedQuantile } from '../../src/result/statistics.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';

/** A shipped scenario as it stands. */
export function shipped(name: string): Scenario {
  return loadScenario(`scenarios/${name}.yaml`);
}

export function designOf(scenario: Scenario, name: string): Design {
  const design = scenario.designs.find((candidate) => candidate.name === name);
  if (design === undefined) throw new Error(`${scenario.name} has no design ${name}`);
  return design;
}

/** Replications of one design of a shipped scenario, at its own seed and duration. */
export function replicationsOf(scenario: Scenario, name: string, replications: number): readonly ReplicationRecord[] {
  const design = designOf(scenario, name);
  return Array.from({ length: replications }, (_, i) => simulateReplication(scenario, design, i));
}

/** The time-weighted mean of a level in each replication. */
export function means(records: readonly ReplicationRecord[], path: string): number[] {
  return records.map(({ levels }) => levelMean(levels[path]!) ?? 0);
}

/** The time-weighted quantile of a level in each replication. */
export function quantiles(records: readonly ReplicationRecord[], path: string, p: number): number[] {
  return records.map(({ levels }) => weightedQuantile(levels[path]!.heldUs, p) ?? 0);
}

/** The highest level of each replication. */
export function maxima(records: readonly ReplicationRecord[], path: string): number[] {
  return records.map(({ levels }) => levels[path]!.heldUs.length - 1);
}

/** The share of the time that a level was over 0, in each replication. */
export function shareAboveZero(records: readonly ReplicationRecord[], path: string): number[] {
  return records.map(({ levels, measuredUs }) => 1 - (levels[path]!.heldUs[0] ?? 0) / measuredUs);
}
