import { requireNonNegative, requireWhole } from './ranges.ts';

/**
 * Erlang's loss formula: the share of the tasks that find all of c threads taken when those tasks are turned away (M/G/c/c). Exact for Poisson arrivals and any
 * distribution of the holding time.
 *
 * Method: B(0) = 1, B(k) = a B(k−1) ÷ (k + a B(k−1)), which neither overflows nor cancels for any c and a; it takes c steps.
 * Source: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone exchanges", 1917; the recursion as in
 * R. B. Cooper, "Introduction to Queueing Theory", 2nd ed., 1981, chapter 3.
 * @param threads c, a whole number of at least 0.
 * @param erlangs a, the offered load, at least 0; it may exceed c.
 * @returns a probability; 1 for no threads.
 * @throws RangeError when an argument is out of its range.
 */
export function erlangB(threads: number, erlangs: number): number {
  requireWhole('threads', threads, 0);
  requireNonNegative('erlangs', erlangs);
  let blocked = 1;
  for (let k = 1; k <= threads; k += 1) blocked = nextErlangB(blocked, k, erlangs);
  return blocked;
}

/** One step of the recursion: B(k) from B(k−1). */
export function nextErlangB(previous: number, threads: number, erlangs: number): number {
  return (erlangs * previous) / (threads + erlangs * previous);
}
