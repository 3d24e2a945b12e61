import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fanOut } from '../../src/live/fan-out.ts';
import type { TaskEnd } from '../../src/live/pool/task.ts';
import { replay } from '../contract/replay.ts';

const WELL: TaskEnd = { failed: false, blobs: [] };

describe('a fan-out', () => {
  it('keeps to its window, submits every task once, and joins once when all have ended, in any order', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.integer({ min: 1, max: 6 }), fc.infiniteStream(fc.nat()), (tasks, window, picks) => {
        const open: ((end: TaskEnd) => void)[] = [];
        const submitted: number[] = [];
        let joins = 0;
        fanOut({
          tasks,
          window,
          submit: (index, ended) => {
            submitted.push(index);
            open.push(ended);
            expect(open.length).toBeLessThanOrEqual(window);
          },
          joined: () => {
            joins += 1;
          },
        });
        for (const pick of picks) {
          if (open.length === 0) break;
          expect(joins).toBe(0);
          const [ended] = open.splice(pick % open.length, 1);
          ended?.(WELL);
        }
        expect(submitted).toEqual(Array.from({ length: tasks }, (_, index) => index));
        expect(joins).toBe(1);
      }),
      replay({}),
    );
  });

  it('submits no more after a failure, and tells of it when what was open has ended', () => {
    const open: ((end: TaskEnd) => void)[] = [];
    const joins: TaskEnd[] = [];
    fanOut({ tasks: 10, window: 2, submit: (_, ended) => open.push(ended), joined: (end) => joins.push(end) });
    open[0]?.({ failed: true, blobs: [] });
    expect(joins).toEqual([]);
    open[1]?.(WELL);
    expect(open).toHaveLength(2);
    expect(joins).toEqual([{ failed: true, blobs: [] }]);
  });

  it('joins once when every task ends within its submission', () => {
    const joins: TaskEnd[] = [];
    fanOut({ tasks: 5, window: 2, submit: (_, ended) => ended(WELL), joined: (end) => joins.push(end) });
    expect(joins).toEqual([WELL]);
  });
});
