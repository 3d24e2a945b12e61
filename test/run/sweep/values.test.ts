import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readValues } from '../../../src/run/sweep/values.ts';

describe('the values of a path', () => {
  it.each([
    ['64', ['64']],
    ['64,96, 128', ['64', '96', '128']],
    ['8..32/8', ['8', '16', '24', '32']],
    ['8..31/8', ['8', '16', '24']],
    ['8..64*2', ['8', '16', '32', '64']],
    ['0.1..0.5/0.1', ['0.1', '0.2', '0.3', '0.4', '0.5']],
    ['-2..2/2', ['-2', '0', '2']],
    ['-3..-1/1', ['-3', '-2', '-1']],
    ['4/min..16/min*2', ['4/min', '8/min', '16/min']],
    ['4/min..12/min/4/min', ['4/min', '8/min', '12/min']],
    ['60..180s/60', ['60s', '120s', '180s']],
    ['0.0000001..0.0000003/0.0000001', ['0.0000001', '0.0000002', '0.0000003']],
    ['1,8..16/8,100', ['1', '8', '16', '100']],
    ['{ poisson: 8/min, batch: 2 },[1,2]', ['{ poisson: 8/min, batch: 2 }', '[1,2]']],
    ['"a,b",c', ['"a,b"', 'c']],
    ['janitor,sleep-in-pool', ['janitor', 'sleep-in-pool']],
  ])('%s', (text, values) => {
    expect(readValues(text)).toEqual(values);
  });

  it.each([
    ['', 'a value is missing'],
    ['1,,2', 'a value is missing'],
    ['8..', 'this is no range'],
    ['8..16', 'its step is missing'],
    ['8..4/1', 'its end lies before its begin'],
    ['1..9/0', 'its step leads nowhere'],
    ['1..9*1', 'multiplied like this it never reaches its end'],
    ['0..9*2', 'multiplied like this it never reaches its end'],
    ['1m..9s/1s', 'its units differ: `m` and `s`'],
    ['1..1000000/1', 'these are too many values'],
  ])('refuses %s', (text, message) => {
    expect(readValues(text)).toMatchObject({ message });
  });

  it('of a range in steps begin at its begin, are apart by its step and end at its end, without a rounding', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999, max: 999 }),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 0, max: 200 }),
        (from, step, steps) => {
          const tenth = (value: number) => String(Number((value / 10).toFixed(1)));
          const expected = Array.from({ length: steps + 1 }, (_, index) => tenth(from + index * step));
          expect(readValues(`${tenth(from)}..${tenth(from + steps * step)}/${tenth(step)}`)).toEqual(expected);
        },
      ),
    );
  });
});
