import type { JobKind, System } from '../scenario/model.ts';
import { toSeconds } from '../units.ts';
import { type ArrivalProcess, expectedArrivals } from '../workload/arrivals.ts';
import { countMoments } from '../workload/distribution.ts';
import { type StoreTimes, storeTimes } from './store-times.ts';
import { type JobTimes, jobTimes } from './task-times.ts';

/** So many periods of a profile are looked at step by step; after them its mean rate counts. */
const PERIODS = 100;

/** Jobs of a kind that come at an even rate and find the store the same. */
export interface JobLoad {
  readonly job: JobKind;
  readonly jobsPerSecond: number;
  readonly times: JobTimes;
}

/** A part of a run in which nothing changes: neither the rates nor the faults that are in force. */
export interface Phase {
  readonly fromUs: number;
  readonly untilUs: number;
  readonly store: StoreTimes;
  readonly jobs: readonly JobLoad[];
}

/** The phases of a run over 0 … endUs. Times of jobs are computed once for each state of the store. */
export function phasesOf(system: System, endUs: number): Phase[] {
  const moments = new Set([0, endUs]);
  for (const fault of system.faults) {
    if (fault.kind !== 'kill-janitor') for (const us of [fault.atUs, fault.untilUs]) moments.add(us);
  }
  for (const { arrivals } of system.jobs) for (const stream of arrivals) addChanges(stream, endUs, moments);
  const bounds = [...moments].filter((us) => us >= 0 && us <= endUs).sort((a, b) => a - b);
  const states = new Map<string, { store: StoreTimes; times: JobTimes[] }>();
  return bounds.slice(1).map((untilUs, i) => {
    const fromUs = bounds[i] as number;
    const on = system.faults.flatMap((fault, at) =>
      fault.kind !== 'kill-janitor' && fromUs >= fault.atUs && fromUs < fault.untilUs ? [at] : [],
    );
    const key = on.join();
    const state = states.get(key) ?? stateAt(system, fromUs);
    states.set(key, state);
    const jobs = system.jobs.map((job, at) => ({
      job,
      jobsPerSecond: jobsIn(job, fromUs, untilUs) / toSeconds(untilUs - fromUs),
      times: state.times[at] as JobTimes,
    }));
    return { fromUs, untilUs, store: state.store, jobs };
  });
}

/** The phases with those put together in which the store is the same, whatever the rates; theirs are of the first. */
export function spansOf(phases: readonly Phase[]): Phase[] {
  const spans: Phase[] = [];
  for (const phase of phases) {
    const last = spans.at(-1);
    if (last?.store === phase.store) spans[spans.length - 1] = { ...last, untilUs: phase.untilUs };
    else spans.push(phase);
  }
  return spans;
}

/** The same over all phases: for each kind of job and state of the store the mean rate of those that come meanwhile. */
export function meanJobs(phases: readonly Phase[]): JobLoad[] {
  const endUs = phases.at(-1)?.untilUs ?? 0;
  const means = new Map<JobTimes, JobLoad>();
  for (const { fromUs, untilUs, jobs } of phases) {
    for (const load of jobs) {
      const before = means.get(load.times)?.jobsPerSecond ?? 0;
      const jobsPerSecond = before + (load.jobsPerSecond * (untilUs - fromUs)) / endUs;
      means.set(load.times, { ...load, jobsPerSecond });
    }
  }
  return [...means.values()];
}

/** How many jobs of a kind come in [fromUs, untilUs) on average. */
export function jobsIn({ arrivals }: JobKind, fromUs: number, untilUs: number): number {
  return arrivals.reduce(
    (sum, stream) => sum + countMoments(stream.batch).mean * expectedArrivals(stream, fromUs, untilUs),
    0,
  );
}

function stateAt({ store, faults, jobs }: System, atUs: number): { store: StoreTimes; times: JobTimes[] } {
  const state = storeTimes(store, faults, atUs);
  return { store: state, times: jobs.map(({ steps }) => jobTimes(steps, state)) };
}

function addChanges({ law, fromUs, untilUs }: ArrivalProcess, endUs: number, moments: Set<number>): void {
  moments.add(fromUs);
  moments.add(untilUs);
  if (law.kind !== 'profile') return;
  for (let period = 0; period < PERIODS && period * law.periodUs < endUs; period += 1) {
    for (const { atUs } of law.steps) moments.add(period * law.periodUs + atUs);
  }
}
