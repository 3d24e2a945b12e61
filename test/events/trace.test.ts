import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/scenario/model.ts';
import { toSeconds } from '../../src/units.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { randomSystem } from '../contract/random-system.ts';
import { load } from '../scenario/small-scenario.ts';
import { type TraceEvent, traceIn, written } from './written.ts';

/**
 * Holds a timeline against the documentation of the Trace Event Format: every event of a known kind with its fields, times that never run backwards in a row, slices that nest and are
 * closed, arrows that begin and end inside slices, and a name for each row that is used.
 * @returns how long each slice of a state lasted in all, in µs, by process, pool and state.
 */
function heldTo(events: readonly TraceEvent[]): Map<string, number> {
  const stacks = new Map<string, TraceEvent[]>();
  const last = new Map<string, number>();
  const names = new Map<string, string>();
  const arrows = new Map<string, number>();
  const held = new Map<string, number>();
  for (const event of events) {
    const { ph, pid, tid, ts, name = '', cat, id } = event;
    const row = `${pid}/${tid}`;
    expect('MBECsfi', JSON.stringify(event)).toContain(ph);
    expect(Number.isSafeInteger(ts) && ts >= 0 && Number.isSafeInteger(pid) && Number.isSafeInteger(tid)).toBe(true);
    if (ph === 'M') {
      if (name === 'thread_name') names.set(row, String(event.args?.name));
      continue;
    }
    expect(ts).toBeGreaterThanOrEqual(last.get(`${row}${ph === 'C' ? name : ''}`) ?? 0);
    last.set(`${row}${ph === 'C' ? name : ''}`, ts);
    if (ph === 'C') continue;
    const stack = stacks.get(row) ?? [];
    stacks.set(row, stack);
    expect(names.has(row), row).toBe(true);
    if (ph === 'B') {
      // The state lies inside the task, and nothing inside it.
      expect(stack.length).toBe(cat === 'state' ? 1 : 0);
      stack.push(event);
    }
    if (ph === 'E') {
      const begun = stack.pop();
      expect(begun, `an end without a begin in ${row}`).toBeDefined();
      if (begun?.cat !== 'state') continue;
      const key = `${pid} ${names.get(row)?.replace(/ #\d+$/, '')} ${begun.name}`;
      held.set(key, (held.get(key) ?? 0) + ts - begun.ts);
    }
    if (ph === 's' || ph === 'f') {
      expect(stack.length, 'an arrow outside a slice').toBe(1);
      if (ph === 's') arrows.set(`${pid}/${id}`, ts);
      else expect(arrows.get(`${pid}/${id}`)).toBeLessThanOrEqual(ts);
    }
  }
  for (const [row, stack] of stacks) expect(stack, row).toEqual([]);
  return held;
}

/** The means of a result, from the slices of its timeline. */
function expectMeans(
  scenario: Scenario,
  held: ReadonlyMap<string, number>,
  result: ReturnType<typeof written>['result'],
): void {
  scenario.designs.forEach(({ name, system }, i) => {
    for (const pool of system.pools) {
      for (const state of ['working', 'parked', 'blocked'] as const) {
        const mean = (held.get(`${i + 1} ${pool.name} ${state}`) ?? 0) / scenario.durationUs;
        const expected = result.designs[name]?.pools[pool.name]?.[state].mean ?? null;
        if (expected !== null) expect(mean).toBeCloseTo(expected, 9);
      }
    }
  });
}

describe('a timeline', () => {
  it('is well-formed and gives back the means of the result, of every system', () => {
    const folder = temporaryFolder();
    let slices = 0;
    fc.assert(
      fc.property(randomSystem, (scenario) => {
        const { result } = written(scenario, folder);
        const events = traceIn(folder);
        slices += events.filter(({ ph }) => ph === 'B').length;
        expectMeans(scenario, heldTo(events), result);
      }),
      { numRuns: 30, seed: 5 },
    );
    expect(slices).toBeGreaterThan(3_000);
  });

  it('shows the window that was asked for, with what was open when it began', () => {
    const folder = temporaryFolder();
    const scenario = load(undefined, { replications: 1 });
    // Its measured time, and nothing of the warm-up.
    const window = { fromUs: scenario.warmUpUs, untilUs: scenario.warmUpUs + scenario.durationUs };
    const { result } = written(scenario, folder, window);
    const events = traceIn(folder);
    const times = events.filter(({ ph }) => ph !== 'M').map(({ ts }) => ts);
    expect(Math.min(...times)).toBe(window.fromUs);
    expect(Math.max(...times)).toBe(window.untilUs);
    expectMeans(scenario, heldTo(events), result);
    expect((result.designs.legacy?.pools.storage?.parked.mean as number) > 1).toBe(true);
  });

  it('counts what it shows: threads by state, and pending deletions', () => {
    const folder = temporaryFolder();
    const scenario = load(undefined, { replications: 1 });
    const { result } = written(scenario, folder, {
      fromUs: scenario.warmUpUs,
      untilUs: scenario.warmUpUs + scenario.durationUs,
    });
    const events = traceIn(folder);
    const mean = (pid: number, name: string, key: string): number => {
      const points = events.filter((event) => event.ph === 'C' && event.pid === pid && event.name === name);
      const area = points.reduce((sum, { ts, args }, i) => {
        const until = points[i + 1]?.ts ?? ts;
        return sum + (args?.[key] as number) * (until - ts);
      }, 0);
      return toSeconds(area) / toSeconds(scenario.durationUs);
    };
    expect(mean(1, 'storage: threads', 'parked')).toBeCloseTo(
      result.designs.legacy?.pools.storage?.parked.mean as number,
      9,
    );
    expect(mean(1, 'storage: queue', 'tasks')).toBeCloseTo(
      result.designs.legacy?.pools.storage?.queueDepth.mean as number,
      9,
    );
    expect(mean(2, 'deletions: pending', 'blobs')).toBeCloseTo(
      result.designs.janitor?.deletions.pending.mean as number,
      9,
    );
    const arrows = events.filter(({ ph, pid }) => ph === 'f' && pid === 2).length;
    expect(arrows).toBeGreaterThan(100);
  });
});
