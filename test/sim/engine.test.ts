import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../sim/engine.ts';
import { replay } from '../contract/replay.ts';

describe('the engine', () => {
  it('runs events by time, those of one time in the order of scheduling', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
        const engine = new Engine();
        const seen: [number, number][] = [];
        const handler = engine.handler((subject) => seen.push([engine.nowUs, subject]));
        times.forEach((time, index) => {
          engine.schedule(time, handler, index);
        });
        engine.runUntil(20);
        const expected = times.map((time, index) => [time, index]).sort((a, b) => (a[0] as number) - (b[0] as number));
        expect(seen).toEqual(expected);
        expect(engine.eventCount).toBe(times.length);
      }),
      replay(),
    );
  });

  it('lets an event schedule others, also at the present moment, and runs them after those that wait there', () => {
    const engine = new Engine();
    const seen: string[] = [];
    const late = engine.handler((subject) => seen.push(`late ${subject}`));
    const first = engine.handler(() => {
      seen.push('first');
      engine.schedule(engine.nowUs, late, 1);
    });
    engine.schedule(5, first, 0);
    engine.schedule(5, late, 0);
    engine.runUntil(10);
    expect(seen).toEqual(['first', 'late 0', 'late 1']);
    expect(engine.nowUs).toBe(10);
  });

  it('does not run what is cancelled, and reuses its place', () => {
    const engine = new Engine();
    const seen: number[] = [];
    const handler = engine.handler((subject) => seen.push(subject));
    const events = [1, 2, 3].map((time) => engine.schedule(time, handler, time));
    engine.cancel(events[1] as number);
    engine.schedule(2, handler, 20);
    engine.runUntil(5);
    expect(seen).toEqual([1, 20, 3]);
    expect(engine.pending).toBe(0);
    expect(() => engine.cancel(events[0] as number)).toThrow(/not in the queue/);
  });

  it('refuses an event in the past', () => {
    const engine = new Engine();
    const handler = engine.handler(() => {});
    engine.runUntil(10);
    expect(() => engine.schedule(9, handler, 0)).toThrow(/in the past/);
  });

  it('stops at its end, and leaves what comes later', () => {
    const engine = new Engine();
    const handler = engine.handler(() => {});
    engine.schedule(10, handler, 0);
    engine.schedule(11, handler, 0);
    engine.runUntil(10);
    expect([engine.eventCount, engine.pending]).toEqual([1, 1]);
  });
});
