import type { OutputFailure, OutputPlan } from '../outputs/outputs.ts';
import { ResultBuilder } from '../result/build-result.ts';
import type { Result } from '../result/schema.ts';
import { version } from '../run/assets.ts';
import { isWorthWatching } from '../run/replication-views.ts';
import { simulateReplications } from '../run/replications.ts';
import { checkRunSize } from '../run/run-size.ts';
import type { Scenario } from '../scenario/model.ts';
import { Interruption } from './interruption.ts';
import type { ThreadDisplay } from './thread-display.ts';

export interface SimulationOptions {
  /** What the command line set, as it was written. */
  readonly overrides: readonly string[];
  /** How many replications run at once. Default: the machine's cores. */
  readonly workers: number | undefined;
  /** Whether a run that takes hours was asked for. */
  readonly long: boolean;
  readonly progress: ThreadDisplay;
  readonly signal: AbortSignal;
  /** What is written while it runs, of the one scenario. */
  readonly outputs?: OutputPlan | undefined;
  readonly onWritten?: (failures: readonly OutputFailure[]) => void;
  /** What an interruption leaves behind, in sentences. */
  readonly aftermath: string;
}

/**
 * Simulates all replications of all designs of some scenarios on worker threads.
 * @returns the results in the order of the scenarios. @throws Interruption when the signal ends it.
 */
export async function simulateScenarios(scenarios: readonly Scenario[], options: SimulationOptions): Promise<Result[]> {
  const { progress, signal } = options;
  const size = checkRunSize(scenarios, options.workers, options.long);
  if (size !== undefined) progress.note(size);
  const builders = scenarios.map((scenario) => new ResultBuilder(scenario));
  const total = scenarios.reduce((sum, { designs, replications }) => sum + designs.length * replications, 0);
  // The designs of several scenarios may have one name.
  const isWatched = progress.isWanted && scenarios.length === 1 && scenarios.every(isWorthWatching);
  let done = 0;
  progress.show(done, total);
  try {
    await simulateReplications(scenarios, {
      workers: options.workers,
      signal,
      outputs: options.outputs,
      onWritten: options.onWritten,
      onRecord: ({ scenario, design }, record) => (builders[scenario] as ResultBuilder).add(design, record),
      onView: isWatched ? (view) => progress.view(view) : undefined,
      onProgress: (finished) => {
        done = finished;
        progress.show(done, total);
      },
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interruption(`interrupted: ${done} of ${total} replications were simulated. ${options.aftermath}`);
  }
  return builders.map((builder) => builder.build('sim', version, options.overrides));
}
