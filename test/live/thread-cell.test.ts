import { describe, expect, it } from 'vitest';
import { ThreadCell, type Transition, threadState } from '../../src/live/pool/thread-cell.ts';

describe('the memory that a thread shares with the service', () => {
  it('tells every change of state once, in order, through the same buffer', () => {
    const service = new ThreadCell();
    const thread = new ThreadCell(service.buffer);
    expect(service.state).toBe(threadState.idle);
    const seen: Transition[] = [];
    for (let i = 0; i < 1_200; i += 1) {
      thread.enter(i % 4, i, i / 2, i % 3 === 0, i * 10);
      if (i % 100 === 99) expect(service.drain((transition) => seen.push(transition))).toBe(0);
    }
    expect(service.state).toBe(1_199 % 4);
    expect(seen).toEqual(
      Array.from({ length: 1_200 }, (_, i) => ({
        atUs: i * 10,
        state: i % 4,
        taskKind: i,
        submittedUs: i / 2,
        fromQueue: i % 3 === 0,
      })),
    );
    expect(service.drain(() => {})).toBe(0);
  });

  it('says how many changes were overwritten before they were read', () => {
    const service = new ThreadCell();
    const thread = new ThreadCell(service.buffer);
    for (let i = 0; i < 600; i += 1) thread.enter(threadState.working, i, 0, false, i);
    const seen: number[] = [];
    expect(service.drain(({ taskKind }) => seen.push(taskKind))).toBe(88);
    expect(seen[0]).toBe(88);
    expect(seen).toHaveLength(512);
  });

  it('lets a thread sleep until a time, and no shorter', () => {
    const cell = new ThreadCell();
    const nowUs = () => Math.floor(performance.now() * 1_000);
    const untilUs = nowUs() + 5_000;
    cell.sleepUntil(untilUs, nowUs);
    expect(nowUs()).toBeGreaterThanOrEqual(untilUs);
  });
});
