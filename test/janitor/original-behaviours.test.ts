import { expect, test } from 'vitest';
import { Janitor } from '../../src/janitor/janitor.ts';
import { US_PER_SECOND as S } from '../../src/units.ts';
import { VirtualDriver } from './virtual-driver.ts';

// What the tests of the original hold (pull request 7855 of BasedHardware/omi), by its numbers, on the real core. 8, 9 and 11 are about scenarios.

test('behaviour 1: a blob is deleted after its delay, not before', () => {
  const driver = new VirtualDriver<string>({ delayUs: 480 * S });
  driver.schedule('a');
  driver.time.runUntil(480 * S - 1);
  expect(driver.started()).toEqual([]);
  driver.time.runUntil(480 * S);
  expect(driver.started()).toEqual(['a']);
  expect(driver.janitor.counts.deleted).toBe(1);
});

test('behaviour 2: what is scheduled out of order is deleted in due order', () => {
  const driver = new VirtualDriver<string>({});
  driver.schedule('third', 30 * S);
  driver.schedule('first', 10 * S);
  driver.schedule('fourth', 30 * S);
  driver.schedule('second', 20 * S);
  driver.time.runUntil(60 * S);
  expect(driver.started()).toEqual(['first', 'second', 'third', 'fourth']);
});

test('behaviour 3: a near schedule interrupts a long wait, and the far one stays pending', () => {
  const driver = new VirtualDriver<string>({});
  driver.schedule('far', 3_600 * S);
  driver.time.runUntil(10 * S);
  expect(driver.schedule('near', 5 * S)).toBe('wake');
  driver.time.runUntil(20 * S);
  expect(driver.events.find((event) => event.kind === 'started')).toMatchObject({ ref: 'near', atUs: 15 * S });
  expect(driver.started()).toEqual(['near']);
  expect(driver.janitor.pending).toBe(1);
});

test('behaviour 4: a deletion that fails does not end the janitor', () => {
  const driver = new VirtualDriver<string>({}, (ref) => ({
    outcome: ref === 'bad' ? 'failed' : 'deleted',
    latencyUs: 1,
  }));
  driver.schedule('bad', 1 * S);
  driver.schedule('good', 2 * S);
  driver.time.runUntil(3 * S);
  expect(driver.janitor.counts).toMatchObject({ failed: 1, deleted: 1, driversStarted: 1, driversDied: 0 });
});

test('behaviour 5: one driver serves schedule after schedule, also after it ran dry', () => {
  const driver = new VirtualDriver<number>({ delayUs: 10 * S });
  expect(driver.schedule(0)).toBe('start');
  for (let ref = 1; ref <= 5; ref += 1) {
    driver.time.runUntil(ref * 100 * S);
    expect(driver.janitor.pending).toBe(0);
    expect(driver.schedule(ref)).toBe('wake');
  }
  driver.time.runUntil(1_000 * S);
  expect(driver.janitor.counts).toMatchObject({ deleted: 6, driversStarted: 1 });
});

test('behaviour 6: a driver that was killed outright is replaced at the next schedule', () => {
  const driver = new VirtualDriver<string>({ delayUs: 10 * S });
  driver.schedule('before');
  driver.kill();
  driver.time.runUntil(60 * S);
  expect(driver.started()).toEqual([]);
  expect(driver.schedule('after')).toBe('start');
  driver.time.runUntil(120 * S);
  expect(driver.started()).toEqual(['before', 'after']);
  expect(driver.events.find((event) => event.kind === 'started')).toMatchObject({ latenessUs: 50 * S });
  expect(driver.janitor.counts).toMatchObject({ deleted: 2, driversStarted: 2, driversDied: 1 });
});

test('behaviour 7: 200 pending deletions cost exactly one driver', () => {
  const driver = new VirtualDriver<number>({ delayUs: 480 * S });
  const answers = Array.from({ length: 200 }, (_, ref) => driver.schedule(ref));
  expect(answers.filter((answer) => answer === 'start')).toHaveLength(1);
  expect(driver.janitor).toMatchObject({ pending: 200, pendingMax: 200 });
  driver.time.runUntil(480 * S);
  expect(driver.janitor.counts).toMatchObject({ deleted: 200, driversStarted: 1 });
});

test('behaviour 10: the default delay is 480 s', () => {
  const janitor = new Janitor<string>({});
  janitor.schedule('a', 0);
  expect(janitor.wakeAtUs()).toBe(480 * S);
});
