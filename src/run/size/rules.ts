import { explainDesign } from '../../explain/explain.ts';
import { limitLoads } from '../../explain/limit-load.ts';
import { peakOf } from '../../explain/peaks.ts';
import { phasesOf } from '../../explain/phases.ts';
import { flowsIn } from '../../explain/pool-load.ts';
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
  /** The most of it: where rates or the store change over time that of the highest phase, with holding times as constant; else the mean. */
  readonly peak: number;
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
  const phases = phasesOf(design.system, endUs);
  if (kind !== 'pool') {
    const limit = limits.find((one) => one.kind === kind && one.name === name);
    if (limit === undefined) return null;
    const held = phases.flatMap((phase) =>
      limitLoads(design.system, phase.jobs, [phase]).flatMap((one) =>
        one.kind === kind && one.name === name ? [one.held] : [],
      ),
    );
    return { erlangs: limit.held, peak: peakOver(limit.held, Math.max(0, ...held)), computing: null };
  }
  const load = pools.find(({ pool }) => pool === name);
  if (load === undefined) return null;
  const computing = explainDesign({ ...design, system: withoutStore(design.system) }, endUs).pools.find(
    ({ pool }) => pool === name,
  );
  const peak = peakOf(phases, flowsIn(name), 0)?.held ?? 0;
  return { erlangs: load.offered, peak: peakOver(load.offered, peak), computing: computing?.working ?? 0 };
}

/** Less than that above the mean is none: what is held for longer than the run has no more. */
const LEAST_PEAK = 1.01;

function peakOver(mean: number, peak: number): number {
  return peak > mean * LEAST_PEAK ? peak : mean;
}

/** The rules that people size pools by, at the peak of what is offered. @param cores of the machine, for the rule that asks for them. */
export function rulesOf({ erlangs, peak, computing }: Offered, cores: number): Rule[] {
  return [
    { rule: "Little's law", size: threadsWithHeadroom(peak, 0) },
    { rule: "Little's law + 25 %", size: threadsWithHeadroom(peak, 0.25) },
    { rule: "Little's law + 50 %", size: threadsWithHeadroom(peak, 0.5) },
    { rule: 'Erlang C, 1 % wait', size: threadsForWaitProbability(peak, WAIT) },
    { rule: 'square root, β = 2', size: threadsBySquareRoot(peak, BETA) },
    ...(computing === null ? [] : [{ rule: 'cores × (1 + wait/compute)', size: byCores(erlangs, computing, cores) }]),
  ];
}

/** B. Goetz, Java Concurrency in Practice (2006), section 8.2, at a processor utilization of 1. It keeps processors busy, and knows nothing of how much arrives. */
function byCores(erlangs: number, computing: number, cores: number): number | null {
  if (computing <= 0) return null;
  return Math.max(1, Math.ceil(cores * (1 + (erlangs - computing) / computing) * (1 - 1e-12)));
}

/** Where a search begins: what would be held for at most 1 % of the time if it came by chance. */
export function forecastOf({ peak }: Offered): number {
  return threadsForOverflow(peak, 0.01);
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
