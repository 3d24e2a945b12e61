import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { littleArrivalsPerSecond, littleSojournSeconds, offeredErlangs } from '../../src/theory/index.ts';

describe('Little’s law', () => {
  it('gives the erlangs of the modelled pool', () => {
    expect(offeredErlangs(20 / 60, 480)).toBeCloseTo(160, 10);
    expect(offeredErlangs(10.6 / 60, 480)).toBeCloseTo(84.8, 10);
    expect(offeredErlangs(10.6 / 60, 30)).toBeCloseTo(5.3, 10);
    expect(offeredErlangs(10.6 / 60, 0.3)).toBeCloseTo(0.053, 10);
    expect(offeredErlangs(10.6 / 60, 0.1)).toBeCloseTo(0.018, 3);
    expect(offeredErlangs((40 * 0.74) / 60, 4)).toBeCloseTo(1.97, 2);
  });

  it('gives the blobs a minute behind 85 parked threads', () => {
    expect(littleArrivalsPerSecond(85, 480) * 60).toBeCloseTo(10.6, 1);
  });

  it('reads the same in all three directions', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (arrivals, seconds) => {
          const inSystem = offeredErlangs(arrivals, seconds);
          return (
            Math.abs(littleArrivalsPerSecond(inSystem, seconds) / arrivals - 1) < 1e-14 &&
            Math.abs(littleSojournSeconds(inSystem, arrivals) / seconds - 1) < 1e-14
          );
        },
      ),
    );
  });

  it('refuses what is neither a rate nor a time', () => {
    expect(() => offeredErlangs(-1, 1)).toThrow('arrivalsPerSecond must be a finite number of at least 0, not -1');
    expect(() => offeredErlangs(1, Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => littleArrivalsPerSecond(1, 0)).toThrow(RangeError);
    expect(() => littleSojournSeconds(1, 0)).toThrow(RangeError);
  });
});
