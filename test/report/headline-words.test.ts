import { expect, it } from 'vitest';
import { joinFew } from '../../src/report/few.ts';
import { figureInWords } from '../../src/report/figure-words.ts';
import { largestDifference } from '../../src/report/seen-difference.ts';
import { designsOf } from '../../src/report/selection.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import type { DesignResult } from '../../src/result/schema.ts';
import { type MadeUpDesign, madeUpResult } from './made-up-result.ts';

const DESIGN: MadeUpDesign = { threads: 128, working: 7, parked: 0, blocked: 1 };

function headlineOf(
  designs: Readonly<Record<string, MadeUpDesign>>,
  change: (designs: Readonly<Record<string, DesignResult>>) => void = () => undefined,
): string {
  const result = madeUpResult({ designs });
  change(result.designs);
  return verdictOf(result).headline;
}

it('has words for a figure, never its path, and finds no difference in threads that somebody set', () => {
  const result = madeUpResult({ designs: { a: DESIGN, b: DESIGN } });
  const [a, b] = designsOf(result);
  if (a === undefined || b === undefined) throw new Error('two designs are made up');
  for (const path of Object.keys(a.result.perReplication)) {
    const words = figureInWords(path);
    if (words !== undefined) expect(words).not.toMatch(/\w\.\w/);
  }
  expect(figureInWords('pools.storage.queueWait.p99')).toBe('the p99 queue wait of pool `storage`');
  b.result.perReplication['threads.mean'] = [200, 201, 202, 203];
  a.result.perReplication['threads.mean'] = [100, 101, 102, 103];
  expect(largestDifference(a, b)).toBeUndefined();
});

it('says of what there is more', () => {
  expect(joinFew(['a', 'b', 'c'], 2, 'loss')).toBe('a, b and 1 more loss');
  expect(joinFew(['a', 'b', 'c', 'd'], 2, 'design')).toBe('a, b and 2 more designs');
  const lossy = (failedFraction: number): MadeUpDesign => ({
    ...DESIGN,
    failedFraction,
    refused: failedFraction * 1e5,
    jobSeconds: 60 * (1 + failedFraction),
  });
  const headline = headlineOf({ a: lossy(0.01), b: lossy(0.2), c: lossy(0.4), d: lossy(0.5), e: lossy(0.6) });
  expect(headline).toMatch(/\d more /);
  for (const [, noun] of headline.matchAll(/\d more (\w+)/g)) expect(noun).toMatch(/^(loss|drawback|design)/);
  expect(headline).not.toMatch(/more(?: \w+)? and \d+ more/);
});

it('says what fails where no thread of a pool was ever active', () => {
  const idle = { threads: 8, working: 0, parked: 0, blocked: 0 };
  const headline = headlineOf({ a: idle }, ({ a }) => {
    if (a !== undefined) {
      a.stability.stable = false;
      a.stability.growing = [{ line: 'semaphores.db.waiting', perHour: 90, halfWidth95: 1, reaches: [] }];
    }
  });
  expect(headline).toBe(
    'No pool thread was ever active, and `a` does not carry the load: the queue for semaphore `db` grows by 90/h.',
  );
});

it('does not say that a design carries the load whose deletions are given up', () => {
  const designs = { a: { ...DESIGN, growsPerHour: 90 }, b: DESIGN, c: { ...DESIGN, threads: 256 } };
  expect(headlineOf(designs)).toMatch(/^`b` carries the load with 128 threads/);
  const lost = headlineOf(designs, ({ b }) => {
    if (b !== undefined) b.deletions.failed = 4_000;
  });
  expect(lost).toMatch(/^`b` keeps up with its jobs, but not with its deletions, with 128 threads/);
  expect(lost).toContain('4,000 deletions were given up');
  const { c: _c, ...two } = designs;
  const ofTwo = headlineOf(two, ({ b }) => {
    if (b !== undefined) b.deletions.failed = 4_000;
  });
  expect(ofTwo).toMatch(/^`b` keeps up with its jobs, but not with its deletions, with .* `a` does not carry the load/);
  expect(headlineOf(two)).toMatch(/^`b` carries with/);
  const alone = headlineOf({ b: DESIGN }, ({ b }) => {
    if (b !== undefined) b.deletions.failed = 4_000;
  });
  expect(alone).toMatch(/^`b` keeps up with its jobs, but not with its deletions, and keeps /);
});

it('has a finding for thousands of refused tasks and failed jobs', () => {
  const result = madeUpResult({ designs: { a: DESIGN, b: { ...DESIGN, failedFraction: 0.4, refused: 4_818 } } });
  const failed = Math.round(result.designs.b?.jobs.sync?.failed ?? 0);
  expect(failed).toBeGreaterThan(1_000);
  const lost = verdictOf(result).reasons.filter((reason) => reason.includes('refused by pool'));
  expect(lost).toHaveLength(1);
  expect(lost[0]).toMatch(/^With `b` .*`sync` jobs failed.* and 4,818 tasks were refused by pool `storage`\.$/);
});
