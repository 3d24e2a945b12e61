import type { OutputFailure, OutputPlan } from '../../outputs/outputs.ts';
import { ResultBuilder } from '../../result/build-result.ts';
import type { Result } from '../../result/schema.ts';
import type { Scenario } from '../../scenario/model.ts';
import { version } from '../assets.ts';
import { type ReplicationsOptions, simulateReplications } from '../replications.ts';
import { type Precision, precisionOf } from './precision.ts';
import { LEAST_REPLICATIONS, neededReplications, nextLook } from './stopping-rule.ts';
import type { UntilTarget } from './target.ts';

/** What is known after some replications of every design. */
export interface Look {
  readonly replications: number;
  /** Of the measure that is known least. */
  readonly worst: Precision;
  /** How many replications it needs in all, as far as is known: infinite where nothing is. */
  readonly needed: number;
}

/** How a run with a target ended. */
export interface UntilOutcome {
  readonly result: Result;
  readonly last: Look;
  /** `precise`: as asked for. `bound`: at the most replications. `none`: the measure has no value, and more replications give none. */
  readonly ended: 'precise' | 'bound' | 'none';
}

export interface SimulateUntilOptions {
  readonly target: UntilTarget;
  /** The most replications of each design. */
  readonly most: number;
  readonly overrides: readonly string[];
  /** How many run at once. Default: the machine's cores. */
  readonly workers: number | undefined;
  readonly signal: AbortSignal;
  /** Called whenever a replication has finished; the total is what is known of it by then. */
  readonly onProgress: (done: number, total: number) => void;
  /** As `simulateReplications` has it. */
  readonly onView?: ReplicationsOptions['onView'];
  /** What is written of the first replication of each design. */
  readonly outputs?: OutputPlan | undefined;
  /** Called when these files are ended, with what went wrong. */
  readonly onWritten?: ((failures: readonly OutputFailure[]) => void) | undefined;
  /** Called after each look but the last, with the total at which the next one is. What it throws ends the run. */
  readonly onLook: (look: Look, next: number) => void;
}

/** How many replications there are before the first look. */
export function firstTotal({ replications }: Scenario, most: number): number {
  return Math.min(most, Math.max(LEAST_REPLICATIONS, replications));
}

/**
 * Adds replications until the measures of a target are known as precisely as it asks for. When to look follows from what the replications before have shown, in their order: the result
 * is the same with any number of workers, and that of a run with as many replications.
 */
export async function simulateUntil(scenario: Scenario, options: SimulateUntilOptions): Promise<UntilOutcome> {
  const { target, most, signal, workers } = options;
  const builder = new ResultBuilder(scenario);
  const designs = scenario.designs.length;
  let done = 0;
  let total = firstTotal(scenario, most);
  let expected = total;
  const simulateTo = async (replications: number, written: Pick<ReplicationsOptions, 'outputs' | 'onWritten'> = {}) => {
    const before = done;
    await simulateReplications([{ ...scenario, replications }], {
      ...written,
      from: before,
      workers,
      signal,
      onRecord: ({ design }, record) => builder.add(design, record),
      onView: options.onView,
      onProgress: (finished) => options.onProgress(before * designs + finished, expected * designs),
    });
    done = replications;
  };
  // Those that are written of run one after the other; only they do.
  if (options.outputs !== undefined) await simulateTo(1, { outputs: options.outputs, onWritten: options.onWritten });
  for (;;) {
    await simulateTo(total);
    const sized = { ...scenario, replications: total };
    const result = builder.build('sim', version, options.overrides, sized);
    const last = look(result, target, total);
    const ended = endOf(last, most);
    if (ended !== undefined) return { result, last, ended };
    total = nextLook(total, last.needed, most);
    options.onLook(last, total);
    expected = Math.max(total, Math.min(most, last.needed));
  }
}

function endOf({ replications, worst, needed }: Look, most: number): UntilOutcome['ended'] | undefined {
  if (worst.value === null) return 'none';
  if (needed <= replications) return 'precise';
  return replications >= most ? 'bound' : undefined;
}

/** Reads the measures of a result, and says of the least known one how far it is. */
export function look(result: Result, { measures, precision }: UntilTarget, replications: number): Look {
  const worst = measures
    .map((measure) => precisionOf(result, measure))
    .reduce((a, b) => (distance(b) > distance(a) ? b : a));
  const ratio = worst.relative === null ? null : worst.relative / precision;
  return { replications, worst, needed: neededReplications(replications, ratio) };
}

function distance({ value, relative }: Precision): number {
  if (value === null) return Number.POSITIVE_INFINITY;
  return relative ?? Number.MAX_VALUE;
}
