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
  /** Called after each look but the last. */
  readonly onLook: (look: Look) => void;
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
  let total = Math.min(most, Math.max(LEAST_REPLICATIONS, scenario.replications));
  let expected = total;
  for (;;) {
    const sized = { ...scenario, replications: total };
    const before = done;
    await simulateReplications([sized], {
      from: before,
      workers,
      signal,
      onRecord: ({ design }, record) => builder.add(design, record),
      onView: options.onView,
      onProgress: (finished) => options.onProgress(before * designs + finished, expected * designs),
    });
    done = total;
    const result = builder.build('sim', version, options.overrides, sized);
    const last = look(result, target, total);
    const ended = endOf(last, most);
    if (ended !== undefined) return { result, last, ended };
    options.onLook(last);
    total = nextLook(total, last.needed, most);
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
