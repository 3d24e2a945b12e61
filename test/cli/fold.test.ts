import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/cli/columns.ts';
import { folded } from '../../src/cli/fold.ts';
import { unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** As a terminal counts. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours take no room.
const widthOf = (line: string) => [...line.replace(/\u001b\[[0-9;]*m/g, '')].length;

describe('a printed line that is wider than the terminal', () => {
  it('is broken at spaces, and goes on below its text', () => {
    expect(folded('  found:    a map with the keys mean and p99', 30)).toBe(
      '  found:    a map with the\n            keys mean and p99',
    );
    expect(folded('  expected: a scenario file, or a name', 30)).toBe(
      '  expected: a scenario file,\n            or a name',
    );
    expect(folded('- one two three', 9)).toBe('- one two\n  three');
    expect(folded('    one two three', 12)).toBe('    one two\n    three');
  });

  it('has a name that leaves no room on a line of its own', () => {
    expect(folded('  --replications <n>        how often each design is run', 36)).toBe(
      '  --replications <n>\n      how often each design is run',
    );
    expect(folded('  pass    janitor.pools.storage.active.mean < 5', 40)).toBe(
      '  pass\n      janitor.pools.storage.active.mean\n      < 5',
    );
    expect(folded('  FAIL    janitor.pools.storage.queueDepth.mean = 0', 40)).toBe(
      '  FAIL\n   janitor.pools.storage.queueDepth.mean\n   = 0',
    );
    expect(folded('  diff [options] <before.json> <after.json>  compare two', 40)).toBe(
      '  diff [options] <before.json>\n      <after.json>\n      compare two',
    );
  });

  it('stays a command that can be copied', () => {
    expect(folded("Reproduce it: npx unpark check 'my file.yaml' --baseline", 40)).toBe(
      "Reproduce it: npx unpark check \\\n    'my file.yaml' --baseline",
    );
    // A sentence that begins with a command is none.
    for (const prose of [
      'npx unpark init writes one to start from; what parks in it is taken from it',
      'npx unpark observe dump.txt, npx unpark observe --pid 1234, or another',
      'npx unpark init writes one to start from, and that is all.',
    ]) {
      expect(folded(`  hint:     ${prose}`, 40)).not.toContain('\\');
    }
    expect(folded('  hint:     npx unpark run "a, b; c.yaml" --replications 5', 40)).toContain(' \\\n');
    expect(folded('  hint:     `npx unpark list` shows the shipped scenarios', 40)).not.toContain('\\');
  });

  it('is not made narrower by its colours, and parts no number from its %', () => {
    const red = '\u001b[31mone two three\u001b[39m';
    expect(folded(red, 13)).toBe(red);
    expect(folded('at most 20 %', 10)).toBe('at most\n20 %');
    expect(folded('it took 20 min', 12)).toBe('it took\n20 min');
  });

  it.each([40, 80])('fits in %i columns, whatever words it has', (width) => {
    const words = ['  expected:', 'a', 'scenario', 'file,', 'or', 'the', 'name', 'of', 'a', 'shipped', 'one'];
    for (let length = 2; length <= 200; length += 1) {
      const line = Array.from({ length }, (_, i) => words[(i * i) % words.length]).join(length % 2 === 0 ? ' ' : '  ');
      for (const part of folded(line, width).split('\n')) expect(widthOf(part)).toBeLessThanOrEqual(width);
    }
  });

  it('keeps a word whole that is longer than the line', () => {
    expect(folded(`see ${'x'.repeat(50)} there`, 20)).toBe(`see\n${'x'.repeat(50)}\nthere`);
  });
});

describe('what a command prints', { timeout: 120_000 }, () => {
  const commands = ['run', 'live', 'check', 'baseline', 'diff', 'explain', 'report', 'init', 'list'];

  it.each([
    ...['', ...commands].map((command) => `${command} --help`.trim().split(' ')),
    ['list'],
    ['explain', 'omi-sync'],
    ['explain', 'no-such-scenario'],
    ['explain', 'omi-sync', '--set', 'pools.storge.threads=1'],
  ])('fits in 40 columns: %s %s', async (...args) => {
    const outcome = await unpark(args, { cwd: temporaryFolder(), env: { COLUMNS: '40' } });
    for (const line of `${outcome.stdout}${outcome.stderr}`.split('\n')) expect(widthOf(line), line).toBeLessThan(41);
  });
});

describe('the width of an output', () => {
  it('is that of its terminal, or else what COLUMNS says', () => {
    expect(columnsOf({ columns: 80 }, { COLUMNS: '40' })).toBe(80);
    expect(columnsOf({ columns: undefined }, { COLUMNS: '40' })).toBe(40);
    expect(columnsOf({ columns: 0 }, {})).toBeUndefined();
    for (const said of ['', '0', '-3', 'wide', '1e9']) expect(columnsOf({}, { COLUMNS: said })).toBeUndefined();
  });
});
