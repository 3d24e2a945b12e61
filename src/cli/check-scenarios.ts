import { exitCode, InputError } from '../errors.ts';
import { asChecked, type ScenarioCheck, scenarioCheck } from '../gate/check.ts';
import { type BaselineComparison, compareWithBaseline, withoutBaseline } from '../gate/compare-baseline.ts';
import { parseExpectations } from '../gate/expectations.ts';
import { judge } from '../gate/judge.ts';
import { settingChanges, settingsOf } from '../gate/settings.ts';
import { readResult } from '../report/read.ts';
import type { Result } from '../result/schema.ts';
import type { LoadOptions } from '../scenario/load.ts';
import type { Scenario } from '../scenario/model.ts';
import { baselineFile, type FoundBaseline, readBaseline } from './baseline-file.ts';
import { Progress } from './progress.ts';
import { loadScenarios, type ScenarioFile } from './scenario-files.ts';
import { simulateScenario } from './simulate-scenario.ts';

export interface CheckRun {
  readonly load: LoadOptions;
  /** What the command line set, as it was written. */
  readonly overrides: readonly string[];
  readonly workers: number | undefined;
  /** Whether to compare with baselines. */
  readonly baseline: boolean;
  /** The folder of the baselines, where it is not the one beside the scenarios. */
  readonly baselines: string | undefined;
  /** A saved result to judge instead of simulating. */
  readonly result: string | undefined;
  /** Whether to show how far it is. */
  readonly progress: boolean;
  readonly signal: AbortSignal;
}

/**
 * Checks scenarios, one after another. All of them, and their baselines, are read before anything is simulated.
 * @throws InputError when one of them cannot be read. @throws Interruption when the signal ends it.
 */
export async function checkScenarios(files: readonly string[], run: CheckRun): Promise<ScenarioCheck[]> {
  const loaded = loadScenarios(files, run.load).map((one) => ({ ...one, found: foundBaseline(one.file, run) }));
  const checks: ScenarioCheck[] = [];
  for (const { file, scenario, found } of loaded) {
    const result = await resultOf({ file, scenario }, run);
    checks.push(scenarioCheck(result, file, judge(result, parseExpectations(scenario)), compared(result, found)));
  }
  return checks;
}

interface Place {
  readonly file: string;
  readonly found: FoundBaseline;
}

function foundBaseline(scenarioFile: string, run: CheckRun): Place | undefined {
  if (!run.baseline) return undefined;
  const file = baselineFile(scenarioFile, run.baselines);
  return { file, found: readBaseline(file) };
}

function compared(result: Result, place: Place | undefined): BaselineComparison | undefined {
  if (place === undefined) return undefined;
  const { file, found } = place;
  if ('baseline' in found) return compareWithBaseline(result, found.baseline, file);
  return withoutBaseline(file, found.status, found.reason);
}

/** What the world made of a scenario: simulated now, or saved. */
export async function resultOf({ file, scenario }: ScenarioFile, run: CheckRun): Promise<Result> {
  if (run.result !== undefined) return savedResult(run.result, file, scenario);
  const progress = new Progress(process.stderr, scenario.name, run.progress);
  try {
    return await simulateScenario(asChecked(scenario), {
      overrides: run.overrides,
      workers: run.workers,
      progress,
      signal: run.signal,
      aftermath: 'Nothing was judged, and nothing was written.',
    });
  } finally {
    progress.clear();
  }
}

/** @throws InputError (not comparable) when the result is of another scenario, or of another state of this one. */
function savedResult(file: string, scenarioFile: string, scenario: Scenario): Result {
  const result = readResult(file);
  const refuse = (message: string, expected: string, found: string): InputError =>
    new InputError(
      { file, message, expected, found, hint: 'run the scenario again as it is now, and judge that result' },
      exitCode.notComparable,
    );
  if (result.scenario.name !== scenario.name) {
    throw refuse(
      'the result is of another scenario',
      `a result of ${scenario.name} (${scenarioFile})`,
      result.scenario.name,
    );
  }
  const designs = Object.fromEntries(scenario.designs.map(({ name, system }) => [name, system]));
  const [change, ...others] = settingChanges(settingsOf(result.scenario.designs), settingsOf(designs));
  if (change !== undefined) {
    throw refuse(
      `${scenarioFile} is not what the result was made from: ${change.path}${others.length === 0 ? '' : ` and ${others.length} more`}`,
      `${change.after ?? 'nothing'}, as the scenario says now`,
      `${change.before ?? 'nothing'}`,
    );
  }
  return result;
}
