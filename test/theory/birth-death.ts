/** The independent way to the same figures: a Markov chain solved numerically, without any formula of queueing theory. Only for tests. */

/**
 * The stationary distribution of a chain with finitely many states, by the elimination of Grassmann, Taksar and Heyman (1985), which never subtracts.
 * @param rates rates[i][j], the rate or the probability of going from state i to state j; the diagonal is not read.
 */
export function stationaryDistribution(rates: readonly (readonly number[])[]): number[] {
  const matrix = rates.map((row) => [...row]);
  const size = matrix.length;
  const at = (i: number, j: number): number => matrix[i]![j]!;
  for (let last = size - 1; last > 0; last -= 1) {
    let leaving = 0;
    for (let j = 0; j < last; j += 1) leaving += at(last, j);
    for (let i = 0; i < last; i += 1) {
      matrix[i]![last] = at(i, last) / leaving;
      for (let j = 0; j < last; j += 1) matrix[i]![j] = at(i, j) + at(i, last) * at(last, j);
    }
  }
  const weights = [1];
  for (let j = 1; j < size; j += 1) {
    let weight = 0;
    for (let i = 0; i < j; i += 1) weight += weights[i]! * at(i, j);
    weights.push(weight);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** The number in a system of c exponential threads with room for `size` − 1 tasks in all, in units of the mean holding time. */
export function birthDeathDistribution(threads: number, erlangs: number, size: number): number[] {
  const rates = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let n = 0; n + 1 < size; n += 1) {
    rates[n]![n + 1] = erlangs;
    rates[n + 1]![n] = Math.min(n + 1, threads);
  }
  return stationaryDistribution(rates);
}

/** The number in a system of c threads with the constant holding time 1, seen every 1: those held end, c of the rest begin, a Poisson number arrives. */
export function constantHoldingDistribution(threads: number, erlangs: number, size: number): number[] {
  const arrivals = [Math.exp(-erlangs)];
  for (let n = 1; n < size; n += 1) arrivals.push((arrivals[n - 1]! * erlangs) / n);
  const rates = Array.from({ length: size }, (_, from) => {
    const left = Math.max(0, from - threads);
    return Array.from({ length: size }, (_, to) => arrivals[to - left] ?? 0);
  });
  return stationaryDistribution(rates);
}

/** P(N ≥ c) and E[(N − c)⁺] of a distribution over 0, 1, 2 … */
export function waitingOf(distribution: readonly number[], threads: number): { wait: number; queue: number } {
  let wait = 0;
  let queue = 0;
  distribution.forEach((probability, n) => {
    if (n < threads) return;
    wait += probability;
    queue += (n - threads) * probability;
  });
  return { wait, queue };
}
