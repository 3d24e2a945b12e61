import { explainDesign } from '../../explain/explain.ts';
import type { Design, Scenario, Step, Store, System } from '../../scenario/model.ts';
import {
  threadsBySquareRoot,
  threadsForOverflow,
  threadsForWaitProbability,
  threadsWithHeadroom,
} from '../../theory/sizing.ts';
import type { DurationDistribution } from '../../workload/distribution.ts';
import type { Subject } from './subject.ts';

/** What a rule of thumb says. */
export interface Rule {
  readonly rule: string;
  /** Null where it has no answer. */
  readonly size: number | null;
}

/** What is offered to what is sized, by arithmetic. */
export interface Offered {
  /** The mean that is held when nobody waits, in erlangs. */
  readonly erlangs: number;
  /** The part of it in which a processor works: `work` steps, and no operation on the store. Null of limits. */
  readonly computing: number | null;
}

/** The grade of service of square-root staffing: two standard deviations above the mean. */
const BETA = 2;
/** The share of the tasks that may wait, by Erlang C. */
const WAIT = 0.01;

/** @returns null where arithmetic does not know what is sized. */
export function offeredTo({ kind, name }: Subject, design: Design, { warmUpUs, durationUs }: Scenario): Offered | null {
  const endUs = warmUpUs + durationUs;
  const { pools, limits } = explainDesign(design, endUs);
  if (kind === 'other') return null;
  if (kind !== 'pool') {
    const limit = limits.find((one) => one.kind === kind && one.name === name);
    return limit === undefined ? null : { erlangs: limit.held, computing: null };
  }
  const load = pools.find(({ pool }) => pool === name);
  if (load === undefined) return null;
  const computing = explainDesign({ ...design, system: withoutStore(design.system) }, endUs).pools.find(
    ({ pool }) => pool === name,
  );
  return { erlangs: load.offered, computing: computing?.working ?? 0 };
}

/** The rules that people size pools by. @param cores of the machine, for the rule that asks for them. */
export function rulesOf({ erlangs, computing }: Offered, cores: number): Rule[] {
  return [
    { rule: "Little's law", size: threadsWithHeadroom(erlangs, 0) },
    { rule: "Little's law + 25 %", size: threadsWithHeadroom(erlangs, 0.25) },
    { rule: "Little's law + 50 %", size: threadsWithHeadroom(erlangs, 0.5) },
    { rule: 'Erlang C, 1 % wait', size: threadsForWaitProbability(erlangs, WAIT) },
    { rule: 'square root, β = 2', size: threadsBySquareRoot(erlangs, BETA) },
    ...(computing === null ? [] : [{ rule: 'cores × (1 + wait/compute)', size: byCores(erlangs, computing, cores) }]),
  ];
}

/** B. Goetz, Java Concurrency in Practice (2006), section 8.2, at a processor utilization of 1. It keeps processors busy, and knows nothing of how much arrives. */
function byCores(erlangs: number, computing: number, cores: number): number | null {
  if (computing <= 0) return null;
  return Math.max(1, Math.ceil(cores * (1 + (erlangs - computing) / computing) * (1 - 1e-12)));
}

/** Where a search begins: what would be held for at most 1 % of the time if it came by chance. */
export function forecastOf({ erlangs }: Offered): number {
  return threadsForOverflow(erlangs, 0.01);
}

const NO_TIME: DurationDistribution = { kind: 'constant', valueUs: 0 };

/** A system whose store answers at once, so that what works in it computes. */
function withoutStore(system: System): System {
  const at = (operation: keyof Store) => ({ ...system.store[operation], latency: NO_TIME });
  return {
    ...system,
    store: { upload: at('upload'), download: at('download'), delete: at('delete') },
    jobs: system.jobs.map((job) => ({ ...job, steps: job.steps.map(stepWithoutStore) })),
    faults: [],
  };
}

function stepWithoutStore(step: Step): Step {
  switch (step.do) {
    case 'upload':
    case 'download':
    case 'delete':
      return { ...step, latency: undefined };
    case 'fanOut':
    case 'retry':
      return { ...step, steps: step.steps.map(stepWithoutStore) };
    case 'choice':
      return {
        ...step,
        branches: step.branches.map((branch) => ({ ...branch, steps: branch.steps.map(stepWithoutStore) })),
      };
    default:
      return step;
  }
}
