import { describe, expect, it } from 'vitest';
import { InputError, type Problem } from '../../src/errors.ts';
import { defineScenario, loadScenario, parseScenario } from '../../src/library/scenario.ts';
import { simulate } from '../../src/library/simulate.ts';
import { mergeSweeps, sweep } from '../../src/library/sweep.ts';
import { simulate as simulateChecked } from '../../src/library/vitest.ts';
import { systemClock } from '../../src/live/clock.ts';
import { JanitorDriver } from '../../src/live/janitor-driver.ts';
import { SMALL } from '../scenario/small-scenario.ts';

/** What JavaScript can hand over, and TypeScript would refuse. */
type Untyped = (...given: unknown[]) => unknown;

async function problemsOf(action: () => unknown): Promise<readonly Problem[]> {
  try {
    await action();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error('nothing was refused');
}

const vary = { 'pools.storage.threads': [64, 128] };
const ENTRIES: readonly (readonly [name: string, call: Untyped])[] = [
  ['loadScenario', (changes) => (loadScenario as Untyped)('omi-sync', changes)],
  ['parseScenario', (changes) => (parseScenario as Untyped)(SMALL, 'small.yaml', changes)],
  ['defineScenario', (changes) => (defineScenario as Untyped)({}, changes)],
  ['simulate', (changes) => (simulate as Untyped)('omi-sync', changes)],
  ['simulate of a scenario', (changes) => (simulate as Untyped)(parseScenario(SMALL), changes)],
  ['simulate of unpark/vitest', (changes) => (simulateChecked as Untyped)('omi-sync', changes)],
  ['sweep', (changes) => (sweep as Untyped)('omi-sync', { vary, ...(changes as object) })],
];

describe.each(ENTRIES)('the changes of %s', (_name, call) => {
  it('are refused where a key is misspelt, with what was meant', async () => {
    const problems = await problemsOf(() => call({ replication: 1, durations: '1m', design: ['janitor'], sed: 3 }));
    // An empty scenario has more wrong with it.
    expect(problems.slice(0, 4)).toMatchObject([
      { path: 'replication', message: 'unknown option', hint: 'did you mean `replications`?' },
      { path: 'durations', hint: 'did you mean `duration`?' },
      { path: 'design', expected: expect.stringContaining('seed, replications, duration, designs, set') },
      { path: 'sed', hint: 'did you mean `seed`?' },
    ]);
  });

  it('are refused where a value is of another kind, each once', async () => {
    const wrong = { seed: '3', replications: null, duration: 90, designs: 'janitor', set: 'a=b' };
    const problems = await problemsOf(() => call(wrong));
    expect(problems.slice(0, 5)).toMatchObject([
      { path: 'seed', expected: 'a number', found: '"3"' },
      { path: 'replications', found: 'null' },
      { path: 'duration', expected: 'a text with a unit, such as 24h or 90s', found: '90' },
      { path: 'designs', expected: 'a list of texts', found: '"janitor"' },
      { path: 'set', expected: expect.stringContaining('a map of values by their path'), found: '"a=b"' },
    ]);
  });
});

describe('options', () => {
  it('that are no object are refused', async () => {
    for (const given of [null, 7, 'seed=3', [3]]) {
      expect(await problemsOf(() => (loadScenario as Untyped)('omi-sync', given))).toMatchObject([
        { message: 'these are no options', expected: 'an object' },
      ]);
    }
  });

  it('of the wrong kind are told with what is wrong with the others', async () => {
    const changes = { sed: 3, seed: -1, set: { 'pools.storge': 3, a: () => 1, b: Number.NaN, c: 3n } };
    const problems = await problemsOf(() => (loadScenario as Untyped)('omi-sync', changes));
    expect(problems.map(({ file, path }) => file ?? path)).toEqual([
      'sed',
      'set.a',
      'set.b',
      'set.c',
      'seed',
      'set pools.storge=3',
    ]);
  });

  it('that are undefined are left out', () => {
    expect(parseScenario(SMALL, 'small.yaml', { seed: undefined, set: undefined }).seed).toBe(1);
  });

  it('of a sweep are its own', async () => {
    const call = sweep as Untyped;
    expect(await problemsOf(() => call('omi-sync'))).toMatchObject([{ message: 'these are no options' }]);
    expect(await problemsOf(() => call('omi-sync', { measure: ['a'] }))).toMatchObject([
      { path: 'measure', hint: 'did you mean `measures`?' },
      { path: 'vary', message: 'it is missing' },
    ]);
    const wrong = { vary: { a: 5 }, workers: 0, signal: {}, onProgress: 1, shard: 3, measures: 'a' };
    expect((await problemsOf(() => call('omi-sync', wrong))).map(({ path }) => path)).toEqual([
      'workers',
      'signal',
      'onProgress',
      'shard',
      'measures',
      'vary.a',
    ]);
  });

  it('of a janitor are its own, and those of its retries', async () => {
    const store = { delete: async () => 'deleted' as const };
    const driver = (options: object) => () => new JanitorDriver(store, systemClock, options);
    expect(await problemsOf(driver({ delay: 5, retry: { attempt: 3 } }))).toMatchObject([
      { path: 'delay', message: 'unknown option', expected: expect.stringContaining('deadlineUs') },
    ]);
    expect(await problemsOf(driver({ retry: { attempt: 3 } }))).toMatchObject([
      { path: 'retry.attempt', hint: 'did you mean `attempts`?' },
    ]);
    expect(await problemsOf(driver({ concurrency: '4', keepsProcessAlive: 1 }))).toMatchObject([
      { path: 'concurrency', found: '"4"' },
      { path: 'keepsProcessAlive', expected: 'true or false' },
    ]);
    expect(driver({ deadlineUs: 5, keepsProcessAlive: true, delayUs: 3 })).not.toThrow();
  });
});

describe('arguments', () => {
  it.each<[string, () => unknown]>([
    ['source', () => (loadScenario as Untyped)(5)],
    ['text', () => (parseScenario as Untyped)(undefined)],
    ['fileName', () => (parseScenario as Untyped)(SMALL, { seed: 3 })],
    ['parts', () => (mergeSweeps as Untyped)('part-1-of-2.jsonl')],
  ])('of another kind are refused: %s', async (path, call) => {
    expect(await problemsOf(call)).toMatchObject([{ path, message: 'a value of the wrong kind' }]);
  });
});
