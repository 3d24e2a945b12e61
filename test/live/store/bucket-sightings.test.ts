import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlobAccount, BucketSightings } from '../../../src/live/store/bucket-sightings.ts';
import { US_PER_SECOND as S } from '../../../src/units.ts';
import { replay } from '../../contract/replay.ts';

/** Looks that begin at each whole ten seconds and take one: at 10 … 11 s, at 20 … 21 s and so on. */
function sightings(...looks: readonly string[][]): BucketSightings {
  const seen = new BucketSightings();
  looks.forEach((names, i) => {
    const startUs = (i + 1) * 10 * S;
    seen.add({ startUs, endUs: startUs + S, names });
  });
  return seen;
}

const blob = (dueS: number, account: Partial<BlobAccount> = {}): BlobAccount => ({
  name: 'blob',
  dueUs: dueS * S,
  outcome: 'deleted',
  attempts: 1,
  ...account,
});

const kindsOf = (seen: BucketSightings, ...blobs: readonly BlobAccount[]) =>
  seen.verdict(blobs).discrepancies.map(({ kind }) => kind);

describe('a bucket', () => {
  it('agrees with a run that deleted what was due', () => {
    const verdict = sightings(['blob'], ['blob'], []).verdict([blob(25)]);
    expect(verdict).toEqual({ blobs: 1, looks: 3, seen: 1, provedAlive: 1, discrepancies: [] });
  });

  it('without blobs and without looks is in order', () => {
    expect(new BucketSightings().verdict([])).toEqual({
      blobs: 0,
      looks: 0,
      seen: 0,
      provedAlive: 0,
      discrepancies: [],
    });
  });

  it('in which a blob is left is not', () => {
    const seen = sightings(['blob'], ['blob']);
    expect(seen.verdict([blob(15)]).discrepancies).toEqual([
      { kind: 'left over', name: 'blob', detail: 'it is in the bucket after the run' },
    ]);
  });

  it('with a blob of which the run knows nothing is not', () => {
    expect(kindsOf(sightings(['stranger'], []))).toEqual(['unknown']);
  });
});

describe('a blob that went before it was due', () => {
  it('is found by a look that began and ended before that', () => {
    const seen = sightings(['blob'], [], []);
    expect(seen.verdict([blob(25)]).discrepancies).toEqual([
      { kind: 'gone before it was due', name: 'blob', detail: 'it was not there 4 s before' },
    ]);
  });

  it('is not one when the look ended after it was due: it may have gone in between', () => {
    expect(kindsOf(sightings(['blob'], []), blob(20.5))).toEqual([]);
    expect(kindsOf(sightings(['blob'], []), blob(21))).toEqual([]);
    expect(kindsOf(sightings(['blob'], []), blob(21.000001))).toEqual(['gone before it was due']);
  });

  it('is found although it was never seen, by a look between its upload and its due time', () => {
    expect(kindsOf(sightings([], []), blob(25, { uploadedUs: 5 * S }))).toEqual(['gone before it was due']);
    expect(kindsOf(sightings([], []), blob(25, { uploadedUs: 10 * S }))).toEqual(['gone before it was due']);
    // A look that began before the upload was answered need not have found it.
    expect(kindsOf(sightings([], []), blob(20, { uploadedUs: 10 * S + 1 }))).toEqual([]);
    expect(kindsOf(sightings([], []), blob(25))).toEqual([]);
  });

  it('and came back is both', () => {
    expect(kindsOf(sightings(['blob'], [], ['blob'], []), blob(45))).toEqual(['gone before it was due', 'came back']);
    expect(kindsOf(sightings(['blob'], [], ['blob'], []), blob(15))).toEqual(['came back']);
  });
});

describe('the account of the run', () => {
  it.each([
    [null, 'not accounted for'],
    ['failed', 'not deleted'],
    ['rejected', 'not deleted'],
  ] as const)('with the outcome %s leaves a discrepancy', (outcome, kind) => {
    expect(kindsOf(sightings(['blob'], []), blob(15, { outcome }))).toEqual([kind]);
  });

  it('finds who else deletes: gone at the first attempt is a discrepancy, after an unanswered one it is none', () => {
    const seen = sightings(['blob'], []);
    expect(kindsOf(seen, blob(15, { outcome: 'gone', attempts: 1 }))).toEqual(['deleted by somebody else']);
    expect(kindsOf(seen, blob(15, { outcome: 'gone', attempts: 2 }))).toEqual([]);
  });
});

// The truth is known here: each blob has a life, and the looks see what lives. What goes early and is looked at must be found; what does not, never.
it('is right about any bucket', () => {
  const time = fc.nat(60);
  const life = fc.record({ from: time, lasts: fc.nat(40), dueAfter: fc.nat(40) });
  fc.assert(
    fc.property(fc.array(life, { maxLength: 8 }), fc.array(time, { minLength: 1, maxLength: 8 }), (lives, times) => {
      const looks = [...new Set(times)].sort((a, b) => a - b).concat(1_000);
      const seen = new BucketSightings();
      const livesAt = (at: number) =>
        lives.map((_, i) => i).filter((i) => isAliveAt(lives[i] as (typeof lives)[0], at));
      for (const at of looks) seen.add({ startUs: at * S, endUs: at * S, names: livesAt(at).map(String) });
      const accounts = lives.map(({ from, dueAfter }, i) => ({
        ...blob(from + dueAfter),
        name: String(i),
        uploadedUs: from * S,
      }));
      const early = lives.flatMap(({ from, lasts, dueAfter }, i) =>
        looks.some((at) => at >= from + lasts && at >= from && at < from + dueAfter) ? [String(i)] : [],
      );
      const found = seen.verdict(accounts).discrepancies;
      expect(found.map(({ name }) => name)).toEqual(early);
      expect(found.every(({ kind }) => kind === 'gone before it was due')).toBe(true);
    }),
    replay({ numRuns: 2_000 }),
  );
});

function isAliveAt({ from, lasts }: { from: number; lasts: number }, at: number): boolean {
  return at >= from && at < from + lasts;
}
