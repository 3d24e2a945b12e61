import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import { asChecked } from '../../src/gate/check.ts';
import { complaintsAbout, parseExpectations } from '../../src/gate/expectations.ts';
import { judge, type Verdict } from '../../src/gate/judge.ts';
import { Janitor } from '../../src/janitor/janitor.ts';
import { findingLines } from '../../src/report/gate/words.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { US_PER_SECOND } from '../../src/units.ts';
import { wholeCheck } from './whole-check.ts';

const TIMEOUT_MS = 120_000;

/** Judges a shipped scenario as `unpark check` does, with values of it changed. */
function check(name: string, ...overrides: readonly string[]): Verdict {
  const scenario = loadScenario(`scenarios/${name}.yaml`, { overrides, checkExpectations: complaintsAbout });
  return judge(simulate(asChecked(scenario), 'test'), parseExpectations(scenario));
}

/** What failed: each condition with the first line that is told of it. */
function failures({ conditions }: Verdict): Record<string, string> {
  return Object.fromEntries(
    conditions
      .filter(({ outcome }) => outcome !== 'pass')
      .map((condition) => [condition.condition.that, findingLines(condition)[0] ?? '']),
  );
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('an unchanged project', { timeout: TIMEOUT_MS }, () => {
  const shipped = readdirSync('scenarios').filter((file) => file.endsWith('.yaml'));

  it('ships scenarios that all say what they expect', () => {
    expect(shipped.length).toBeGreaterThanOrEqual(7);
  });

  it.each(shipped)('passes, with every bound clear of its interval: %s', (file) => {
    const verdict = check(file.replace('.yaml', ''));
    expect(failures(verdict)).toEqual({});
    expect(verdict.passed).toBe(true);
    expect(verdict.conditions.length).toBeGreaterThan(5);
    expect(verdict.conditions.filter(({ isClose }) => isClose).map(({ condition }) => condition.that)).toEqual([]);
  });
});

describe('a seeded mistake is seen to fail', { timeout: TIMEOUT_MS }, () => {
  it('the janitor replaced by sleeping in the pool', () => {
    const verdict = check('omi-sync', 'designs.janitor.deletion=sleep-in-pool');
    expect(verdict.passed).toBe(false);
    const told = failures(verdict);
    expect(told['janitor.pools.storage.active.mean between 5 and 15']).toMatch(
      /^expected between 5 and 15, found 9\d\.\d ± \d\.\d threads: \d\d\.\d threads too high/,
    );
    expect(told['janitor.pools.storage.parked.max = 0']).toMatch(
      /^expected = 0, found \d+ threads: \d+ threads too high/,
    );
    expect(told['janitor.jobs.*.deletion = janitor']).toBe(
      'janitor.jobs.sync.deletion: expected = janitor, found sleep-in-pool',
    );
  });

  it('the precache semaphore set to 32: by the configuration', () => {
    const told = failures(check('omi-sync', 'designs.janitor.semaphores.precache-file=32'));
    expect(told['janitor.semaphores.precache-file.limit = 4']).toBe(
      'expected = 4, found 32 permits: 28 permits too high',
    );
  });

  it('the precache semaphore set to 32: by what a burst of merges does with it', () => {
    const told = failures(check('precache-burst', 'designs.precache-4.semaphores.precache-file=32'));
    expect(Object.keys(told)).toEqual([
      'precache-4.pools.storage.active.mean between 28 and 38',
      'precache-4.pools.storage.blocked.max <= 4',
      'precache-4.semaphores.precache-file.limit = 4',
      'precache-4.pools.storage.active.mean <= 80% of precache-32',
    ]);
    expect(told['precache-4.pools.storage.blocked.max <= 4']).toBe(
      'expected <= 4, found 32 threads: 28 threads too high; margin 28 threads beyond the spread of the replications’ maxima',
    );
  });

  it('one job kind left on the legacy path', () => {
    const told = failures(check('omi-sync', 'designs.janitor.jobs.chat-transcribe.deletion=sleep-in-pool'));
    expect(told['janitor.jobs.*.deletion = janitor']).toBe(
      'janitor.jobs.chat-transcribe.deletion: expected = janitor, found sleep-in-pool',
    );
    expect(told['janitor.pools.storage.parked.max = 0']).toMatch(/found \d+ threads/);
  });

  it('a janitor that deletes one second late', () => {
    const schedule = Janitor.prototype.schedule;
    vi.spyOn(Janitor.prototype, 'schedule').mockImplementation(function (this: Janitor<unknown>, ref, nowUs, delayUs) {
      return schedule.call(this, ref, nowUs, (delayUs as number) + US_PER_SECOND);
    });
    const told = failures(check('omi-sync'));
    expect(told).toEqual({
      'janitor.deletions.lateness.p50 < 100ms': expect.stringMatching(/^expected < 100ms, found 1 s: 900 ms too high/),
    });
  });

  it('a janitor that never restarts after its death', () => {
    const dead = new WeakSet<object>();
    const { schedule, take, wakeAtUs, driverDied } = Janitor.prototype;
    vi.spyOn(Janitor.prototype, 'driverDied').mockImplementation(function (this: Janitor<unknown>, nowUs, cause) {
      driverDied.call(this, nowUs, cause);
      dead.add(this);
    });
    vi.spyOn(Janitor.prototype, 'schedule').mockImplementation(function (this: Janitor<unknown>, ref, nowUs, delayUs) {
      const answer = schedule.call(this, ref, nowUs, delayUs);
      return dead.has(this) ? 'queued' : answer;
    });
    vi.spyOn(Janitor.prototype, 'take').mockImplementation(function (this: Janitor<unknown>, nowUs) {
      return dead.has(this) ? -1 : take.call(this, nowUs);
    });
    vi.spyOn(Janitor.prototype, 'wakeAtUs').mockImplementation(function (this: Janitor<unknown>) {
      return dead.has(this) ? Number.POSITIVE_INFINITY : wakeAtUs.call(this);
    });
    const hasDriver = Object.getOwnPropertyDescriptor(Janitor.prototype, 'hasDriver')?.get as () => boolean;
    vi.spyOn(Janitor.prototype, 'hasDriver', 'get').mockImplementation(function (this: Janitor<unknown>) {
      return !dead.has(this) && hasDriver.call(this);
    });
    const told = failures(check('janitor-death'));
    expect(told['janitor.deletions.driverStarts = 6']).toBe('expected = 6, found 0: 6 too low');
    expect(told['janitor.deletions.pendingAtEnd between 50 and 130']).toMatch(/too high/);
    expect(told['janitor.deletions.violations = 0']).toMatch(/^expected = 0, found [\d,]+/);
  });

  it('a pool of 8', () => {
    const told = failures(check('omi-sync', 'pools.storage.threads=8'));
    expect(told['janitor.pools.storage.threads = 128']).toBe('expected = 128, found 8 threads: 120 threads too low');
    expect(told['janitor.pools.storage.fullFraction < 1%']).toMatch(/^expected < 1%, found \d+.* too high/);
    expect(told['janitor.pools.storage.queueDepth.mean < 0.1']).toMatch(/tasks too high/);
  });
});

it('gives the same verdict and the same bytes, ten times in a row', { timeout: TIMEOUT_MS }, () => {
  // A hundred times: in the slow suite.
  const first = wholeCheck();
  for (let run = 1; run < 10; run += 1) expect(wholeCheck() === first).toBe(true);
});
