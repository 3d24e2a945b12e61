import type { PoolLoad } from '../../explain/explanation.ts';
import type { FitGiven } from './fit.ts';

/** What arithmetic says of the tasks that hold a pool’s threads, by the scenario as it is. */
export interface PoolTurnover {
  /** The job kinds whose tasks park in the pool. */
  readonly parkingJobs: readonly string[];
  /** Tasks that park, a second. */
  readonly parkedPerSecond: number;
  /** How long one parks, in s: the mean where they differ. */
  readonly delaySeconds: number;
  /** Whether all park for the same time. */
  readonly isOneDelay: boolean;
  /** Mean threads that are parked, that work (or are blocked) for jobs that park, and for others. */
  readonly parked: number;
  readonly linkedWorking: number;
  readonly otherWorking: number;
}

/** Two delays that differ by less are one. */
const SAME = 1e-6;

/** @returns undefined where nothing parks in the pool. */
export function poolTurnover({ tasks }: PoolLoad): PoolTurnover | undefined {
  const parking = tasks.filter((task) => task.parked > 0 && task.tasksPerSecond > 0);
  if (parking.length === 0) return undefined;
  const parkingJobs = [...new Set(parking.map(({ job }) => job))];
  const parked = sum(parking.map((task) => task.parked));
  const parkedPerSecond = sum(parking.map((task) => task.tasksPerSecond));
  const delaySeconds = parked / parkedPerSecond;
  const isLinked = ({ job }: { job: string }) => parkingJobs.includes(job);
  const working = (task: { working: number; blocked: number }) => task.working + task.blocked;
  const others = tasks.filter((task) => !isLinked(task));
  return {
    parkingJobs,
    parkedPerSecond,
    delaySeconds,
    isOneDelay: parking.every((task) => Math.abs(task.parked / task.tasksPerSecond / delaySeconds - 1) < SAME),
    parked,
    linkedWorking: sum(tasks.filter(isLinked).map(working)),
    otherWorking: sum(others.map(working)),
  };
}

/**
 * What a fit is given of it. The work of jobs that park is still active at the next sample, since they park before or after it.
 * @param others the probability that other job kinds hold 0, 1, 2 … threads.
 */
export function fitGiven(turnover: PoolTurnover, everySeconds: number, others: readonly number[]): FitGiven {
  const { parked, linkedWorking, delaySeconds } = turnover;
  return {
    delaySeconds,
    workShared: Math.min(1, delaySeconds / everySeconds),
    workPerParked: linkedWorking / parked,
    others,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
