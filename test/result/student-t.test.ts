import { describe, expect, it } from 'vitest';
import { studentT975 } from '../../src/result/student-t.ts';

/** P(|T| ≤ t) by the closed form for a whole number of degrees of freedom: Abramowitz and Stegun, 26.7.3 and 26.7.4. */
function probabilityWithin(t: number, degreesOfFreedom: number): number {
  const theta = Math.atan(t / Math.sqrt(degreesOfFreedom));
  const cosine = Math.cos(theta);
  const odd = degreesOfFreedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = odd && degreesOfFreedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < degreesOfFreedom; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
}

describe('studentT975', () => {
  it('reproduces the published quantiles', () => {
    const published: readonly (readonly [number, number])[] = [
      [1, 12.7062047364],
      [2, 4.30265272991],
      [3, 3.18244630528],
      [5, 2.57058183661],
      [10, 2.22813885196],
      [19, 2.09302405441],
      [30, 2.0422724563],
      [31, 2.039513446396],
      [40, 2.021075390306],
      [60, 2.000297822014],
      [100, 1.983971518524],
      [120, 1.979930405082],
      [999, 1.962341461133],
      [1_000_000, 1.959966356814],
    ];
    for (const [degrees, t] of published) {
      expect(Math.abs(studentT975(degrees) / t - 1), `${degrees} degrees of freedom`).toBeLessThan(1e-9);
    }
  });

  it('leaves 95 % of the distribution between its two signs', () => {
    for (let degrees = 1; degrees <= 400; degrees += 1) {
      expect(probabilityWithin(studentT975(degrees), degrees), `${degrees}`).toBeCloseTo(0.95, 9);
    }
  });

  it('falls with every degree of freedom, towards the normal quantile and never below it', () => {
    for (let degrees = 1; degrees < 2_000; degrees += 1) {
      expect(studentT975(degrees + 1), `${degrees + 1}`).toBeLessThan(studentT975(degrees));
    }
    expect(studentT975(Number.MAX_SAFE_INTEGER)).toBeCloseTo(1.959963984540054, 14);
  });

  it('refuses what is no number of degrees of freedom', () => {
    for (const degrees of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => studentT975(degrees), `${degrees}`).toThrow(RangeError);
    }
    expect(() => studentT975(0)).toThrow('degreesOfFreedom must be an integer of at least 1, not 0');
  });
});
