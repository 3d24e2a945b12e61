import { expect, test } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { Janitor, type JanitorOptions } from '../../src/janitor/janitor.ts';
import { backoffUsAfter } from '../../src/janitor/janitor-options.ts';

const RETRY = { attempts: 5, backoffUs: 100, factor: 1.5, maxBackoffUs: 300 };

test.each<[string, JanitorOptions]>([
  ['delayUs', { delayUs: Number.NaN }],
  ['delayUs', { delayUs: -1 }],
  ['delayUs', { delayUs: Number.POSITIVE_INFINITY }],
  ['delayUs', { delayUs: 0.5 }],
  ['concurrency', { concurrency: 0 }],
  ['concurrency', { concurrency: 1_025 }],
  ['maxPending', { maxPending: 0 }],
  ['retry.attempts', { retry: { ...RETRY, attempts: 0 } }],
  ['retry.backoffUs', { retry: { ...RETRY, backoffUs: -1 } }],
  ['retry.maxBackoffUs', { retry: { ...RETRY, maxBackoffUs: 99 } }],
  ['retry.factor', { retry: { ...RETRY, factor: 0.9 } }],
  ['retry.factor', { retry: { ...RETRY, factor: Number.NaN } }],
])('%s out of range is refused: %o', (path, options) => {
  const error = errorOf(() => new Janitor(options));
  expect(error.problems.map((problem) => problem.path)).toEqual([path]);
});

test('all options that are out of range are told together, with what was found', () => {
  const error = errorOf(() => new Janitor({ delayUs: -5, concurrency: 1.5 }));
  expect(error.problems).toMatchObject([
    { path: 'delayUs', found: '-5' },
    { path: 'concurrency', found: '1.5' },
  ]);
});

test.each([
  [1, 100],
  [2, 150],
  [3, 225],
  [4, 300],
  [900, 300],
])('after %i failures the wait is %i µs', (failures, waitUs) => {
  expect(backoffUsAfter(failures, RETRY)).toBe(waitUs);
});

function errorOf(action: () => unknown): InputError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return error as InputError;
  }
  throw new Error('nothing was refused');
}
