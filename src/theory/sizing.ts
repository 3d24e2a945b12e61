/**
 * How many threads a pool needs, by the rule that fits the promise: each function gives the least number that keeps it. Symbols: a the offered load in erlangs.
 */

import { nextErlangB } from './erlang-b.ts';
import { heldThreadsAbove } from './mg-infinity.ts';
import { erlangCFromB } from './mmc.ts';
import { requireNonNegative, requirePositive, requireProbability } from './ranges.ts';

/**
 * Little's law plus headroom: a (1 + headroom), rounded up. The rule in use for the modelled pool, with 25 to 50 % (BasedHardware/omi, issue 7376).
 * @param erlangs a, at least 0.
 * @param headroom a share of a, at least 0: 0.25 for 25 %.
 * @returns at least 1.
 * @throws RangeError when an argument is out of its range.
 */
export function threadsWithHeadroom(erlangs: number, headroom: number): number {
  requireNonNegative('erlangs', erlangs);
  requireNonNegative('headroom', headroom);
  return roundUp(erlangs * (1 + headroom));
}

/**
 * Square-root staffing: a + β √a, rounded up. Headroom grows with the root of the load, so a large pool needs relatively less; at a constant β the share of the tasks
 * that wait stays about the same as a pool grows.
 * Source: A. K. Erlang, 1924; S. Halfin and W. Whitt, "Heavy-traffic limits for queues with many exponential servers", Operations Research 29 (1981) 567–588.
 * @param erlangs a, at least 0. An asymptotic rule: good from some ten erlangs on.
 * @param beta the grade of service in standard deviations of the held threads, at least 0.
 * @returns at least 1.
 * @throws RangeError when an argument is out of its range.
 */
export function threadsBySquareRoot(erlangs: number, beta: number): number {
  requireNonNegative('erlangs', erlangs);
  requireNonNegative('beta', beta);
  return roundUp(erlangs + beta * Math.sqrt(erlangs));
}

/**
 * The least number of threads that the demand exceeds for at most a share of the time: P(held > c) ≤ bound in M/G/∞, for any holding times. The rule for parked threads.
 * @param erlangs a, at least 0.
 * @param bound in 0 … 1, both excluded.
 * @returns at least 1.
 * @throws RangeError when an argument is out of its range.
 */
export function threadsForOverflow(erlangs: number, bound: number): number {
  requireProbability('bound', bound);
  requireNonNegative('erlangs', erlangs);
  let tooFew = 0;
  let enough = 1;
  while (heldThreadsAbove(erlangs, enough) > bound) {
    tooFew = enough;
    enough *= 2;
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (heldThreadsAbove(erlangs, middle) > bound) tooFew = middle;
    else enough = middle;
  }
  return enough;
}

/**
 * The least number of threads with a blocking probability of at most the bound (Erlang B: tasks that find no thread are turned away).
 * @param erlangs a, at least 0.
 * @param bound in 0 … 1, both excluded.
 * @throws RangeError when an argument is out of its range.
 */
export function threadsForBlocking(erlangs: number, bound: number): number {
  requireProbability('bound', bound);
  return leastThreads(erlangs, (_threads, blocked) => blocked <= bound);
}

/**
 * The least number of threads at which at most a share of the tasks waits (Erlang C: exponential holding times, an unbounded queue).
 * @param erlangs a, at least 0.
 * @param bound in 0 … 1, both excluded.
 * @returns more than a.
 * @throws RangeError when an argument is out of its range.
 */
export function threadsForWaitProbability(erlangs: number, bound: number): number {
  requireProbability('bound', bound);
  return leastThreads(
    erlangs,
    (threads, blocked) => threads > erlangs && erlangCFromB(blocked, threads, erlangs) <= bound,
  );
}

/**
 * The least number of threads at which the mean queue wait is at most the bound (M/M/c): Wq = C h ÷ (c − a).
 * @param erlangs a, at least 0.
 * @param holdingSeconds h, the mean holding time, above 0.
 * @param boundSeconds above 0.
 * @returns more than a.
 * @throws RangeError when an argument is out of its range.
 */
export function threadsForMeanWait(erlangs: number, holdingSeconds: number, boundSeconds: number): number {
  requirePositive('holdingSeconds', holdingSeconds);
  requirePositive('boundSeconds', boundSeconds);
  return leastThreads(
    erlangs,
    (threads, blocked) =>
      threads > erlangs &&
      (erlangCFromB(blocked, threads, erlangs) * holdingSeconds) / (threads - erlangs) <= boundSeconds,
  );
}

/** Walks up from one thread with Erlang's recursion. Every promise above is kept once there are threads enough, so the walk ends. */
function leastThreads(erlangs: number, isEnough: (threads: number, blocked: number) => boolean): number {
  requireNonNegative('erlangs', erlangs);
  let blocked = 1;
  for (let threads = 1; ; threads += 1) {
    blocked = nextErlangB(blocked, threads, erlangs);
    if (isEnough(threads, blocked)) return threads;
  }
}

/** The next whole number of at least 1, where a rounding error just above a whole number does not cost a thread. */
function roundUp(threads: number): number {
  return Math.max(1, Math.ceil(threads * (1 - 1e-12)));
}
