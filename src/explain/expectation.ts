import { type CountDistribution, countMoments, countQuantile } from '../workload/distribution.ts';

/** How many values are looked at one by one; of more, as many evenly spaced quantiles stand for all. */
const VALUES = 4_096;

/** The mean of a function of a count, such as of what n tasks take. */
export function expectation(count: CountDistribution, value: (n: number) => number): number {
  switch (count.kind) {
    case 'constant':
      return value(count.value);
    case 'empirical': {
      const weight = (i: number) =>
        (count.cumulative[i] as number) - (i === 0 ? 0 : (count.cumulative[i - 1] as number));
      return count.values.reduce((sum, n, i) => sum + weight(i) * value(n), 0);
    }
    case 'uniform': {
      const values = count.max - count.min + 1;
      if (values > VALUES) return overQuantiles(count, value);
      let sum = 0;
      for (let n = count.min; n <= count.max; n += 1) sum += value(n);
      return sum / values;
    }
    case 'geometric': {
      if (count.mean <= 1) return value(1);
      // Beyond 40 times the mean lies less than 1e-17.
      if (count.mean * 40 > VALUES) return overQuantiles(count, value);
      const last = 1 / count.mean;
      let sum = 0;
      for (let n = 1, left = 1; n <= VALUES; n += 1, left *= 1 - last) sum += left * last * value(n);
      return sum;
    }
  }
}

/** The most that a count can be; Infinity where nothing bounds it. */
export function mostOf(count: CountDistribution): number {
  switch (count.kind) {
    case 'constant':
      return count.value;
    case 'uniform':
      return count.max;
    case 'geometric':
      return count.mean > 1 ? Number.POSITIVE_INFINITY : 1;
    case 'empirical':
      return Math.max(...count.values);
  }
}

/** So that the mean of the count itself is exact, its quantiles are stretched to it. */
function overQuantiles(count: CountDistribution, value: (n: number) => number): number {
  const quantiles = Array.from({ length: VALUES }, (_, i) => countQuantile(count, (i + 0.5) / VALUES));
  const stretch = (countMoments(count).mean * VALUES) / quantiles.reduce((sum, n) => sum + n, 0);
  return quantiles.reduce((sum, n) => sum + value(n * stretch), 0) / VALUES;
}
