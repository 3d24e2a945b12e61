import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brownoutFigures,
  janitorLatenessSecondsMean,
  janitorLimitSeconds,
  janitorLoad,
  sleepersLimitSeconds,
} from '../../src/theory/index.ts';

const BLOBS_PER_SECOND = 10.6 / 60;

describe('the janitor as a server', () => {
  it('falls behind for good at 5.7 s a deletion and 10.6 blobs a minute', () => {
    expect(janitorLimitSeconds(BLOBS_PER_SECOND)).toBeCloseTo(5.66, 2);
    expect(janitorLoad(BLOBS_PER_SECOND, janitorLimitSeconds(BLOBS_PER_SECOND))).toBeCloseTo(1, 12);
  });

  it('is hardly ever late with fast deletions, and late without end towards its limit', () => {
    expect(janitorLatenessSecondsMean(BLOBS_PER_SECOND, 0.1, 1)).toBeLessThan(0.002);
    expect(janitorLatenessSecondsMean(BLOBS_PER_SECOND, 5.6, 1)).toBeGreaterThan(400);
    expect(() => janitorLatenessSecondsMean(BLOBS_PER_SECOND, 5.7, 1)).toThrow('no steady state');
  });

  it('stands beside the limit of the sleepers, which is far away: about 200 s a deletion at 128 threads', () => {
    expect(sleepersLimitSeconds(128, 7.35, BLOBS_PER_SECOND, 480)).toBeCloseTo(203, 0);
    expect(sleepersLimitSeconds(128, 0, 20 / 60, 480)).toBeLessThan(0);
  });
});

/** The brown-out in steps of a second, as a flow: what is due, and what the janitor has started by then. */
function stepped(perSecond: number, duration: number, slow: number, fast: number) {
  let started = 0;
  let backlogAtEnd = 0;
  let latenessMax = 0;
  let recoveredAt = duration;
  const step = 0.05;
  for (let time = step; time < 100 * duration; time += step) {
    const capacity = step / (time <= duration ? slow : fast);
    started = Math.min(perSecond * time, started + capacity);
    latenessMax = Math.max(latenessMax, time - started / perSecond);
    if (time <= duration) backlogAtEnd = perSecond * time - started;
    else if (started >= perSecond * time * (1 - 1e-12)) {
      recoveredAt = time;
      break;
    }
  }
  return { backlogAtEnd, latenessMax, recovery: recoveredAt - duration };
}

describe('brownoutFigures', () => {
  it('tell what half an hour of 60 s a deletion does', () => {
    const figures = brownoutFigures({
      blobsPerSecond: BLOBS_PER_SECOND,
      durationSeconds: 1_800,
      slowDeletionSeconds: 60,
      deletionSeconds: 0.1,
    });
    expect(figures.backlogAtEnd).toBeCloseTo(288, 9);
    expect(figures.latenessSecondsMax / 60).toBeCloseTo(27.17, 2);
    expect(figures.recoverySeconds).toBeCloseTo(29.3, 1);
  });

  it('agree with the flow taken in small steps', () => {
    for (const [perSecond, duration, slow, fast] of [
      [0.5, 60, 10, 1],
      [2, 100, 0.75, 0.4],
    ] as const) {
      const figures = brownoutFigures({
        blobsPerSecond: perSecond,
        durationSeconds: duration,
        slowDeletionSeconds: slow,
        deletionSeconds: fast,
      });
      const flow = stepped(perSecond, duration, slow, fast);
      expect(figures.backlogAtEnd / flow.backlogAtEnd).toBeCloseTo(1, 2);
      expect(figures.latenessSecondsMax / flow.latenessMax).toBeCloseTo(1, 2);
      expect(figures.recoverySeconds / flow.recovery).toBeCloseTo(1, 2);
    }
  });

  it('are nothing while the janitor keeps up', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.999, noNaN: true }), (load) => {
        const figures = brownoutFigures({
          blobsPerSecond: load,
          durationSeconds: 600,
          slowDeletionSeconds: 1,
          deletionSeconds: 0.5,
        });
        return figures.backlogAtEnd === 0 && figures.latenessSecondsMax === 0 && figures.recoverySeconds === 0;
      }),
    );
  });

  it('refuse a janitor that never keeps up', () => {
    const brownout = { blobsPerSecond: 2, durationSeconds: 60, slowDeletionSeconds: 5, deletionSeconds: 0.5 };
    expect(() => brownoutFigures(brownout)).toThrow('deletionSeconds must be under 0.5, not 0.5');
    expect(() => brownoutFigures({ ...brownout, durationSeconds: 0 })).toThrow(RangeError);
    expect(() => janitorLimitSeconds(0)).toThrow(RangeError);
    expect(() => sleepersLimitSeconds(8, 9, 1, 1)).toThrow('otherErlangs must be at most 8, the threads, not 9');
  });
});
