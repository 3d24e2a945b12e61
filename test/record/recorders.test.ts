import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellMiddleUs, cellOf, DurationRecorder, sumOfDurations } from '../../src/record/duration-recorder.ts';
import { LevelRecorder, SERIES_BINS } from '../../src/record/level-recorder.ts';
import { starvation } from '../../src/record/service-recorder.ts';
import { UsageRecorder } from '../../src/record/usage-recorder.ts';

const END_US = 288_000;

/** Changes of a level that never falls below 0, at rising times. */
const course = fc
  .array(fc.record({ waitUs: fc.integer({ min: 0, max: 9_000 }), delta: fc.integer({ min: -3, max: 3 }) }), {
    maxLength: 60,
  })
  .map((steps) => {
    let atUs = 0;
    let level = 0;
    return steps.flatMap(({ waitUs, delta }) => {
      atUs += waitUs;
      const change = Math.max(-level, delta);
      level += change;
      return atUs < END_US ? [{ atUs, change }] : [];
    });
  });

/** The level in each µs, by brute force in steps of the whole course. */
function naive(steps: readonly { atUs: number; change: number }[], fromUs: number) {
  const held = new Map<number, number>();
  const bins = new Float64Array(SERIES_BINS);
  const edges = [...steps.map(({ atUs }) => atUs), END_US, fromUs];
  for (let bin = 0; bin <= SERIES_BINS; bin += 1) edges.push((bin * END_US) / SERIES_BINS);
  edges.push(0);
  const sorted = [...new Set(edges)].sort((a, b) => a - b);
  let level = 0;
  let next = 0;
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const start = sorted[i] as number;
    const length = (sorted[i + 1] as number) - start;
    while (next < steps.length && (steps[next]?.atUs ?? 0) <= start) level += steps[next++]?.change ?? 0;
    if (start >= fromUs) held.set(level, (held.get(level) ?? 0) + length);
    bins[Math.floor((start * SERIES_BINS) / END_US)]! += (level * length) / (END_US / SERIES_BINS);
  }
  return { held, bins };
}

describe('a level recorder', () => {
  it('holds every level exactly as long as a naive computation says, in the measured time and in the bins', () => {
    fc.assert(
      fc.property(course, fc.integer({ min: 0, max: END_US }), (steps, warmUpUs) => {
        const recorder = new LevelRecorder(END_US);
        let isMeasured = false;
        for (const { atUs, change } of steps) {
          if (!isMeasured && atUs >= warmUpUs) {
            recorder.reset(warmUpUs);
            isMeasured = true;
          }
          recorder.change(change, atUs);
        }
        if (!isMeasured) recorder.reset(warmUpUs);
        const record = recorder.record(END_US);
        const expected = naive(steps, warmUpUs);
        for (const [level, us] of expected.held) expect(record.heldUs[level] ?? 0).toBe(us);
        expect(record.heldUs.reduce((sum, us) => sum + us, 0)).toBe(END_US - warmUpUs);
        record.binMeans.forEach((mean, bin) => {
          expect(mean).toBeCloseTo(expected.bins[bin] as number, 9);
        });
      }),
    );
  });

  it('refuses a level below 0', () => {
    expect(() => new LevelRecorder(END_US).change(-1, 0)).toThrow(/below 0/);
  });
});

describe('a duration recorder', () => {
  it('puts every duration into a cell whose middle is within 0.2 % of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (us) => {
        expect(Math.abs(cellMiddleUs(cellOf(us)) - us)).toBeLessThanOrEqual(us * 0.002);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps count, sum and maximum exactly, alone or as the sum of several', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2 ** 40 })),
        fc.array(fc.integer({ min: 0, max: 2 ** 40 })),
        (one, two) => {
          const whole = new DurationRecorder();
          const parts = [one, two].map((list) => {
            const part = new DurationRecorder();
            for (const us of list) {
              part.observe(us);
              whole.observe(us);
            }
            return part.record();
          });
          expect(sumOfDurations(parts)).toEqual(whole.record());
          const all = [...one, ...two];
          expect(whole.record()).toMatchObject({
            count: all.length,
            sumUs: all.reduce((sum, us) => sum + us, 0),
            maxUs: Math.max(-1, ...all),
          });
        },
      ),
    );
  });
});

describe('a usage recorder', () => {
  it('adds up the thread-time of each kind and state since the measured time began', () => {
    const usage = new UsageRecorder('storage', 2);
    usage.change(0, 0, 1, 100);
    usage.change(1, 1, 2, 100);
    usage.reset(1_000);
    usage.change(0, 0, -1, 1_500);
    usage.change(0, 1, 1, 1_500);
    usage.change(1, 1, -1, 2_000);
    expect([...usage.record(3_000).threadUs]).toEqual([500, 1_500, 0, 0, 1_000 * 2 + 1_000, 0]);
  });
});

it('a pool that has starved says so of one thread and of many', () => {
  expect(starvation('web', 1, 1, 0).reason).toMatch(/^its only thread waits .* and 1 task waits for a thread$/);
  expect(starvation('web', 8, 3, 0).reason).toMatch(/^all 8 threads wait .* and 3 tasks wait for a thread$/);
});
