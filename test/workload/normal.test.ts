import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/workload/normal.ts';

/** P(Z ≤ −x) for x ≥ 0: the power series about 0, and beyond 1.2 the continued fraction of Laplace. Independent of the code under test. */
function tail(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (x > 1.2) {
    let fraction = x;
    for (let k = 300; k >= 1; k -= 1) fraction = x + k / fraction;
    return density / fraction;
  }
  let term = x;
  let sum = x;
  for (let k = 3; term > 1e-18; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 - density * sum;
}

function relativeError(actual: number, expected: number): number {
  return Math.abs(actual / expected - 1);
}

describe('normalQuantile', () => {
  it('reproduces the test values that were published with the algorithm', () => {
    expect(relativeError(normalQuantile(0.25), -0.6744897501960817)).toBeLessThan(1e-15);
    expect(relativeError(normalQuantile(0.001), -3.090232306167814)).toBeLessThan(1e-15);
    expect(relativeError(normalQuantile(1e-20), -9.262340089798409)).toBeLessThan(1e-15);
  });

  it('is accurate in each of its three regions and at their borders', () => {
    // Computed with 60 and more digits for the very double that stands here.
    const exact: readonly (readonly [number, number])[] = [
      [0.6, 0.2533471031357997],
      [0.9, 1.2815515655446006],
      [0.925, 1.4395314709384561],
      [0.075, -1.439531470938456],
      [0.05, -1.6448536269514726],
      [0.975, 1.9599639845400538],
      [0.99, 2.326347874040841],
      [0.999, 3.090232306167813],
      [1e-5, -4.264890793922825],
      [1e-10, -6.361340902404056],
      [1e-11, -6.706023155495136],
      [2e-11, -6.604077590405634],
      [1e-100, -21.273453560965326],
      [1e-300, -37.0470962993612],
    ];
    for (const [p, z] of exact) expect(relativeError(normalQuantile(p), z), `p = ${p}`).toBeLessThan(1e-15);
  });

  it('is undone by the distribution function', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 0.5, noNaN: true }), (p) => {
        const z = normalQuantile(p);
        // A relative error of the quantile is magnified by z² in the probability.
        return z <= 0 && relativeError(tail(-z), p) < 1e-14 * (1 + z * z);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is odd about one half and rises with p', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 52 - 1 }), (n) => {
        const p = n / 2 ** 53;
        return normalQuantile(1 - p) === -normalQuantile(p);
      }),
      { numRuns: 5_000 },
    );
    fc.assert(
      fc.property(
        fc.double({ min: 1e-300, max: 0.999999, noNaN: true }),
        fc.double({ min: 1e-9, max: 0.5, noNaN: true }),
        (p, step) => p + step >= 1 || p + step === p || normalQuantile(p + step) > normalQuantile(p),
      ),
      { numRuns: 5_000 },
    );
  });

  it('gives the limits at the ends and no number outside them', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(relativeError(normalQuantile(Number.MIN_VALUE), -38.46740561714434)).toBeLessThan(1e-15);
    for (const p of [-0.1, 1.1, Number.NaN, Number.NEGATIVE_INFINITY]) expect(normalQuantile(p), `${p}`).toBeNaN();
  });

  it('gives the same bits on every machine', () => {
    expect([0.1, 0.3, 0.95, 1e-4, 1e-15].map(normalQuantile)).toEqual([
      -1.2815515655446008, -0.5244005127080407, 1.6448536269514715, -3.71901648545568, -7.941345326170995,
    ]);
  });
});
