import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DurationSampler } from '../../src/workload/sampler.ts';
import { Streams } from '../../src/workload/streams.ts';

const distribution = { kind: 'exponential', meanUs: 1_000_000 } as const;

describe('durations that are drawn ahead', () => {
  it('are those of their addresses, in whatever order they are asked for', () => {
    const stream = new Streams(7, 0).of('work');
    const few = fc.integer({ min: 0, max: 2 });
    // Some in a row of one item, so that runs begin, end and are left, and some beside them.
    const stretch = fc.record({
      job: fc.integer({ min: 0, max: 300 }),
      length: fc.integer({ min: 1, max: 150 }),
      item: few,
    });
    fc.assert(
      fc.property(
        fc.array(stretch, { maxLength: 8 }),
        fc.array(few, { minLength: 1, maxLength: 5 }),
        (stretches, beside) => {
          const sampler = new DurationSampler(distribution, stream);
          stretches.forEach(({ job, length, item }, n) => {
            for (let i = 0; i < length; i += 1) {
              const asked = i % 7 === 6 ? (beside[n % beside.length] as number) : item;
              const alone = new DurationSampler(distribution, stream).drawUs(job + i, asked);
              expect(sampler.drawUs(job + i, asked)).toBe(alone);
            }
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});
