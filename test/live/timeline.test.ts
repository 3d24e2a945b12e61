import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from '../../src/live/timeline.ts';
import { replay } from '../contract/replay.ts';

describe('the timeline', () => {
  it('applies news in the order of time, ties in the order of coming, whatever order it comes in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
        const timeline = new Timeline();
        const applied: [number, number][] = [];
        times.forEach((timeUs, index) => {
          timeline.add(timeUs, (nowUs) => applied.push([nowUs, index]));
        });
        timeline.advance(20);
        const expected = times
          .map((timeUs, index): [number, number] => [timeUs, index])
          .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(applied).toEqual(expected);
      }),
      replay({}),
    );
  });

  it('leaves what is later than asked for, and counts what came too late from the last that was applied', () => {
    const timeline = new Timeline();
    timeline.startUs = 1_000;
    const applied: number[] = [];
    const add = (timeUs: number) => timeline.add(timeUs, (nowUs) => applied.push(nowUs));
    add(1_500);
    add(1_900);
    timeline.advance(1_600);
    expect(applied).toEqual([500]);
    add(1_400);
    timeline.advance(2_000);
    expect(applied).toEqual([500, 500, 900]);
  });
});
