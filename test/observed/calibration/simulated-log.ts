import { simulateReplication } from '../../../sim/replication.ts';
import { silent } from '../../../src/events/silent.ts';
import { healthLine, isPrinted } from '../../../src/record/health-line.ts';
import type { Scenario } from '../../../src/scenario/model.ts';

/** A sample of a pool, from the end of the warm-up on. */
export interface SimulatedSample {
  /** Since the start of the run. */
  readonly atUs: number;
  readonly active: number;
  readonly queued: number;
}

/** The samples that the first design’s first pool takes of itself, printed or not. */
export function simulatedSamples(scenario: Scenario, replication: number): SimulatedSample[] {
  const samples: SimulatedSample[] = [];
  const [design] = scenario.designs;
  if (design === undefined) throw new Error('the scenario has no design');
  simulateReplication(scenario, design, replication, undefined, () => ({
    ...silent(),
    poolSampled: (pool, active, queued, atUs) => {
      if (pool === 0 && atUs >= scenario.warmUpUs) samples.push({ atUs, active, queued });
    },
  }));
  return samples;
}

/** A moment that samples are counted from: midnight. */
export const MIDNIGHT_MS = Date.UTC(2026, 4, 30);

/** The lines that production would have of them. @param above strictly above it, in percent. */
export function linesOf(scenario: Scenario, samples: readonly SimulatedSample[], above = 70): string[] {
  const pool = scenario.designs[0]?.system.pools[0];
  if (pool === undefined) throw new Error('the scenario has no pool');
  return samples
    .filter(({ active }) => isPrinted(active, pool.threads, above))
    .map(({ atUs, active, queued }) => {
      const time = new Date(MIDNIGHT_MS + atUs / 1_000).toISOString().replace('T', ' ').replace('.', ',').slice(0, -1);
      return `${time} WARNING executors: ${healthLine(pool, active, queued)}`;
    });
}
