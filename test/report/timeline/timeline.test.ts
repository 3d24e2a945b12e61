import { describe, expect, it } from 'vitest';
import { clock } from '../../../src/report/timeline/clock.ts';
import { at, geometryOf } from '../../../src/report/timeline/geometry.ts';
import { intervalAt, intervalsOf, LANE_STATES } from '../../../src/report/timeline/intervals.ts';
import type { TimelineSpec } from '../../../src/report/timeline/spec.ts';
import { isFirstPicture, timelineOf } from '../../../src/report/timeline/timeline.ts';
import { panned, within, zoomed } from '../../../src/report/timeline/view.ts';
import { tell } from '../../../src/report/timeline/words.ts';
import { beforeAfter, poolHistory } from '../made-up-result.ts';
import { madeUpTimeline, withTimelines } from './made-up-timeline.ts';

const thread = { thread: 0, lengthsUs: [2e6, 480e6, 3e6, 5e6], states: 'wPpI', tasks: [3, 4] };

function specOf(...asleep: number[]): TimelineSpec {
  return timelineOf(withTimelines(beforeAfter(), ...asleep)) as TimelineSpec;
}

describe('the intervals of a thread', () => {
  it('name their states and their tasks, and leave the rest idle', () => {
    const { startsUs, states, tasks } = intervalsOf(thread, 1_000e6);
    expect([...startsUs]).toEqual([0, 2e6, 482e6, 485e6, 490e6, 1_000e6]);
    expect([...states].map((state) => LANE_STATES[state])).toEqual(['working', 'parked', 'parked', 'idle', 'idle']);
    expect([...tasks]).toEqual([3, 4, 4, -1, -1]);
  });

  it('are found by a moment in them', () => {
    const intervals = intervalsOf(thread, 1_000e6);
    expect([0, 1.9e6, 2e6, 481e6, 489e6, 490e6, 999e6, 1_000e6].map((us) => intervalAt(intervals, us))).toEqual([
      0, 0, 1, 1, 3, 4, 4, 4,
    ]);
  });
});

describe('the view of a timeline', () => {
  it('keeps in place what it is zoomed at', () => {
    expect(zoomed({ fromUs: 0, untilUs: 1_000_000 }, 2, 250_000, 1_000_000)).toEqual({
      fromUs: 125_000,
      untilUs: 625_000,
    });
  });

  it('never leaves the window, and never comes nearer than a millisecond', () => {
    const whole = 1_000_000;
    expect(zoomed({ fromUs: 0, untilUs: 400_000 }, 0.1, 0, whole)).toEqual({ fromUs: 0, untilUs: whole });
    expect(panned({ fromUs: 800_000, untilUs: 900_000 }, 5, whole)).toEqual({ fromUs: 900_000, untilUs: whole });
    expect(panned({ fromUs: 800_000, untilUs: 900_000 }, -50, whole)).toEqual({ fromUs: 0, untilUs: 100_000 });
    expect(within({ fromUs: 500, untilUs: 501 }, whole)).toEqual({ fromUs: 500, untilUs: 1_500 });
  });
});

describe('the timeline of a result', () => {
  it('has a lane for each design, that of before above, and its one finding as its title', () => {
    const spec = specOf(90, 0);
    expect(spec.lanes.map(({ label }) => label)).toEqual([
      'legacy: storage, 128 threads',
      'janitor: storage, 128 threads',
    ]);
    expect(spec.title).toMatch(
      /^Threads of pool `storage` asleep, mean of 30 min: 8\d\.?\d* of 128 with `legacy` and none with `janitor`$/,
    );
    expect(spec.table.rows).toHaveLength(12);
    expect(spec.table.rows[0]?.slice(0, 3)).toEqual(['legacy', 'storage', '0:30:00']);
  });

  it('tells of the threads that deletions start for themselves', () => {
    const result = withTimelines(beforeAfter(), 3, 0);
    const [name, design] = Object.entries(result.designs)[1] as [string, (typeof result.designs)[string]];
    const own = { ...madeUpTimeline(0), ownThreads: madeUpTimeline(40).pools.storage ?? [] };
    const spec = timelineOf({ ...result, designs: { ...result.designs, [name]: { ...design, timeline: own } } });
    expect(spec?.lanes.at(-1)?.label).toBe('janitor: threads of its own, one for each deletion, 40 at once');
    expect(spec?.lanes.at(-1)?.rows).toBe(40);
  });

  it('says where a record ends early', () => {
    const result = withTimelines(beforeAfter(), 3, 0);
    const [name, design] = Object.entries(result.designs)[0] as [string, (typeof result.designs)[string]];
    const cut = { ...madeUpTimeline(3), isCut: true, untilSeconds: 2_000 };
    const spec = timelineOf({ ...result, designs: { ...result.designs, [name]: { ...design, timeline: cut } } });
    expect(spec?.subtitle).toContain('the record ends early, of legacy at 0:33:20');
    expect(spec?.untilSeconds).toBe(3_600);
  });

  it('is none where the result was saved before there was one, and the first picture of few designs alone', () => {
    expect(timelineOf(beforeAfter())).toBeUndefined();
    expect(isFirstPicture(beforeAfter())).toBe(true);
    expect(isFirstPicture(poolHistory())).toBe(false);
  });
});

describe('the picture', () => {
  it('is of a height that fits a page, whatever the threads', () => {
    for (const rows of [1, 8, 128, 1_024]) {
      const spec = specOf(0, 0);
      const lanes = spec.lanes.map((lane) => ({ ...lane, rows }));
      const { height, rowHeight } = geometryOf({ ...spec, lanes }, 1_000);
      expect(height).toBeLessThan(1_100);
      expect(rowHeight).toBeGreaterThan(0);
      expect(rowHeight).toBeLessThanOrEqual(14);
    }
  });

  it('knows the thread and the time under a point', () => {
    const spec = specOf(90, 0);
    const geometry = geometryOf(spec, 1_000);
    const view = { fromUs: 0, untilUs: 1_800e6 };
    const [before, after] = geometry.lanes;
    expect(at(geometry, view, 500, (before?.top ?? 0) + 10 * geometry.rowHeight + 0.5)).toEqual({
      lane: 0,
      thread: 10,
      atUs: 900e6,
    });
    expect(at(geometry, view, 250, (after?.top ?? 0) + 0.5)).toEqual({ lane: 1, thread: 0, atUs: 450e6 });
    expect(at(geometry, view, 250, (before?.nameTop ?? 0) + 1)).toBeUndefined();
  });

  it('tells what a thread does, in what task, and from when to when', () => {
    const [lane] = specOf(2, 0).lanes as [TimelineSpec['lanes'][number]];
    const intervals = intervalsOf(lane.threads[1] as (typeof lane.threads)[number], 1_800e6);
    expect(tell(lane, 1, intervals, 100e6, 1_800).lines).toEqual([
      'legacy, storage: thread 2 of 128',
      'parked in sync.deletion: sleeps on a timer',
      '0:30:19 to 0:38:19, 8 min',
    ]);
    expect(tell(lane, 1, intervals, 5e6, 1_800).lines[2]).toBe('before 0:30:00 to 0:30:14, at least 14 s');
    expect(tell(lane, 50, undefined, 5e6, 1_800).lines.slice(1)).toEqual([
      'idle: holds nothing',
      'before 0:30:00 to after 1:00:00, at least 30 min',
    ]);
  });

  it('writes times as hours, minutes and seconds', () => {
    expect([0, 59.6, 3_599.4, 3_600, 90_061].map((seconds) => clock(seconds))).toEqual([
      '0:00:00',
      '0:01:00',
      '0:59:59',
      '1:00:00',
      '25:01:01',
    ]);
    expect(clock(1_800.0125, 3)).toBe('0:30:00.013');
  });
});
