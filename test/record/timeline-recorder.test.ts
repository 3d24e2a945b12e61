import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import type { LevelRecord } from '../../src/record/level-recorder.ts';
import type { TimelineRecord } from '../../src/record/timeline-record.ts';
import { MOST_INTERVALS, MOST_THREADS, TIMELINE_US, TimelineRecorder } from '../../src/record/timeline-recorder.ts';
import { USAGE_STATES } from '../../src/record/usage-recorder.ts';
import { intervalsOf, LANE_STATES } from '../../src/report/timeline/intervals.ts';
import type { Design } from '../../src/scenario/model.ts';
import type { Layout } from '../../src/service/layout.ts';
import { randomSystem } from '../contract/random-system.ts';
import { replay } from '../contract/replay.ts';

const SECOND = 1_000_000;
const [WORKING, PARKED, BLOCKED] = [0, 1, 2];

function recorderOf(...pools: string[]): TimelineRecorder {
  return new TimelineRecorder({ pools: pools.map((path) => ({ path })) } as unknown as Layout);
}

/** Thread-time by pool, kind of task and state, in µs. */
function sums({ pools, fromUs, untilUs }: TimelineRecord): Map<string, number> {
  const found = new Map<string, number>();
  for (const [pool, threads] of Object.entries(pools)) {
    for (const thread of threads) {
      const { startsUs, states, tasks } = intervalsOf(thread, untilUs - fromUs);
      states.forEach((state, i) => {
        const key = `${pool} ${tasks[i]} ${LANE_STATES[state]}`;
        const us = (startsUs[i + 1] as number) - (startsUs[i] as number);
        found.set(key, (found.get(key) ?? 0) + us);
      });
    }
  }
  return found;
}

describe('the timeline of threads', () => {
  it('adds up to what the levels and the usage by kind of task say, in every random system', () => {
    let intervals = 0;
    fc.assert(
      fc.property(randomSystem, fc.boolean(), (plain, warm) => {
        const scenario = { ...plain, warmUpUs: warm ? Math.floor(plain.durationUs / 3) : 0 };
        fc.pre(scenario.durationUs <= TIMELINE_US);
        const record = simulateReplication(scenario, scenario.designs[0] as Design, 0);
        const timeline = record.timeline as TimelineRecord;
        fc.pre(!timeline.isCut);
        expect(timeline.untilUs - timeline.fromUs).toBe(scenario.durationUs);
        const found = sums(timeline);
        for (const { pool, threadUs } of record.usage) {
          const path = pool in timeline.pools ? pool : `pools.${pool}`;
          USAGE_STATES.forEach((state, column) => {
            record.taskKinds.forEach((_, kind) => {
              const us = threadUs[kind * USAGE_STATES.length + column];
              expect(found.get(`${path} ${kind} ${state}`) ?? 0, `${path} ${kind} ${state}`).toBe(us);
            });
            const level = record.levels[`${path}.${state}`] as LevelRecord;
            const all = record.taskKinds.reduce(
              (sum, _, kind) => sum + (found.get(`${path} ${kind} ${state}`) ?? 0),
              0,
            );
            expect(all).toBe(level.heldUs.reduce((sum, us, threads) => sum + us * threads, 0));
          });
        }
        intervals += Object.values(timeline.pools)
          .flat()
          .reduce((sum, { states }) => sum + states.length, 0);
      }),
      { ...replay(), numRuns: 100 },
    );
    expect(intervals).toBeGreaterThan(5_000);
  });

  it('is of the first replication alone', () => {
    const [scenario] = fc.sample(randomSystem, { seed: 1, numRuns: 1 });
    const design = scenario?.designs[0] as Design;
    expect(simulateReplication(scenario as NonNullable<typeof scenario>, design, 0).timeline).toBeDefined();
    expect(simulateReplication(scenario as NonNullable<typeof scenario>, design, 1).timeline).toBeUndefined();
  });

  it('says what goes on over the begin of the window and which task begins where; what takes no time leaves no trace', () => {
    const recorder = recorderOf('storage');
    recorder.taskStarted(0, 4, 0, 1 * SECOND);
    recorder.taskChanged(0, 0, PARKED as number, 1 * SECOND);
    recorder.measuringStarted(10 * SECOND);
    recorder.taskChanged(0, 0, WORKING as number, 12 * SECOND);
    recorder.taskEnded(0, 0, true, 13 * SECOND);
    recorder.taskStarted(0, 7, 0, 13 * SECOND);
    recorder.taskChanged(0, 0, BLOCKED as number, 13 * SECOND);
    recorder.taskEnded(0, 0, false, 16 * SECOND);
    recorder.taskStarted(0, 9, 0, 18 * SECOND);
    recorder.taskEnded(0, 0, false, 18 * SECOND);
    recorder.taskStarted(0, 7, 0, 20 * SECOND);
    expect(recorder.record(21 * SECOND)).toEqual({
      fromUs: 10 * SECOND,
      untilUs: 21 * SECOND,
      isCut: false,
      pools: {
        storage: [
          {
            thread: 0,
            lengthsUs: [2, 1, 3, 4, 1].map((seconds) => seconds * SECOND),
            states: 'pwBIW',
            tasks: [4, 7, 7],
          },
        ],
      },
    });
  });

  it('counts a thread as working from the end of one task to the next that it goes straight on to', () => {
    const recorder = recorderOf('storage');
    recorder.measuringStarted(0);
    recorder.taskStarted(0, 1, 0, 0);
    recorder.taskEnded(0, 0, true, 5);
    recorder.taskStarted(0, 2, 0, 7);
    recorder.taskEnded(0, 0, false, 9);
    expect(recorder.record(20)?.pools.storage).toEqual([{ thread: 0, lengthsUs: [5, 4], states: 'WW', tasks: [1, 2] }]);
  });

  it('can be asked before the end, and goes on', () => {
    const recorder = recorderOf('storage');
    recorder.measuringStarted(0);
    recorder.taskStarted(0, 1, 0, 2);
    expect(recorder.record(6)?.pools.storage?.[0]?.lengthsUs).toEqual([2, 4]);
    expect(recorder.record(9)?.pools.storage?.[0]?.lengthsUs).toEqual([2, 7]);
  });

  it('ends half an hour after the warm-up', () => {
    const recorder = recorderOf('storage');
    recorder.measuringStarted(100);
    recorder.taskStarted(0, 1, 0, 200);
    recorder.taskEnded(0, 0, false, TIMELINE_US + 500);
    recorder.taskStarted(0, 1, 1, TIMELINE_US + 600);
    const record = recorder.record(2 * TIMELINE_US);
    expect(record?.untilUs).toBe(TIMELINE_US + 100);
    expect(record?.pools.storage).toEqual([
      { thread: 0, lengthsUs: [100, TIMELINE_US - 100], states: 'IW', tasks: [1] },
    ]);
  });

  it('ends earlier, and says so, where there would be more intervals than its bound, those under way counted', () => {
    const recorder = recorderOf('storage', 'other');
    recorder.measuringStarted(0);
    for (let thread = 0; thread < 50; thread += 1) recorder.taskStarted(1, 0, thread, 1);
    for (let i = 0; i < MOST_INTERVALS; i += 1) {
      recorder.taskStarted(0, 0, 0, 10 * i + 2);
      recorder.taskEnded(0, 0, false, 10 * i + 7);
    }
    const record = recorder.record(TIMELINE_US) as TimelineRecord;
    const count = Object.values(record.pools)
      .flat()
      .reduce((sum, { states }) => sum + states.length, 0);
    expect(record.isCut).toBe(true);
    expect(record.untilUs).toBeLessThan(10 * MOST_INTERVALS);
    expect(count).toBeGreaterThan(MOST_INTERVALS - 10);
    expect(count).toBeLessThanOrEqual(MOST_INTERVALS);
    const ends = record.pools.storage?.[0]?.lengthsUs.reduce((sum, us) => sum + us, 0);
    expect(ends).toBeLessThanOrEqual(record.untilUs);
  });

  it('keeps the first threads of a pool that has more than its bound', () => {
    const recorder = recorderOf('sleepers');
    recorder.measuringStarted(0);
    for (let thread = 0; thread < MOST_THREADS + 10; thread += 1) recorder.taskStarted(0, 0, thread, 1);
    const threads = recorder.record(10)?.pools.sleepers;
    expect(threads?.length).toBe(MOST_THREADS);
    expect(threads?.at(-1)?.thread).toBe(MOST_THREADS - 1);
  });

  it('is none before anything is measured', () => {
    const recorder = recorderOf('storage');
    recorder.taskStarted(0, 0, 0, 1);
    expect(recorder.record(10)).toBeUndefined();
  });
});
