import { describe, expect, it } from 'vitest';
import type { InputError } from '../../../src/errors.ts';
import { indicesAt, pointsOf } from '../../../src/result/sweep/sweep-schema.ts';
import { overridesAt, readGrid, tableValue } from '../../../src/run/sweep/grid.ts';

describe('the grid of a sweep', () => {
  it('has a point for each combination, of which the last path varies fastest, and sets single values at all points', () => {
    const { axes, fixed, points } = readGrid(['a.b=1,2', 'c=5', 'd=x,y,z']);
    expect(fixed).toEqual(['c=5']);
    expect(points).toBe(6);
    const all = Array.from({ length: points }, (_, point) => overridesAt(axes, indicesAt(axes, point)).join(' '));
    expect(all).toEqual(['a.b=1 d=x', 'a.b=1 d=y', 'a.b=1 d=z', 'a.b=2 d=x', 'a.b=2 d=y', 'a.b=2 d=z']);
  });

  it.each([
    [[], 'a sweep varies something, and nothing is varied'],
    [['a=1'], 'a sweep varies something, and nothing is varied'],
    [['a'], 'expected a path, an equals sign and a value'],
    [['a..b=1,2'], 'expected a path, an equals sign and a value'],
    [['a=1,2', 'a=3,4'], 'it is set twice'],
    [['a=1,2,1.0'], 'a value stands twice'],
    [['a=1,[2'], 'the value is not YAML'],
    [['__proto__.a=1,2'], '`__proto__` is never a key of a scenario'],
    [['a=1..1000/1', 'b=1..1000/1'], 'the grid is too large'],
  ])('refuses %j', (texts, message) => {
    expect(() => readGrid(texts)).toThrow(message);
  });

  it('tells all that is wrong at once', () => {
    try {
      readGrid(['a', 'b=1,', 'c=1..2']);
      expect.unreachable();
    } catch (error) {
      expect((error as InputError).problems).toHaveLength(3);
    }
  });

  it('gives each point to one shard', () => {
    for (const count of [1, 2, 3, 7, 20]) {
      const all = Array.from({ length: count }, (_, index) =>
        pointsOf({ points: 12, shard: { index: index + 1, count } }),
      );
      expect(all.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, point) => point));
    }
  });

  it('tells values as what they are', () => {
    expect(['64', '1.50', '8/min', 'true', '[1, 2]'].map(tableValue)).toEqual([64, 1.5, '8/min', true, '[1, 2]']);
  });
});
