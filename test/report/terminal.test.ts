import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../src/report/terminal.ts';
import { beforeAfter, madeUpResult, poolHistory } from './made-up-result.ts';

const plain = (result = beforeAfter(), width = 100) => renderTerminal(result, { width, colour: false });

describe('the comparison on a terminal', () => {
  it.each([80, 100, 120, 200])('is never wider than a terminal of %i columns, nor than 100', (width) => {
    for (const result of [beforeAfter(), poolHistory()]) {
      for (const line of plain(result, width).split('\n'))
        expect([...line].length).toBeLessThanOrEqual(Math.min(width, 100));
    }
  });

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

  it.each([40, 60, 80, 100])(
    'is never wider than %d columns, and each difference stands beside its figure or right below it',
    (width) => {
      for (const result of [beforeAfter(), poolHistory()]) {
        const lines = renderTerminal(result, { width, colour: false }).split('\n');
        for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(width);
      }
      if (width > 80) return;
      const lines = renderTerminal(beforeAfter(), { width, colour: false }).split('\n');
      const parked = lines.findIndex((line) => line.startsWith('P parked, mean') && line.trim().endsWith(' 0'));
      expect(parked).toBeGreaterThan(0);
      expect(lines[parked + 1]).toMatch(/^ {2}difference +−84\.7/);
    },
  );

  it('lets no name of a scenario move the cursor', () => {
    const designs = { 'a\u001b[2J': { threads: 8, working: 1, parked: 7, blocked: 0 } };
    expect(plain(madeUpResult({ hasHostileNames: true, designs }))).not.toContain('\u001b');
  });
});
