import { describe, expect, it } from 'vitest';
import { studentT975 } from '../../src/result/student-t.ts';
import { BEYOND_2, mostBeyond2, normalScore, scoreOf } from '../../src/validation/scores.ts';

const figure = { name: 'a figure', unit: '', read: () => null };

describe('the score of a figure', () => {
  it('means the same for any number of replications: the 97.5 % point of Student’s t is 1.96', () => {
    for (const freedom of [4, 5, 9, 19, 59, 399]) {
      expect(Math.abs(normalScore(studentT975(freedom), freedom) - 1.959964)).toBeLessThan(0.01);
      expect(normalScore(-studentT975(freedom), freedom)).toBe(-normalScore(studentT975(freedom), freedom));
    }
  });

  it('of a mean is its distance in standard errors', () => {
    const values = Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 9 : 11));
    const { simulated, standardError, z } = scoreOf({ ...figure, theory: 9.9 }, values);
    expect(simulated).toBe(10);
    expect(standardError).toBeCloseTo(Math.sqrt(400 / 399) / 20, 12);
    expect(z).toBeCloseTo(2, 1);
  });

  it('of values that do not vary is 0 where they are right, and infinite where they are not', () => {
    expect(scoreOf({ ...figure, theory: 3 }, [3, 3, 3]).z).toBe(0);
    expect(scoreOf({ ...figure, theory: 2 }, [3, 3, 3]).z).toBe(Number.POSITIVE_INFINITY);
  });

  it('of a variance is 0 at the median of chi-square, and grows with the variance', () => {
    const values = (spread: number) => Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? spread : -spread));
    const z = (spread: number) =>
      scoreOf({ ...figure, theory: 1, judgedBy: 'variance', mean: 0 }, values(spread)).z as number;
    // The median of chi-square with 100 degrees of freedom is 99.334; its 97.5 % point 129.561.
    expect(Math.abs(z(Math.sqrt(0.99334)))).toBeLessThan(0.001);
    expect(z(Math.sqrt(1.29561))).toBeCloseTo(1.96, 2);
  });

  it('of one replication, or of one without a value, is none', () => {
    expect(scoreOf({ ...figure, theory: 1 }, [1])).toMatchObject({ z: null, holds: false });
    expect(scoreOf({ ...figure, theory: 1 }, [1, null, 1])).toMatchObject({ z: null, holds: false });
  });
});

describe('how many rows may lie beyond 2', () => {
  const choose = (n: number, m: number): number => (m === 0 ? 1 : (choose(n - 1, m - 1) * n) / m);
  const more = (rows: number, k: number) => {
    let sum = 0;
    for (let i = k + 1; i <= rows; i += 1) sum += choose(rows, i) * BEYOND_2 ** i * (1 - BEYOND_2) ** (rows - i);
    return sum;
  };

  it('is the binomial bound where each case has one row', () => {
    for (const rows of [1, 2, 10, 60, 109]) {
      const most = mostBeyond2(new Array(rows).fill(1), 0.001);
      expect(more(rows, most)).toBeLessThanOrEqual(0.001);
      if (most > 0) expect(more(rows, most - 1)).toBeGreaterThan(0.001);
    }
    expect(mostBeyond2([], 0.001)).toBe(0);
  });

  it('counts the rows of a case together: in 10 cases of 3 rows three times as many as in 10 of one', () => {
    expect(mostBeyond2(new Array(10).fill(3), 0.001)).toBe(3 * mostBeyond2(new Array(10).fill(1), 0.001));
  });

  it('lets no single case fail by it: 5 rows beyond 2 together are 4.6 %', () => {
    expect(mostBeyond2([5], 0.001)).toBe(5);
    expect(mostBeyond2([5, 4], 0.001)).toBe(9);
    expect(mostBeyond2([5, 4, 0, 3], 0.001)).toBe(9);
  });
});
