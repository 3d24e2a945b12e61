import { simulate } from '../../sim/simulate.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Figures } from '../contender.ts';

/** Loads omi-sync, simulates one replication of each design and makes the result; the command itself always writes a report. */
export function oneReplication(): Figures {
  const scenario = loadScenario('scenarios/omi-sync.yaml');
  const result = simulate({ ...scenario, replications: 1 }, 'bench');
  return { designs: Object.keys(result.designs).length };
}
