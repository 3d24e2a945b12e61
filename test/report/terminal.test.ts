import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../src/report/terminal.ts';
import { beforeAfter, madeUpResult, poolHistory } from './made-up-result.ts';

/** A service without deletions: two pools, a long name, times from µs to minutes. */
const twoPools = () => {
  const result = madeUpResult({
    designs: {
      a: { threads: 8, working: 3, parked: 0, blocked: 0, queue: 1e-7, nothingDeferred: true, hasNoLog: true },
      b: { threads: 12, working: 3, parked: 0, blocked: 0, queue: 3, nothingDeferred: true, hasNoLog: true },
    },
  });
  for (const design of Object.values(result.designs)) {
    const { storage } = design.pools;
    const { sync } = design.jobs;
    if (storage === undefined || sync === undefined) throw new Error('it was made up otherwise');
    Object.assign(design, { pools: { storage, db: storage }, jobs: { 'a-job-with-a-rather-long-name': sync } });
  }
  return result;
};
const oneDesign = () => madeUpResult({ designs: { only: { threads: 8, working: 3, parked: 2, blocked: 0 } } });
const plain = (result = beforeAfter(), width = 100) => renderTerminal(result, { width, colour: false });

describe('the comparison on a terminal', () => {
  it('tells every column in tables below each other where they do not fit beside each other, without empty rows', () => {
    const lines = plain(poolHistory(), 60).split('\n');
    const heads = lines.filter((line) => /^design /.test(line));
    expect(heads.length).toBeGreaterThan(6);
    expect(lines.filter((line) => /^(legacy|janitor)-\d+$/.test(line))).toEqual([]);
  });

  it('gives each mean its interval and each difference its pairs’', () => {
    expect(plain()).toMatch(/P parked, mean +84\.8 ± 0\.9 +0 +−84\.7 ± 0\.7/);
    expect(plain()).toMatch(/useful utilization +5\.7 % +5\.7 % +0 points/);
  });

  it('has no interval where there is one replication', () => {
    const designs = {
      a: { threads: 8, working: 3, parked: 2, blocked: 0 },
      b: { threads: 8, working: 3, parked: 0, blocked: 0 },
    };
    expect(plain(madeUpResult({ replications: 1, designs }))).not.toContain('95 % interval over');
  });

  it('says of a line without a mean that it grows, and of its difference nothing', () => {
    expect(plain(poolHistory())).toMatch(/legacy-32 .*grows 794\/h/);
    const designs = {
      a: { threads: 8, working: 1, parked: 7, blocked: 0, growsPerHour: 50 },
      b: { threads: 8, working: 1, parked: 0, blocked: 0 },
    };
    expect(plain(madeUpResult({ hasHostileNames: true, designs }))).toMatch(
      /pipelines: jobs waiting for admission, mean\n +grows 50 ± 3\/h +0 +–/,
    );
  });

  it('carries the letter of each state, and colour only where it is wanted', () => {
    expect(plain()).not.toContain('\u001b');
    for (const letter of ['W working', 'P parked', 'B blocked']) expect(plain()).toContain(letter);
    expect(renderTerminal(beforeAfter(), { colour: true })).toContain('\u001b[31mP parked');
  });

  it.each([40, 60, 80, 100, 200])(
    'is never wider than %d columns nor than 100, and each difference stands beside its figure or right below it',
    (width) => {
      for (const result of [beforeAfter(), poolHistory(), oneDesign(), twoPools()]) {
        for (const line of plain(result, width).split('\n'))
          expect([...line].length, line).toBeLessThanOrEqual(Math.min(width, 100));
      }
      const lines = plain(beforeAfter(), width).split('\n');
      const row = lines.findIndex((line) => line.startsWith('P parked, mean'));
      const below = lines.slice(row, row + 4).join('\n');
      expect(below).toMatch(/^P parked, mean\s+(legacy +)?84\.8 ± 0\.9\s+(janitor +)?0\s+(difference +)?−84\.7 ± 0\.7/);
    },
  );

  it.each([40, 60, 80, 100])(
    'keeps a name that is too long for its column on a line of its own at %d columns',
    (width) => {
      const text = plain(twoPools(), width).replace(/\s+/g, ' ');
      expect(text).toMatch(
        /a-job-with-a-rather-long-name: job time, p50 \/ p95 \/ max (a )?[\d.]+ \/ [\d.]+ \/ [\d.]+ s (b )?[\d.]+ \//,
      );
    },
  );

  it('says of a count with decimals that it is one of each run on average', () => {
    const made = { threads: 16, working: 6, parked: 3, blocked: 0 };
    const result = madeUpResult({ designs: { today: { ...made, refused: 5.6 }, other: { ...made, refused: 2 } } });
    expect(plain(result)).toMatch(/tasks refused, queue full +5\.6 a run +2 /);
  });

  it('tells the times of a row in one unit where they can be read in it, and rates in that of the scenario', () => {
    const result = beforeAfter();
    expect(plain(result)).toMatch(/jobs done per hour, all kinds +636\/h +636\/h +0\/h/);
    const perMinute = { ...result, scenario: { ...result.scenario, rateUnit: 'min' as const } };
    expect(plain(perMinute)).toMatch(/jobs done per minute, all kinds +10\.6\/min +10\.6\/min +0\/min/);
    for (const result of [beforeAfter(), twoPools()]) {
      for (const line of plain(result).split('\n')) {
        const times = Array.from(line.matchAll(/([\d.]+) (µs|ms|s|min|h|d)(?= |$)/g));
        if (/^[-\s]*[a-z].*[.;]$|^- /.test(line) || !/time|wait|late/.test(line)) continue;
        if (new Set(times.map(([, , unit]) => unit)).size > 1) {
          for (const [, number] of times) expect(Number(number), line).toBeGreaterThanOrEqual(0.1);
        }
      }
    }
    expect(plain(twoPools())).not.toMatch(/\de[-−]\d/);
  });

  it('lets no name of a scenario move the cursor', () => {
    const designs = { 'a\u001b[2J': { threads: 8, working: 1, parked: 7, blocked: 0 } };
    expect(plain(madeUpResult({ hasHostileNames: true, designs }))).not.toContain('\u001b');
  });
});
