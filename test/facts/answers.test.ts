import { expect, it } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import { type Verdict, verdictOf } from '../../src/report/verdict.ts';
import { shipped } from './shipped.ts';

/** What a reader is told of a shipped scenario, from a few replications of it. */
function answerOf(name: string): Verdict {
  return verdictOf(simulate({ ...shipped(name), replications: 3 }, 'test'));
}

it('store-brownout tells how late one janitor got, when it had recovered, and that eight deletions at once are the cure', () => {
  const { headline, reasons } = answerOf('store-brownout');
  expect(headline).toMatch(
    /`janitor` and `janitor-8` need the fewest active threads.*but with `janitor` .*and \d+ blobs outlived.*; with `janitor-8` deletions start up to [\d.]+ s late/,
  );
  const late = reasons.find((reason) => reason.startsWith('Deletions started late'));
  expect(late).toMatch(/min with `janitor`/);
  const stretch = reasons.find((reason) => reason.includes('late without a break'));
  const [, name, from, until] = stretch?.match(/With `(.*)` .* from minute (\d+) at the latest to minute (\d+)/) ?? [];
  expect(name).toBe('janitor');
  // The store is slow from minute 90 to 120; what has piled up by then is deleted within a few minutes at 0.1 s each.
  expect(Number(from)).toBeGreaterThanOrEqual(90);
  expect(Number(from)).toBeLessThanOrEqual(95);
  expect(Number(until)).toBeGreaterThanOrEqual(120);
  expect(Number(until)).toBeLessThanOrEqual(125);
});

it('janitor-death tells of each replacement, and that what became late did so by seconds', () => {
  const { reasons } = answerOf('janitor-death');
  expect(reasons).toContain('A dead janitor thread was replaced at the next schedule: 6 starts with `janitor`.');
  expect(reasons.find((reason) => reason.startsWith('Deletions started late'))).toMatch(/\d s with `janitor`/);
});

it('precache-burst tells which semaphores fall behind, and how many threads the largest one leaves waiting', () => {
  const { headline, reasons } = answerOf('precache-burst');
  // At 4 and at 32 the merges offer about as many erlangs as there are permits: there is no steady state, and no run of a day shows it.
  expect(headline).toMatch(
    /`precache-2` falls behind, and of `precache-4` and `precache-32` a run of this length cannot tell/,
  );
  const waiting = reasons.find((reason) => reason.includes('only wait for a semaphore'));
  const threads = [...(waiting ?? '').matchAll(/([\d.]+) with/g)].map(([, mean]) => Number(mean));
  expect(threads).toHaveLength(3);
  expect(threads[0]).toBeLessThanOrEqual(2);
  expect(threads[1]).toBeLessThanOrEqual(4);
  expect(threads[2]).toBeGreaterThan(10);
});
