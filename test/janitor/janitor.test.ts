import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { Janitor, type JanitorEvent } from '../../src/janitor/janitor.ts';
import { LONGEST_US } from '../../src/units.ts';

describe('schedule', () => {
  test('answers start to the first, wake to what is due earlier than the awaited, queued to the rest', () => {
    const janitor = new Janitor<string>({ delayUs: 100 });
    expect(janitor.schedule('a', 0)).toBe('start');
    expect(janitor.schedule('b', 0)).toBe('queued');
    expect(janitor.schedule('c', 0, 101)).toBe('queued');
    expect(janitor.schedule('d', 0, 99)).toBe('wake');
    expect(janitor.wakeAtUs()).toBe(99);
  });

  test('does not wake a driver whose concurrency is used up: it looks again when it settles', () => {
    const janitor = new Janitor<string>({ delayUs: 100 });
    janitor.schedule('a', 0, 0);
    const ticket = janitor.take(0);
    expect(janitor.wakeAtUs()).toBe(Number.POSITIVE_INFINITY);
    expect(janitor.schedule('b', 1, 0)).toBe('queued');
    expect(janitor.take(1)).toBe(-1);
    janitor.settle(ticket, 'deleted', 2);
    expect(janitor.wakeAtUs()).toBe(1);
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5, LONGEST_US + 1])(
    'refuses a delay of %d and changes nothing',
    (delayUs) => {
      const janitor = new Janitor<string>({});
      expect(() => janitor.schedule('a', 0, delayUs)).toThrow(InputError);
      expect(() => janitor.schedule('a', 0, delayUs)).toThrow(`found:    ${delayUs}`);
      expect(janitor).toMatchObject({ pending: 0, hasDriver: false });
    },
  );

  test('takes the longest delay there is, past 2^31 − 1 ms', () => {
    const janitor = new Janitor<string>({});
    janitor.schedule('a', LONGEST_US, LONGEST_US);
    expect(janitor.take(2 * LONGEST_US - 1)).toBe(-1);
    expect(janitor.take(2 * LONGEST_US)).toBe(0);
  });

  test('rejects at the bound, and accepts again when something started', () => {
    const events: JanitorEvent<string>[] = [];
    const janitor = new Janitor<string>({ delayUs: 10, maxPending: 2 }, (event) => events.push(event));
    janitor.schedule('a', 0);
    janitor.schedule('b', 0);
    expect(janitor.schedule('c', 0)).toBe('rejected');
    expect(events.at(-1)).toEqual({ kind: 'rejected', atUs: 0, ref: 'c', dueUs: 10, reason: 'full' });
    expect(janitor).toMatchObject({ pending: 2, pendingMax: 2, counts: { scheduled: 2, rejected: 1 } });
    janitor.take(10);
    expect(janitor.schedule('d', 10)).toBe('queued');
  });

  test('asks for a driver even when it rejects: a backlog at its bound whose driver died would otherwise stay for ever', () => {
    const janitor = new Janitor<string>({ delayUs: 10, maxPending: 1 });
    janitor.schedule('a', 0);
    janitor.driverDied(5);
    expect(janitor.schedule('b', 6)).toBe('rejected-start');
    expect(janitor.refOf(janitor.take(10))).toBe('a');
    expect(janitor.counts).toMatchObject({ rejected: 1, driversStarted: 2 });
  });
});

describe('take', () => {
  test('hands out as many at once as the concurrency says', () => {
    const janitor = new Janitor<string>({ delayUs: 0, concurrency: 2 });
    for (const ref of ['a', 'b', 'c']) janitor.schedule(ref, 0);
    const tickets = [janitor.take(0), janitor.take(0)] as const;
    expect(tickets.map((ticket) => janitor.refOf(ticket))).toEqual(['a', 'b']);
    expect(janitor.take(0)).toBe(-1);
    expect(janitor).toMatchObject({ inFlight: 2, pending: 1 });
    janitor.settle(tickets[0], 'deleted', 1);
    expect(janitor.refOf(janitor.take(1))).toBe('c');
  });

  test('starts nothing at a time that is not a number', () => {
    const janitor = new Janitor<string>({ delayUs: 0 });
    janitor.schedule('a', 0);
    expect(janitor.take(Number.NaN)).toBe(-1);
  });

  test('records how late a deletion starts', () => {
    const events: JanitorEvent<string>[] = [];
    const janitor = new Janitor<string>({ delayUs: 10 }, (event) => events.push(event));
    janitor.schedule('a', 0);
    const ticket = janitor.take(25);
    expect(janitor.dueUsOf(ticket)).toBe(10);
    expect(events.at(-1)).toEqual({ kind: 'started', atUs: 25, ref: 'a', dueUs: 10, latenessUs: 15, attempt: 1 });
    janitor.settle(ticket, 'gone', 40);
    expect(events.at(-1)).toMatchObject({ kind: 'settled', atUs: 40, latenessUs: 15, outcome: 'gone' });
  });
});

describe('settle', () => {
  test.each(['deleted', 'gone', 'superseded', 'failed'] as const)(
    'counts %s, and is done with the ticket',
    (outcome) => {
      const janitor = new Janitor<string>({ delayUs: 0 });
      janitor.schedule('a', 0);
      const ticket = janitor.take(0);
      expect(janitor.settle(ticket, outcome, 1)).toBe(true);
      expect(janitor.counts).toMatchObject({ [outcome]: 1, scheduled: 1 });
      expect(janitor).toMatchObject({ inFlight: 0, pending: 0 });
      expect(janitor.settle(ticket, outcome, 2)).toBe(false);
      expect(janitor.counts).toMatchObject({ [outcome]: 1, stale: 1 });
      expect(() => janitor.refOf(ticket)).toThrow('not of a deletion in flight');
    },
  );

  test('with one attempt a deletion that may succeed later has failed', () => {
    const janitor = new Janitor<string>({ delayUs: 0 });
    janitor.schedule('a', 0);
    janitor.settle(janitor.take(0), 'retry', 1);
    expect(janitor.counts).toMatchObject({ failed: 1, retried: 0 });
  });

  test('tries again after the backoff until the attempts are used up', () => {
    const events: JanitorEvent<string>[] = [];
    const retry = { attempts: 3, backoffUs: 100, factor: 2, maxBackoffUs: 1_000 };
    const janitor = new Janitor<string>({ delayUs: 0, retry }, (event) => events.push(event));
    janitor.schedule('a', 0);
    janitor.settle(janitor.take(0), 'retry', 10);
    expect(janitor.wakeAtUs()).toBe(110);
    const second = janitor.take(115);
    expect(janitor.attemptOf(second)).toBe(2);
    janitor.settle(second, 'retry', 120);
    expect(janitor.wakeAtUs()).toBe(320);
    janitor.settle(janitor.take(320), 'retry', 330, 'status 503');
    expect(events.filter(({ kind }) => kind === 'retried')).toMatchObject([
      { attempt: 1, dueUs: 0, nextDueUs: 110, latenessUs: 0 },
      { attempt: 2, dueUs: 110, nextDueUs: 320, latenessUs: 5 },
    ]);
    expect(events.at(-1)).toMatchObject({ kind: 'settled', outcome: 'failed', attempt: 3, cause: 'status 503' });
    expect(janitor.counts).toMatchObject({ scheduled: 1, started: 3, retried: 2, failed: 1 });
  });

  test('refuses an answer that is no outcome, and keeps the deletion in flight', () => {
    const janitor = new Janitor<string>({ delayUs: 0 });
    janitor.schedule('a', 0);
    const ticket = janitor.take(0);
    expect(() => janitor.settle(ticket, 'done' as 'deleted', 1)).toThrow('no outcome');
    expect(janitor.settle(ticket, 'deleted', 1)).toBe(true);
  });
});

describe('the death of the driver', () => {
  test('puts what was in flight back where it stood, before what was scheduled after it for the same time', () => {
    const janitor = new Janitor<string>({ delayUs: 10, concurrency: 2 });
    for (const ref of ['a', 'b', 'c']) janitor.schedule(ref, 0);
    janitor.take(10);
    janitor.take(10);
    janitor.driverDied(11);
    expect(janitor).toMatchObject({ pending: 3, inFlight: 0, hasDriver: false, counts: { putBack: 2 } });
    expect(janitor.wakeAtUs()).toBe(Number.POSITIVE_INFINITY);
    expect(janitor.take(20)).toBe(-1);
    expect(janitor.schedule('d', 20)).toBe('start');
    expect(janitor.wakeAtUs()).toBe(10);
    expect([janitor.take(20), janitor.take(20)].map((ticket) => janitor.refOf(ticket))).toEqual(['a', 'b']);
  });

  test('leaves its late settlements without effect, even after its places are taken again', () => {
    const janitor = new Janitor<string>({ delayUs: 0 });
    janitor.schedule('a', 0);
    const stale = janitor.take(0);
    janitor.driverDied(1);
    janitor.schedule('b', 2);
    const fresh = janitor.take(2);
    expect(janitor.refOf(fresh)).toBe('a');
    expect(janitor.settle(stale, 'deleted', 3)).toBe(false);
    expect(janitor.refOf(fresh)).toBe('a');
    expect(janitor.settle(fresh, 'gone', 4)).toBe(true);
    expect(janitor.counts).toMatchObject({ deleted: 0, gone: 1, stale: 1 });
  });

  test('does not use up an attempt', () => {
    const retry = { attempts: 2, backoffUs: 0, factor: 1, maxBackoffUs: 0 };
    const janitor = new Janitor<string>({ delayUs: 0, retry });
    janitor.schedule('a', 0);
    janitor.settle(janitor.take(0), 'retry', 0);
    janitor.take(0);
    janitor.driverDied(1);
    janitor.schedule('b', 1);
    expect(janitor.attemptOf(janitor.take(1))).toBe(2);
  });

  test('changes nothing when no driver is alive', () => {
    const events: JanitorEvent<string>[] = [];
    const janitor = new Janitor<string>({}, (event) => events.push(event));
    janitor.driverDied(0);
    expect(events).toEqual([]);
    expect(janitor.counts.driversDied).toBe(0);
  });
});

test('a closed janitor accepts and starts nothing, still settles what is in flight, and says what is lost', () => {
  const events: JanitorEvent<string>[] = [];
  const janitor = new Janitor<string>({ delayUs: 0 }, (event) => events.push(event));
  janitor.schedule('a', 0);
  janitor.schedule('b', 0);
  const ticket = janitor.take(0);
  janitor.close();
  expect(janitor.take(1)).toBe(-1);
  expect(janitor.wakeAtUs()).toBe(Number.POSITIVE_INFINITY);
  expect(janitor.schedule('c', 1)).toBe('rejected');
  expect(events.at(-1)).toMatchObject({ kind: 'rejected', reason: 'closed' });
  expect(janitor.settle(ticket, 'deleted', 2)).toBe(true);
  expect(janitor).toMatchObject({ pending: 1, inFlight: 0 });
});

test('a listener that schedules in turn gets its answer from a whole state: one driver is asked for', () => {
  const answers: string[] = [];
  const janitor: Janitor<string> = new Janitor<string>({ delayUs: 10 }, (event) => {
    if (event.kind === 'scheduled' && event.ref === 'a') answers.push(janitor.schedule('b', event.atUs));
  });
  answers.push(janitor.schedule('a', 0));
  expect(answers).toEqual(['queued', 'start']);
  expect(janitor.counts.driversStarted).toBe(1);
});
