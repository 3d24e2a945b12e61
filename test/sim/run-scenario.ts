import { simulate } from '../../sim/simulate.ts';
import type { DesignResult, Result } from '../../src/result/schema.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { buildScenario } from '../../src/scenario/parse.ts';

type Plain = Readonly<Record<string, unknown>>;

/** A scenario from plain values; what is left out is the least that is valid. */
export function scenarioOf(value: Plain): Scenario {
  return buildScenario({
    name: 'test',
    question: 'Does it hold?',
    duration: '1h',
    replications: 1,
    designs: { only: {} },
    ...value,
  });
}

/** Simulates a scenario from plain values. */
export function run(value: Plain): Result {
  return simulate(scenarioOf(value), 'test');
}

/** The only design of a scenario from plain values, simulated. */
export function runOne(value: Plain): DesignResult {
  const [design] = Object.values(run(value).designs);
  return design as DesignResult;
}
