import type { Step } from '../scenario/model.ts';
import { ln } from '../workload/arithmetic.ts';
import type { CountDistribution } from '../workload/distribution.ts';
import { expectation, mostOf } from './expectation.ts';
import type { StoreTimes } from './store-times.ts';

const EULER = 0.5772156649015329;

/** What a fan-out comes to on average when nothing waits. */
export interface FanOut {
  /** The tasks that are submitted: after one has failed no more are. */
  readonly tasks: number;
  /** The probability that none fails, and the mean number of tasks where none does (0 where one does). */
  readonly well: number;
  readonly wellTasks: number;
  /** From the first task to the end of the last; at least that where `isAtLeast`. */
  readonly seconds: number;
  readonly isAtLeast: boolean;
}

/** One of the tasks of a fan-out. */
interface Task {
  readonly seconds: number;
  /** The probability that it fails. */
  readonly failure: number;
}

/**
 * n tasks of the mean h, at most w at once. One after another: n h. Constant ones: whole waves. Exponential ones: (n − w) h ÷ w until the last w run, and then h (1 + ½ + … + 1 ÷ w).
 * Others: at least n h ÷ w, and at least h.
 *
 * With a probability f of failing, the task after the k-th end is submitted with (1 − f)^k: exact for one after another and for all at once, and where a task that fails takes as
 * long as another.
 */
export function fanOutOf(
  { tasks: count, window, steps }: Extract<Step, { do: 'fanOut' }>,
  { seconds, failure }: Task,
  store: StoreTimes,
): FanOut {
  const well = 1 - failure;
  const submitted = (n: number) =>
    n <= window || failure === 0 ? n : window + (well * (1 - well ** (n - window))) / failure;
  const most = mostOf(count);
  const allSubmitted = failure === 0 || most <= window;
  const law = allSubmitted ? lawOf(steps, store) : 'other';
  const isExact = most <= 1 || window === 1 || (law === 'constant' && failure === 0) || law === 'exponential';
  const waves = (n: number): number => {
    if (n <= 1) return n;
    const atOnce = Math.min(n, window);
    if (law === 'constant' && failure === 0) return Math.ceil(n / window);
    if (law === 'exponential') return (n - atOnce) / atOnce + harmonic(atOnce);
    return Math.max(1, submitted(n) / atOnce);
  };
  return {
    tasks: meanOf(count, submitted),
    well: expectation(count, (n) => well ** n),
    wellTasks: expectation(count, (n) => (n === 0 ? 0 : n * well ** (n - 1))),
    seconds: seconds * expectation(count, waves),
    isAtLeast: !isExact,
  };
}

/** Kept apart so that a count's own mean is its mean to the last bit. */
function meanOf(count: CountDistribution, submitted: (n: number) => number): number {
  return count.kind === 'constant' ? submitted(count.value) : expectation(count, submitted);
}

/** How the time of a task is distributed, where that is plain: one exponential time, or constant times alone. */
function lawOf(steps: readonly Step[], store: StoreTimes): 'exponential' | 'constant' | 'other' {
  const timed = steps.filter(({ do: what }) => what !== 'acquire' && what !== 'release' && what !== 'defer');
  const kinds = timed.map((step) => durationKindOf(step, store));
  if (kinds.every((kind) => kind === 'constant')) return 'constant';
  // A failure after it takes nothing away from it.
  const after = timed.slice(1).every(({ do: what }) => what === 'fail');
  return kinds[0] === 'exponential' && after ? 'exponential' : 'other';
}

function durationKindOf(step: Step, store: StoreTimes): string {
  if (step.do === 'work' || step.do === 'park') return step.duration.kind;
  if (step.do === 'upload' || step.do === 'download' || step.do === 'delete') {
    return store.latency(step.do, step.latency).kind;
  }
  return step.do;
}

/** 1 + ½ + … + 1 ÷ n. */
function harmonic(n: number): number {
  if (n > 100) return ln(n) + EULER + 1 / (2 * n) - 1 / (12 * n * n);
  let sum = 0;
  for (let i = 1; i <= n; i += 1) sum += 1 / i;
  return sum;
}
