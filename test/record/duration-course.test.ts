import { describe, expect, it } from 'vitest';
import { COURSE_SPANS, courseQuantilesUs, DurationCourse, sumOfCourses } from '../../src/record/duration-course.ts';
import { DurationRecorder } from '../../src/record/duration-recorder.ts';
import { quantileSeconds } from '../../src/result/latency-quantiles.ts';

const END_US = 48_000_000;

describe('the course of durations over a run', () => {
  it('has the quantiles of each span within 0.2 %, and nothing where nothing ended', () => {
    const course = new DurationCourse(END_US);
    for (let i = 1; i <= 1_000; i += 1) course.observe(i * 1_000, 500_000);
    course.observe(7_200_000_000, END_US);
    const record = course.record();
    for (const [p, us] of [
      [0.5, 500_000],
      [0.95, 950_000],
      [0.99, 990_000],
    ] as const) {
      const quantiles = courseQuantilesUs(record, p);
      expect(quantiles).toHaveLength(COURSE_SPANS);
      expect(Math.abs(quantiles[0]! / us - 1)).toBeLessThan(0.002);
      expect(quantiles.slice(1, -1).every((quantile) => quantile === null)).toBe(true);
      expect(Math.abs(quantiles.at(-1)! / 7_200_000_000 - 1)).toBeLessThan(0.002);
    }
  });

  it('has the quantiles of a duration recorder: of equal durations those themselves', () => {
    for (const durationUs of [500_000, 90_300_000, 3_599_999_999]) {
      const [course, recorder] = [new DurationCourse(END_US), new DurationRecorder()];
      for (let i = 0; i < 100; i += 1) {
        course.observe(durationUs, i);
        recorder.observe(durationUs);
      }
      const [us] = courseQuantilesUs(course.record(), 0.99);
      expect((us as number) / 1e6).toBe(quantileSeconds(recorder.record(), 0.99));
    }
  });

  it('is the same whether one has observed it or two', () => {
    const [whole, one, other] = [new DurationCourse(END_US), new DurationCourse(END_US), new DurationCourse(END_US)];
    for (let i = 0; i < 500; i += 1) {
      const durationUs = (i * 7_919) % 100_003;
      const nowUs = (i * 104_729) % END_US;
      whole.observe(durationUs, nowUs);
      (i % 3 === 0 ? one : other).observe(durationUs, nowUs);
    }
    one.observe(10_000_000_000, 1);
    whole.observe(10_000_000_000, 1);
    const sum = sumOfCourses(one.record(), other.record());
    for (const p of [0.5, 0.95, 1]) expect(courseQuantilesUs(sum, p)).toEqual(courseQuantilesUs(whole.record(), p));
  });
});
