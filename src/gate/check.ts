import { type ExitCode, exitCode } from '../errors.ts';
import type { Result } from '../result/schema.ts';
import type { Scenario } from '../scenario/model.ts';
import type { BaselineComparison } from './compare-baseline.ts';
import type { Outcome, Verdict } from './judge.ts';

/** A scenario that was checked: by its expectations, and by its baseline where that was asked for. */
export interface ScenarioCheck {
  readonly scenario: string;
  /** The scenario's file, as it is told. */
  readonly file: string;
  readonly world: Result['world'];
  readonly engineVersion: string;
  readonly seed: number;
  readonly replications: number;
  readonly durationSeconds: number;
  readonly designs: readonly string[];
  readonly verdict: Verdict;
  /** Undefined when no baseline was asked for. */
  readonly baseline: BaselineComparison | undefined;
  readonly taking: BaselineTaking;
}

/** How the baseline is written that a check can be compared with. */
export interface BaselineTaking {
  /** The options of `unpark baseline` for it, as for a shell. */
  readonly options: readonly string[];
  /** The options of the check that no baseline is written with, since they change the scenario: `--seed`. */
  readonly changes: readonly string[];
}

/** The scenario as a check runs it: with its own replications and measured time. */
export function asChecked(scenario: Scenario): Scenario {
  return { ...scenario, ...scenario.check };
}

/** @param file of the scenario, as it is told. */
export function scenarioCheck(
  result: Result,
  file: string,
  verdict: Verdict,
  baseline: BaselineComparison | undefined,
  taking: BaselineTaking = { options: [], changes: [] },
): ScenarioCheck {
  return {
    scenario: result.scenario.name,
    file,
    world: result.world,
    engineVersion: result.engineVersion,
    seed: result.seed,
    replications: result.replications,
    durationSeconds: result.scenario.durationSeconds,
    designs: Object.keys(result.designs),
    verdict,
    baseline,
    taking,
  };
}

/** The exit code of one scenario: 1 for what failed goes before 3 for what could not be compared, and that before 0. */
function exitCodeOfOne({ verdict, baseline }: ScenarioCheck): ExitCode {
  const hasConditions = verdict.conditions.length > 0;
  if ((hasConditions && !verdict.passed) || baseline?.status === 'changed') return exitCode.failed;
  // Without conditions and without a baseline there was nothing to hold the scenario against.
  if (baseline === undefined) return hasConditions ? exitCode.ok : exitCode.notComparable;
  return baseline.status === 'same' ? exitCode.ok : exitCode.notComparable;
}

/** The exit code of a check of several scenarios; none at all is nothing to compare with. */
export function exitCodeOf(checks: readonly ScenarioCheck[]): ExitCode {
  const codes = checks.map(exitCodeOfOne);
  if (codes.includes(exitCode.failed)) return exitCode.failed;
  return codes.length === 0 || codes.includes(exitCode.notComparable) ? exitCode.notComparable : exitCode.ok;
}

/** How many conditions came out how. */
export function countOutcomes(checks: readonly ScenarioCheck[]): Readonly<Record<Outcome, number>> {
  const counts = { pass: 0, fail: 0, warn: 0, 'no data': 0 };
  for (const { verdict } of checks) for (const { outcome } of verdict.conditions) counts[outcome] += 1;
  return counts;
}
