import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import type { DeletionOutcome, JanitorEvent } from '../../src/janitor/janitor.ts';
import { systemClock } from '../../src/live/clock.ts';
import { JanitorDriver, type JanitorDriverOptions } from '../../src/live/janitor-driver.ts';
import { US_PER_MS as MS, US_PER_SECOND as S } from '../../src/units.ts';
import { installFakeTimers } from './fake-timers.ts';

let timers: ReturnType<typeof installFakeTimers>;

beforeEach(() => {
  timers = installFakeTimers();
});

afterEach(() => {
  timers.uninstall();
});

/** A driver whose store answers after `latencyMs`, and what happens in it. */
function start(
  options: JanitorDriverOptions = {},
  answer: (ref: string) => DeletionOutcome | Promise<DeletionOutcome> = () => 'deleted',
  latencyMs = 1,
) {
  const deleted: string[] = [];
  const events: JanitorEvent<string>[] = [];
  const store = {
    delete: (ref: string): Promise<DeletionOutcome> => {
      deleted.push(ref);
      const outcome = Promise.resolve(answer(ref));
      // The rejection is met when the latency has passed, not before.
      outcome.catch(() => {});
      return new Promise((resolve) => setTimeout(() => resolve(outcome), latencyMs));
    },
  };
  const driver = new JanitorDriver<string>(store, systemClock, options, (event) => events.push(event));
  return { driver, deleted, events, counts: () => driver.janitor.counts };
}

describe('the seven behaviours of the original, on the live driver', () => {
  it('1: deletes after the delay, not before', async () => {
    const { driver, deleted } = start();
    driver.schedule('a');
    await timers.tickAsync(479_999);
    expect(deleted).toEqual([]);
    await timers.tickAsync(1);
    expect(deleted).toEqual(['a']);
  });

  it('2: deletes in due order what is scheduled out of order', async () => {
    const { driver, deleted } = start();
    for (const [ref, seconds] of [
      ['third', 30],
      ['first', 10],
      ['fourth', 30],
      ['second', 20],
    ] as const) {
      driver.schedule(ref, seconds * S);
    }
    await timers.tickAsync(60_000);
    expect(deleted).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('3: a near schedule interrupts a long wait, and the far one stays pending', async () => {
    const { driver, deleted } = start();
    driver.schedule('far', 3_600 * S);
    await timers.tickAsync(10_000);
    driver.schedule('near', 5 * S);
    await timers.tickAsync(5_000);
    expect(deleted).toEqual(['near']);
    expect(driver.janitor.pending).toBe(1);
  });

  it.each([
    ['answers with a failure', (): DeletionOutcome => 'failed'],
    ['rejects', () => Promise.reject<DeletionOutcome>(new Error('no'))],
    [
      'throws at once',
      (): DeletionOutcome => {
        throw new Error('no');
      },
    ],
  ])('4: a store that %s does not end the janitor', async (_what, fails) => {
    const { driver, counts } = start({}, (ref) => (ref === 'bad' ? fails() : 'deleted'));
    driver.schedule('bad', 1 * S);
    driver.schedule('good', 2 * S);
    await timers.tickAsync(3_000);
    expect(counts()).toMatchObject({ failed: 1, deleted: 1, driversStarted: 1, driversDied: 0 });
  });

  it('5: one driver serves schedule after schedule', async () => {
    const { driver, counts } = start({ delayUs: 10 * S });
    for (let i = 0; i < 5; i += 1) {
      driver.schedule(`blob ${i}`);
      await timers.tickAsync(60_000);
    }
    expect(counts()).toMatchObject({ deleted: 5, driversStarted: 1 });
  });

  it('6: a driver that was killed outright is replaced at the next schedule, and nothing is lost', async () => {
    const { driver, deleted, counts } = start();
    driver.schedule('before', 10 * S);
    await timers.tickAsync(1_000);
    driver.kill();
    await timers.tickAsync(60_000);
    expect(deleted).toEqual([]);
    driver.schedule('after', 5 * S);
    await timers.tickAsync(1);
    expect(deleted).toEqual(['before']);
    await timers.tickAsync(5_000);
    expect(counts()).toMatchObject({ deleted: 2, driversStarted: 2, driversDied: 1 });
  });

  it('7: two hundred pending deletions cost one driver and one timer', async () => {
    const { driver, counts } = start();
    for (let i = 0; i < 200; i += 1) driver.schedule(`blob ${i}`, (i + 1) * S);
    await timers.tickAsync(0);
    expect(driver.janitor.pending).toBe(200);
    expect(timers.countTimers()).toBe(1);
    await timers.tickAsync(201_000);
    expect(counts()).toMatchObject({ deleted: 200, driversStarted: 1 });
  });
});

describe('the live driver', () => {
  it('starts nothing before the first schedule', () => {
    start();
    expect(timers.countTimers()).toBe(0);
  });

  it('waits longer than a timer of Node can: past 2^31 − 1 ms', async () => {
    const { driver, deleted } = start();
    const delayMs = 2 ** 31 + 5_000;
    driver.schedule('late', delayMs * MS);
    await timers.tickAsync(delayMs - 1);
    expect(deleted).toEqual([]);
    await timers.tickAsync(1);
    expect(deleted).toEqual(['late']);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5])(
    'refuses a delay of %s with a clear error, and takes nothing in',
    (delayUs) => {
      const { driver, events } = start();
      expect(() => driver.schedule('a', delayUs)).toThrow(InputError);
      expect(() => driver.schedule('a', delayUs)).toThrow(/delayUs/);
      expect(driver.janitor.pending).toBe(0);
      expect(events).toEqual([]);
    },
  );

  it('does not start a deletion early when a timer fires early', async () => {
    // A clock that says 1 ms less has passed than the timers believe.
    const early = { ...systemClock, nowUs: () => Math.max(0, systemClock.nowUs() - MS) };
    const deleted: number[] = [];
    const store = {
      delete: async (): Promise<DeletionOutcome> => {
        deleted.push(early.nowUs());
        return 'deleted';
      },
    };
    const driver = new JanitorDriver<string>(store, early);
    const dueUs = early.nowUs() + 100 * MS;
    driver.schedule('a', 100 * MS);
    await timers.tickAsync(500);
    expect(deleted).toHaveLength(1);
    expect(deleted[0]).toBeGreaterThanOrEqual(dueUs);
  });

  it('starts at most a thousand deletions before the event loop gets its turn', async () => {
    const { driver, deleted } = start({ concurrency: 1_024 }, () => 'deleted', 0);
    let most = 0;
    let before = 0;
    for (let i = 0; i < 5_000; i += 1) driver.schedule(`blob ${i}`, S);
    for (let turn = 0; turn < 20_000 && deleted.length < 5_000; turn += 1) {
      await timers.nextAsync();
      most = Math.max(most, deleted.length - before);
      before = deleted.length;
    }
    expect(deleted).toHaveLength(5_000);
    expect(most).toBeLessThanOrEqual(1_000);
  });

  it('tries again what the store asks to try again, and counts what it gives up', async () => {
    const retry = { attempts: 3, backoffUs: S, factor: 2, maxBackoffUs: 60 * S };
    const { driver, deleted, counts } = start({ retry }, () => 'retry');
    driver.schedule('a', S);
    await timers.tickAsync(60_000);
    expect(deleted).toEqual(['a', 'a', 'a']);
    expect(counts()).toMatchObject({ failed: 1, retried: 2 });
  });

  it('counts what was not there, or was replaced, apart', async () => {
    const outcomes: Record<string, DeletionOutcome> = { here: 'deleted', gone: 'gone', newer: 'superseded' };
    const { driver, counts } = start({ delayUs: 0 }, (ref) => outcomes[ref] ?? 'failed');
    for (const ref of Object.keys(outcomes)) driver.schedule(ref);
    await timers.tickAsync(1_000);
    expect(counts()).toMatchObject({ deleted: 1, gone: 1, superseded: 1, failed: 0 });
    expect(driver.janitor.pending).toBe(0);
  });

  it('takes nothing more when it is closed, and says what is lost', async () => {
    const { driver, deleted } = start();
    driver.schedule('a', 10 * S);
    await timers.tickAsync(0);
    expect(driver.close()).toEqual({ pending: 1, inFlight: 0 });
    expect(driver.schedule('b', S)).toBe('rejected');
    await timers.tickAsync(60_000);
    expect(deleted).toEqual([]);
    expect(timers.countTimers()).toBe(0);
  });

  it('gives a deletion up for now whose answer does not come in time, and ignores the late answer', async () => {
    const { driver, counts } = start({ deadlineUs: 5 * S }, () => 'deleted', 60_000);
    driver.schedule('a', S);
    driver.schedule('b', 2 * S);
    await timers.tickAsync(1_000_000);
    expect(counts()).toMatchObject({ failed: 2, deleted: 0 });
  });
});
