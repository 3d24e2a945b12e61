import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/report/verdict.ts';
import type { DesignResult, Result } from '../../src/result/schema.ts';
import { beforeAfter, type MadeUpDesign, madeUpResult, poolHistory } from './made-up-result.ts';

const LEGACY: MadeUpDesign = { threads: 128, working: 7.3, parked: 84.8, blocked: 0.3 };
const JANITOR: MadeUpDesign = { threads: 128, working: 7.3, parked: 0, blocked: 0.3 };

const of = (designs: Readonly<Record<string, MadeUpDesign>>) => verdictOf(madeUpResult({ designs }));

describe('the verdict', () => {
  it('says in one sentence what the second design needs, what the first, and how many of those slept', () => {
    expect(verdictOf(beforeAfter()).headline).toBe(
      '`janitor` needs 7.63 active threads of 128 where `legacy` needs 92.4: 84.8 of them slept on a timer; job times stay as they are, within 1 % (p99 of `sync` 2.32 min).',
    );
  });

  it('of many designs names the one that carries the load with the fewest threads, the others that do, and those that fall behind', () => {
    expect(verdictOf(poolHistory()).headline).toBe(
      '`janitor-32` carries the load with 32 threads, and 99 % of the `sync` jobs take at most 2.32 min; of the others only `legacy-192` (192 threads) does so, and `legacy-32`, `legacy-64`, `legacy-96` and `legacy-128` fall behind.',
    );
    const { designs } = poolHistory();
    const result = { ...poolHistory(), designs: Object.fromEntries(Object.entries(designs).slice(2, 5)) };
    expect(verdictOf(result).headline).toBe(
      '`legacy-192` carries the load with 192 threads, and 99 % of the `sync` jobs take at most 2.32 min; `legacy-96` and `legacy-128` fall behind.',
    );
  });

  it.each<[string, Record<string, MadeUpDesign>, RegExp]>([
    ['nothing improved', { a: LEGACY, b: LEGACY }, /^`b` changes nothing that can be seen in pool `storage`/],
    ['it got worse', { a: JANITOR, b: LEGACY }, /^`b` needs 92.4 .* where `a` needs 7.6: more, not fewer;/],
    [
      'the second does not carry the load',
      { a: LEGACY, b: { ...JANITOR, growsPerHour: 90 } },
      /^`b` does not carry what `a` carries: the admission queue of `pipelines` grows by 90\/h\.$/,
    ],
    [
      'the first does not carry the load',
      { a: { ...LEGACY, growsPerHour: 127 }, b: JANITOR },
      /^`b` carries with 7\.6 active threads of 128 what `a` does not carry with 128: there the admission queue/,
    ],
    [
      'neither carries it',
      { a: { ...LEGACY, growsPerHour: 127 }, b: { ...JANITOR, starved: true } },
      /^Neither `a` nor `b` carries the load: .* in the first, pool `storage` starves after 90\.2 min in the second\.$/,
    ],
    [
      'there is one design',
      { a: LEGACY },
      /^`a` keeps 92\.4 of 128 threads of pool `storage` active, 84\.8 of them asleep on a timer; all are taken for <1 % of the time, and 99 % of the `sync` jobs take at most 2\.32 min\.$/,
    ],
    [
      'there was no load',
      { a: { threads: 8, working: 0, parked: 0, blocked: 0 } },
      /^No pool thread was ever active: the scenario put no load on its pools\.$/,
    ],
    [
      'the saving has a price',
      { a: LEGACY, b: { ...JANITOR, violations: 238 } },
      /slept on a timer;.*, but with `b` 238 blobs outlived their signed URL\.$/,
    ],
  ])('says so where %s', (_what, designs, expected) => {
    expect(of(designs).headline).toMatch(expected);
  });
});

describe('the reasons', () => {
  it('begin with who parks how many thread-hours, and what part of the held time that is', () => {
    expect(verdictOf(beforeAfter()).reasons[0]).toBe(
      'In `legacy` threads slept for 2,035 thread-hours in 24 h: 92 % of the time that tasks held a thread. Parked by `sync` 1,628 (80 %) and `precache` 407 (20 %).',
    );
    expect(of({ a: JANITOR, b: JANITOR }).reasons[0]).toBe('No thread slept on a timer, in any design.');
  });

  it('give a paired difference with its interval, and none where a design has no mean', () => {
    expect(verdictOf(beforeAfter()).reasons[1]).toMatch(
      /^`janitor` changes the active threads of pool `storage` by −84\.\d+ ± [\d.]+ \(95 % interval, 4 pairs\)/,
    );
    const { reasons } = of({ a: { ...LEGACY, growsPerHour: 127 }, b: JANITOR });
    expect(reasons.join()).not.toContain('pairs');
    expect(reasons.join()).toContain(
      'Unstable: the admission queue of `pipelines` grows by 127 ± 6/h with `a` (so no mean).',
    );
  });

  it('say how long the queue stood, and that it never did', () => {
    expect(verdictOf(beforeAfter()).reasons).toContainEqual(
      expect.stringMatching(
        /^Tasks waited for a thread of pool `storage` for .* with `legacy` \(at most .*\) and never with `janitor`\.$/,
      ),
    );
    expect(of({ a: LEGACY, b: JANITOR }).reasons).toContain(
      'No task ever waited for a thread of pool `storage` with `a` and `b`.',
    );
  });

  it('tell what was late or lost, and what the censored log makes of the mean', () => {
    const { reasons } = of({ a: { ...LEGACY, latenessSeconds: 10, violations: 7 }, b: JANITOR });
    expect(reasons).toContain('Deletions started late, by up to 93 s with `a`.');
    expect(reasons).toContain('Blobs outlived their signed URL: 7 with `a`.');
    expect(reasons.at(-1)).toMatch(
      /^The pool's own log would show 98\.\d active threads with `a`, .* the true mean is 92\.4\.$/,
    );
  });
});

describe('the time from which deletions are late', () => {
  it.each([
    ['a bin that the fault begins in', 50, 7_200],
    ['a bin that ends in a broken minute', 89, 7_209],
    ['long bins', 300, 7_350],
  ])('is never before the fault that makes them so: %s', (_what, binSeconds, faultSeconds) => {
    const result = structuredClone(madeUpResult({ designs: { a: LEGACY, b: JANITOR } }));
    const { series } = result.designs.b as DesignResult;
    const latenessMax = series.latenessMax.map((_, bin) => {
      const isLate = (bin + 1) * binSeconds > faultSeconds && bin * binSeconds < faultSeconds + 1_800;
      return isLate ? 90 : 0;
    });
    Object.assign(series, { latenessMax, binSeconds });
    const said = verdictOf(result).reasons.find((reason) => reason.includes('without a break')) ?? '';
    const [, from, to] = /from minute (\d+) at the latest to minute (\d+),/.exec(said) ?? [];
    expect(Number(from) * 60).toBeGreaterThanOrEqual(faultSeconds);
    expect(Number(from) * 60).toBeLessThan(faultSeconds + binSeconds + 60);
    expect(Number(to)).toBeGreaterThan(Number(from));
    expect(said).toContain(`in bins of ${binSeconds === 300 ? '5 min' : `${binSeconds} s`}`);
  });
});

describe('work that a design does not do', () => {
  const refusing = (): Result => {
    const result = beforeAfter();
    const after = Object.values(result.designs)[1] as DesignResult;
    Object.assign(after.jobs.sync as object, { failed: 630, failedFraction: 0.63 });
    Object.assign(after.pools.storage as object, { rejected: 630 });
    return result;
  };

  it('is said instead of praising it for needing fewer threads', () => {
    expect(verdictOf(refusing()).headline).toMatch(
      /pool `storage` refuses 2 % of its tasks; with `janitor` 63 % of the `sync` jobs failed/,
    );
    expect(verdictOf(beforeAfter()).headline).not.toMatch(/failed|refused/);
  });

  it('is told of a design by itself', () => {
    const { designs, ...rest } = refusing();
    const [name, after] = Object.entries(designs)[1] as [string, DesignResult];
    expect(verdictOf({ ...rest, designs: { [name]: after } }).headline).toMatch(/63 % of the `sync` jobs failed/);
  });
});
