import { describe, expect, it } from 'vitest';
import { diffResults } from '../../../src/gate/diff.ts';
import type { DiffOutcome } from '../../../src/gate/diff-verdict.ts';
import type { FigureDifference } from '../../../src/gate/figure-difference.ts';
import { renderDiffTerminal } from '../../../src/report/diff/terminal.ts';
import { diffTables, diffVerdict } from '../../../src/report/diff/words.ts';
import type { DesignResult, Result } from '../../../src/result/schema.ts';
import { beforeAfter, type MadeUpDesign, madeUpResult } from '../made-up-result.ts';

const BASE: MadeUpDesign = { threads: 16, working: 6, parked: 3, blocked: 0, jobSeconds: 30 };
const resultOf = (made: Partial<MadeUpDesign>, name = 'today') =>
  madeUpResult({ designs: { [name]: { ...BASE, ...made } } });
const between = (made: Partial<MadeUpDesign>) => diffResults(resultOf({}), resultOf(made));
const text = (made: Partial<MadeUpDesign>, width = 100, all = false) =>
  renderDiffTerminal(between(made), { width, all, colour: false });

describe('the verdict on two results', () => {
  it.each<[string, Partial<MadeUpDesign>, DiffOutcome, RegExp]>([
    ['nothing changed', {}, 'same', /^Same: all \d+ figures are equal\.$/],
    ['threads came free', { parked: 0 }, 'better', /^Better: `pools\.storage\.parked\.mean` of `today` falls from 3/],
    ['clients wait longer', { jobSeconds: 45 }, 'worse', /^Worse: `jobs\.sync\.time\.\w+` of `today` rises from/],
    [
      'work fails',
      { failedFraction: 0.2 },
      'worse',
      /^Worse: `jobs\.\w+\.failedFraction` of `today` rises from 0 % to 20 %/,
    ],
    [
      'a queue grows',
      { growsPerHour: 60 },
      'worse',
      /^Worse: `stability\.stable` of `today` goes from stable to unstable/,
    ],
    ['a pool starves', { starved: true }, 'worse', /^Worse: `starved` of `today` rises from 0/],
    // Fewer threads for less work are no gain.
    [
      'work fails, and threads are free for it',
      { failedFraction: 0.5, parked: 0, working: 3 },
      'worse',
      /^Worse: .*failedFraction.*, but `pools\.storage\.\w+\.\w+` of `today` falls/,
    ],
    ['nothing but noise differs', { working: 6.01 }, 'same', /^Same: \d+ of \d+ figures differ, but none that matters/],
  ])('says so where %s', (_what, made, outcome, headline) => {
    expect(between(made).outcome).toBe(outcome);
    expect(diffVerdict(between(made)).headline).toMatch(headline);
  });

  it('is that they cannot be compared where no design has the same name', () => {
    const diff = diffResults(resultOf({}), resultOf({}, 'other'));
    expect(diff.outcome).toBe('not comparable');
    expect(diffVerdict(diff).headline).toBe('Not comparable: no design has the same name in both.');
  });

  it('takes times without intervals under another seed for noise, and what is lost never', () => {
    const otherSeed = (made: Partial<MadeUpDesign>): Result => {
      const result = structuredClone(resultOf(made));
      result.seed += 1;
      for (const { jobs } of Object.values(result.designs)) {
        for (const job of Object.values(jobs)) {
          Object.assign(job.time, {
            meanHalfWidth95: null,
            p50Interval95: null,
            p95Interval95: null,
            p99Interval95: null,
          });
        }
      }
      return result;
    };
    const diff = (made: Partial<MadeUpDesign>) => diffResults(resultOf({}), otherSeed(made)).outcome;
    expect(diff({ jobSeconds: 45 })).toBe('same');
    expect(diff({ failedFraction: 0.2 })).toBe('worse');
  });
});

describe('the table of two results', () => {
  it('tells a change as far as its two values are told, and what is noise below that as none', () => {
    const changeOf = (before: number, after: number, isClear: boolean | null, unit = '1/h') => {
      const figure: FigureDifference = {
        design: 'today',
        name: 'jobs.sync.donePerHour.mean',
        unit,
        before,
        after,
        halfWidths: [null, null],
        intervals: [null, null],
        isClear,
        rank: 2,
        change: null,
      };
      return diffTables({ ...between({}), figures: [figure] }, true)[0]?.rows[0]?.[3];
    };
    expect(changeOf(47.4, 46.967, true)).toBe('−0.4/h (−0.914 %)');
    expect(changeOf(47.4, 47.401, false)).toBe('≈ 0');
    expect(changeOf(47.4, 47.401, null)).toBe('+0.001/h (+0.00211 %)');
    expect(changeOf(0.5, 0.4999813, false, 'fraction')).toBe('≈ 0');
  });

  it('has what matters most at its top, and folds what matters less', () => {
    const lines = text({ failedFraction: 0.2, jobSeconds: 45, parked: 0 }).split('\n');
    const names = lines.flatMap((line) => /^((?:jobs|pools|deletions)\.\S+)/.exec(line)?.[1] ?? []);
    expect(names).toHaveLength(12);
    expect(names.slice(0, 2).every((name) => name.endsWith('.failedFraction'))).toBe(true);
    expect(names.slice(2).every((name) => /^jobs\.\w+\.(time|donePerHour)\./.test(name))).toBe(true);
    expect(lines.at(-2)).toMatch(/^and \d+ more that matter less; --all shows them$/);
    expect(text({ failedFraction: 0.2, parked: 0 }, 100, true)).not.toContain('--all');
    expect(text({ parked: 0 }, 100, true).split('\n').length).toBeGreaterThan(text({ parked: 0 }).split('\n').length);
  });

  it.each([40, 60, 80, 100, 200])(
    'is never wider than %d columns, each change beside its figures or below them',
    (width) => {
      const before = beforeAfter();
      const after = structuredClone(before);
      Object.assign((after.designs.legacy as DesignResult).pools.storage?.parked as object, {
        mean: 40,
        meanHalfWidth95: 1,
      });
      for (const all of [false, true]) {
        const lines = renderDiffTerminal(diffResults(before, after), { width, all, colour: false }).split('\n');
        for (const line of lines) expect([...line].length, line).toBeLessThanOrEqual(Math.min(width, 100));
        const row = lines.findIndex((line) => line.startsWith('pools.storage.parked.mean'));
        expect(lines.slice(row, row + 4).join(' ')).toMatch(
          /84\.8 ± 0\.9 threads\s.*40\.0 ± 1\.0 threads\s.*−44\.8 threads/,
        );
      }
    },
  );
});

it('tells what was seen before noise and roundings, and those as next to nothing', () => {
  const before = resultOf({ failedFraction: 0.2 });
  const after = structuredClone(before);
  const design = after.designs.today as DesignResult;
  const job = Object.values(design.jobs)[0];
  if (job === undefined) throw new Error('a job is made up');
  Object.assign(job, { failedFraction: (job.failedFraction ?? 0) + 1e-10 });
  Object.assign(design.blobs, { uploaded: design.blobs.uploaded * 3 });
  const [table] = diffTables(diffResults(before, after), true);
  expect(table?.rows.map(([name]) => name)[0]).toBe('blobs.uploaded');
  expect(table?.rows.find(([name]) => name.endsWith('failedFraction'))?.[3]).toBe('≈ 0');
});

it('judges no rate of a few events between runs of different length', () => {
  const once = (hours: number, done: number) => {
    const result = madeUpResult({ hours, designs: { today: BASE } });
    Object.assign(result.designs.today?.jobs.sync?.donePerHour as object, { mean: done / hours, meanHalfWidth95: 0 });
    return result;
  };
  const rate = (before: Result, after: Result) =>
    diffResults(before, after).figures.find(({ name }) => name === 'jobs.sync.donePerHour.mean')?.change;
  // One batch in an hour, one in half an hour.
  expect(rate(once(1, 1), once(0.5, 1))).toBeNull();
  expect(rate(once(1, 1), once(1, 2))).toBe('better');
  expect(rate(once(1, 1_000), once(0.5, 1_000))).toBe('better');
});

it('says before its verdict that the runs are not of one length or number', () => {
  const before = resultOf({});
  const after = structuredClone(before);
  Object.assign(after, { replications: 9 });
  Object.assign(after.scenario, { durationSeconds: 60 });
  const { headline, reasons } = diffVerdict(diffResults(before, after));
  expect(headline).toMatch(
    /^Replications: 4 before, 9 after\. Measured time: 24 h before, 60 s after, so counts are not judged, nor rates of fewer than 100 events a run\. Same/,
  );
  expect(reasons.join(' ')).not.toContain('Replications');
});
