import { exitCode, InputError } from '../errors.ts';
import { asChecked, type BaselineTaking, type ScenarioCheck, scenarioCheck } from '../gate/check.ts';
import { type BaselineComparison, compareWithBaseline, withoutBaseline } from '../gate/compare-baseline.ts';
import { parseExpectations } from '../gate/expectations.ts';
import { judge } from '../gate/judge.ts';
import { settingChanges, settingsOf } from '../gate/settings.ts';
import { readResult } from '../report/read.ts';
import type { Result } from '../result/schema.ts';
import { compressScenario } from '../scenario/compress.ts';
import type { LoadOptions } from '../scenario/load.ts';
import type { Scenario } from '../scenario/model.ts';
import { baselineFiles, type FoundBaseline, readBaseline } from './baseline-file.ts';
import { Progress } from './progress.ts';
import { loadScenarios, type ScenarioFile } from './scenario-files.ts';
import { simulateScenarios } from './simulate-scenarios.ts';

/** How results are had. */
export interface SimulationRun {
  /** What the command line set, as it was written. */
  readonly overrides: readonly string[];
  readonly workers: number | undefined;
  /** A saved result to take instead of simulating. */
  readonly result: string | undefined;
  /** Whether to show how far it is. */
  readonly progress: boolean;
  readonly signal: AbortSignal;
}

export interface CheckRun extends SimulationRun {
  readonly load: LoadOptions;
  /** Whether to compare with baselines. */
  readonly baseline: boolean;
  /** The folder of the baselines, where it is not the one beside the scenarios. */
  readonly baselines: string | undefined;
  readonly taking: BaselineTaking;
}

/**
 * Checks scenarios. All of them, and their baselines, are read before anything is simulated.
 * @throws InputError when one of them cannot be read. @throws Interruption when the signal ends it.
 */
export async function checkScenarios(files: readonly string[], run: CheckRun): Promise<ScenarioCheck[]> {
  const loaded = loadScenarios(files, run.load);
  const places = foundBaselines(files, run);
  const results = await resultsOf(loaded, run);
  return loaded.map(({ file, scenario }, i) => {
    const result = results[i] as Result;
    const verdict = judge(result, parseExpectations(scenario));
    return scenarioCheck(result, file, verdict, compared(result, places[i]), run.taking);
  });
}

interface Place {
  readonly file: string;
  readonly found: FoundBaseline;
}

function foundBaselines(scenarioFiles: readonly string[], run: CheckRun): Place[] {
  if (!run.baseline) return [];
  return baselineFiles(scenarioFiles, run.baselines).map((file) => ({ file, found: readBaseline(file) }));
}

function compared(result: Result, place: Place | undefined): BaselineComparison | undefined {
  if (place === undefined) return undefined;
  const { file, found } = place;
  if ('baseline' in found) return compareWithBaseline(result, found.baseline, file);
  return withoutBaseline(file, found.status, found.reason);
}

/** What the world made of scenarios, in their order: simulated now, or saved. */
export async function resultsOf(loaded: readonly ScenarioFile[], run: SimulationRun): Promise<Result[]> {
  if (run.result !== undefined) {
    const saved = run.result;
    return loaded.map(({ file, scenario }) => savedResult(saved, file, scenario));
  }
  const [only] = loaded as [ScenarioFile];
  const label = loaded.length === 1 ? only.scenario.name : `${loaded.length} scenarios`;
  const progress = new Progress(process.stderr, label, run.progress);
  try {
    return await simulateScenarios(
      loaded.map(({ scenario }) => asChecked(scenario)),
      {
        overrides: run.overrides,
        workers: run.workers,
        progress,
        signal: run.signal,
        aftermath: 'Nothing was judged, and nothing was written.',
      },
    );
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
  if (result.live !== undefined && result.live.incomplete !== null) {
    throw refuse('the live run was cut short', 'a run that came to its end', result.live.incomplete);
  }
  for (const [name, { live }] of Object.entries(result.designs)) {
    const discrepancies = live?.proof?.discrepancies ?? 0;
    if (discrepancies === 0) continue;
    const found = `${discrepancies} blobs that are not as they should be, with ${name}`;
    throw new InputError({ file, message: 'the live run lost something', expected: 'none', found }, exitCode.failed);
  }
  if (result.scenario.name !== scenario.name) {
    throw refuse(
      'the result is of another scenario',
      `a result of ${scenario.name} (${scenarioFile})`,
      result.scenario.name,
    );
  }
  // A live run was of the scenario as it was compressed.
  const made = result.live === undefined ? scenario : compressScenario(scenario, result.live.compress);
  const designs = Object.fromEntries(made.designs.map(({ name, system }) => [name, system]));
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
