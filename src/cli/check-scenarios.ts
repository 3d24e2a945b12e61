import { asChecked, type BaselineTaking, type ScenarioCheck, scenarioCheck } from '../gate/check.ts';
import { type BaselineComparison, compareWithBaseline, withoutBaseline } from '../gate/compare-baseline.ts';
import { parseConditions, parseExpectations } from '../gate/expectations.ts';
import { judge } from '../gate/judge.ts';
import { outlineOfResult, outlineOfScenario } from '../gate/outline.ts';
import { checkIsOf, checkIsWhole } from '../gate/saved-result.ts';
import { readResult } from '../report/read.ts';
import type { Result } from '../result/schema.ts';
import type { LoadOptions } from '../scenario/load.ts';
import type { Scenario } from '../scenario/model.ts';
import { baselineFiles, type FoundBaseline, readBaseline } from './baseline-file.ts';
import { loadScenarios, type ScenarioFile } from './scenario-files.ts';
import { simulateScenarios } from './simulate-scenarios.ts';
import { ThreadDisplay } from './thread-display.ts';

/** How results are had. */
export interface SimulationRun {
  /** What the command line set, as it was written. */
  readonly overrides: readonly string[];
  readonly workers: number | undefined;
  readonly long: boolean;
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
  /** Conditions beside those of the scenarios, as they were written. */
  readonly expect: readonly string[];
}

/**
 * Checks scenarios. All of them, and their baselines, are read before anything is simulated.
 * @throws InputError when one of them cannot be read. @throws Interruption when the signal ends it.
 */
export async function checkScenarios(files: readonly string[], run: CheckRun): Promise<ScenarioCheck[]> {
  const loaded = loadScenarios(files, run.load);
  const others = loaded.map(({ scenario }) => parseConditions(run.expect, outlineOfScenario(scenario), asOption));
  const places = foundBaselines(files, run);
  const results = await resultsOf(loaded, run);
  return loaded.map(({ file, scenario }, i) => {
    const result = results[i] as Result;
    const verdict = judge(result, [...parseExpectations(scenario), ...(others[i] ?? [])]);
    return scenarioCheck(result, file, verdict, compared(result, places[i]), run.taking);
  });
}

/**
 * Judges a saved result by conditions that stand in no scenario: the way to judge what was observed, which has none.
 * @throws InputError when it cannot be read, is not whole, or has nothing that a condition names.
 */
export function checkResult(file: string, expect: readonly string[], taking: BaselineTaking): ScenarioCheck {
  const result = readResult(file);
  checkIsWhole(result, file);
  return scenarioCheck(
    result,
    file,
    judge(result, parseConditions(expect, outlineOfResult(result), asOption)),
    undefined,
    taking,
  );
}

function asOption(that: string): string {
  return `--expect '${that}'`;
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
  const progress = new ThreadDisplay(process.stderr, label, run.progress);
  try {
    return await simulateScenarios(
      loaded.map(({ scenario }) => asChecked(scenario)),
      {
        overrides: run.overrides,
        workers: run.workers,
        long: run.long,
        progress,
        signal: run.signal,
        aftermath: 'Nothing was judged, and nothing was written.',
      },
    );
  } finally {
    progress.clear();
  }
}

/** @throws InputError when the result is not one of the scenario as it is now. */
function savedResult(file: string, scenarioFile: string, scenario: Scenario): Result {
  const result = readResult(file);
  checkIsOf(result, scenario, { result: file, scenario: scenarioFile });
  return result;
}
