import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMALL } from '../scenario/small-scenario.ts';
import { type Outcome, unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const TIMEOUT_MS = 120_000;
const LITTLE = ['--replications', '2', '--duration', '20m', '--measure', '*.pools.storage.active.mean'];
const GRID = ['--set', 'pools.storage.threads=4,8,16', 'jobs.sync.arrivals.poisson=3/min,6/min', ...LITTLE];
const FILES = ['sweep.jsonl', 'sweep.csv', 'index.html'];

function folder(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small.yaml'), SMALL);
  return cwd;
}

/** The whole sweep of the grid, made once, with its folder. */
const original = mkdtempSync(join(tmpdir(), 'unpark-test-'));
beforeAll(async () => {
  writeFileSync(join(original, 'small.yaml'), SMALL);
  expect(await sweep(original, ...GRID, '--out', 'whole')).toEqual(OK);
});
afterAll(() => rmSync(original, { recursive: true }));

function folderWithWhole(): string {
  const cwd = folder();
  cpSync(join(original, 'whole'), join(cwd, 'whole'), { recursive: true });
  return cwd;
}

const sweep = (cwd: string, ...args: string[]): Promise<Outcome> =>
  unpark(['sweep', 'small.yaml', ...args, '--quiet'], { cwd });

/** What is in a folder of a sweep. */
const written = (cwd: string, out: string) => FILES.map((file) => readFileSync(join(cwd, out, file), 'utf8'));
const OK: Outcome = { code: 0, stdout: '', stderr: '' };

describe('unpark sweep', { timeout: TIMEOUT_MS }, () => {
  it('writes one table, a page and pictures, the same bytes with one core and with three, and in shards that are merged', async () => {
    const cwd = folder();
    expect(await sweep(cwd, ...GRID, '--jobs', '1', '--out', 'whole')).toEqual(OK);
    expect(await sweep(cwd, ...GRID, '--jobs', '3', '--out', 'again')).toEqual(OK);
    expect(written(cwd, 'again')).toEqual(written(cwd, 'whole'));
    for (const shard of ['3/4', '1/4', '4/4', '2/4']) {
      expect(await sweep(cwd, ...GRID, '--shard', shard, '--out', 'parts')).toEqual(OK);
    }
    expect(readdirSync(join(cwd, 'parts')).sort()).toEqual([1, 2, 3, 4].map((shard) => `part-${shard}-of-4.jsonl`));
    expect(await unpark(['merge', 'parts', '--out', 'merged', '--quiet'], { cwd })).toEqual(OK);
    expect(written(cwd, 'merged')).toEqual(written(cwd, 'whole'));
    const pictures = readdirSync(join(cwd, 'whole/charts')).sort();
    expect(pictures).toContain('pools-storage-active-mean.png');
    for (const picture of pictures) {
      expect(readFileSync(join(cwd, 'merged/charts', picture))).toEqual(
        readFileSync(join(cwd, 'whole/charts', picture)),
      );
    }
    const [header, ...rows] = readFileSync(join(cwd, 'whole/sweep.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(header).toMatchObject({ sweep: 'unpark-sweep', points: 6, replications: 2, designs: ['legacy', 'janitor'] });
    expect(rows).toHaveLength(12);
    expect(existsSync(join(cwd, 'whole.journal.jsonl'))).toBe(false);
  });

  it('has at each point what a run of that point has', async () => {
    const cwd = folder();
    expect(await sweep(cwd, ...GRID, 'legacy.jobs.sync.time.p99', '--out', 'whole')).toEqual(OK);
    const run = ['--set', 'pools.storage.threads=8', 'jobs.sync.arrivals.poisson=6/min', ...LITTLE.slice(0, 4)];
    expect(await unpark(['run', 'small.yaml', ...run, '--out', 'run', '--quiet', '--no-pictures'], { cwd })).toEqual(
      OK,
    );
    const { designs, scenario } = JSON.parse(readFileSync(join(cwd, 'run/result.json'), 'utf8'));
    const rows = readFileSync(join(cwd, 'whole/sweep.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line));
    const [legacy, janitor] = rows.filter(
      ({ set }) => set['pools.storage.threads'] === 8 && set['jobs.sync.arrivals.poisson'] === '6/min',
    );
    expect(legacy.hash).toBe(scenario.hash);
    expect(legacy.measures['pools.storage.active.mean'].value).toBe(designs.legacy.pools.storage.active.mean);
    expect(legacy.measures['jobs.sync.time.p99'].value).toBe(designs.legacy.jobs.sync.time.p99);
    expect(janitor.measures).toEqual({
      'pools.storage.active.mean': expect.objectContaining({ value: designs.janitor.pools.storage.active.mean }),
    });
    const { mean, meanHalfWidth95 } = designs.janitor.pools.storage.active;
    expect(janitor.measures['pools.storage.active.mean'].high95).toBeCloseTo(mean + meanHalfWidth95, 9);
  });

  it('goes on after an interruption where it was, to the same bytes, and so after a killed run whose last row is cut off', async () => {
    const cwd = folderWithWhole();
    const long = ['--set', 'pools.storage.threads=4..40/1', '--duration', '30d', '--jobs', '1', '--out', 'cut'];
    const interrupted = await unpark(['sweep', 'small.yaml', ...long], { cwd, interruptAfterMs: 1_500 });
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toMatch(
      /interrupted: \d+ of 74 runs were simulated\. \d+ rows? of 74 (is|are) kept in .*cut\.journal\.jsonl; the same command goes on from there/,
    );
    expect(existsSync(join(cwd, 'cut'))).toBe(false);

    // As a killed run leaves it: some rows, and a part of one.
    const text = readFileSync(join(cwd, 'whole/sweep.jsonl'), 'utf8');
    const fifth = text.split('\n').slice(0, 5).join('\n').length;
    for (const bytes of [10, fifth + 1, fifth + 40, text.length]) {
      writeFileSync(join(cwd, 'resumed.journal.jsonl'), text);
      truncateSync(join(cwd, 'resumed.journal.jsonl'), bytes);
      expect(await sweep(cwd, ...GRID, '--out', 'resumed')).toEqual(OK);
      expect(written(cwd, 'resumed')).toEqual(written(cwd, 'whole'));
      expect(existsSync(join(cwd, 'resumed.journal.jsonl'))).toBe(false);
    }
  });

  it('keeps the rows that an interrupted run has simulated, and does not simulate them again', async () => {
    const cwd = folderWithWhole();
    const [header, first, ...rest] = readFileSync(join(cwd, 'whole/sweep.jsonl'), 'utf8').split('\n');
    // A figure that no simulation gives shows that the row was taken as it was.
    const marked = (first as string).replace(/"value":[\d.]+/, '"value":12345');
    writeFileSync(join(cwd, 'resumed.journal.jsonl'), `${header}\n${marked}\n`);
    expect(await sweep(cwd, ...GRID, '--out', 'resumed')).toEqual(OK);
    expect(readFileSync(join(cwd, 'resumed/sweep.jsonl'), 'utf8')).toBe([header, marked, ...rest].join('\n'));
  });

  it.each([
    ['seed', ['--seed', '2'], 'seed'],
    ['set of designs', ['--design', 'legacy'], 'set of designs'],
    ['grid', ['--set', 'pools.storage.threads=4,8', ...LITTLE], 'grid'],
  ])('refuses to go on with what a sweep of another %s has left, and leaves it as it was', async (_, args, what) => {
    const cwd = folderWithWhole();
    copyFileSync(join(cwd, 'whole/sweep.jsonl'), join(cwd, 'other.journal.jsonl'));
    const before = readFileSync(join(cwd, 'other.journal.jsonl'), 'utf8');
    const grid = what === 'grid' ? args : [...GRID, ...args];
    const { code, stderr } = await sweep(cwd, ...grid, '--out', 'other');
    expect(stderr).toContain(`it is another sweep: it has another ${what}`);
    expect(code).toBe(3);
    expect(readFileSync(join(cwd, 'other.journal.jsonl'), 'utf8')).toBe(before);
    expect(await sweep(cwd, ...grid, '--out', 'other', '--restart')).toEqual(OK);
  });

  it('does nothing where its part is there already, and refuses a place with a part of another sweep', async () => {
    const cwd = folder();
    const part = [...GRID, '--shard', '1/6', '--out', 'parts'];
    expect(await sweep(cwd, ...part)).toEqual(OK);
    const again = await unpark(['sweep', 'small.yaml', ...part], { cwd });
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('there is nothing to do') });
    const before = readFileSync(join(cwd, 'parts/part-1-of-6.jsonl'), 'utf8');
    const other = await sweep(cwd, ...part, '--seed', '9');
    expect(other).toMatchObject({ code: 3, stderr: expect.stringContaining('another seed; nothing was overwritten') });
    expect(readFileSync(join(cwd, 'parts/part-1-of-6.jsonl'), 'utf8')).toBe(before);
  });

  it.each([
    [['--set', 'pools.storag.threads=4,8'], 'unknown pool `storag`'],
    [['--set', 'pools.storage.thread=4,8'], 'unknown key `thread`'],
    [['--set', 'pools.storage.threads=4,none'], '--set pools.storage.threads=none'],
    [
      ['--set', 'pools.storage.threads=4,8', '--measure', '*.pools.storage.nothing'],
      '--measure *.pools.storage.nothing',
    ],
    [['--set', 'pools.storage.threads=4,8', '--measure', '*.pools.storage.threads'], 'it is what the sweep sets'],
    [['--set', 'pools.storage.threads=4,8', '--measure', '*.jobs.sync.deletion'], 'it is a word and has no size'],
    [['--set', 'pools.storage.threads=4,8', '--out', 'gs://x'], 'this is no place in a bucket'],
    [['--set', 'pools.storage.threads=4,8', '--out', '.'], 'the sweep cannot be written there; nothing was changed'],
    [['--set', 'pools.storage.threads=4,8', '--shard', '3/2'], 'this is no shard'],
    [[], 'nothing is varied'],
  ])('refuses %j before anything is simulated', async (args, message) => {
    const cwd = folder();
    const { code, stderr } = await sweep(cwd, ...args);
    expect(stderr).toContain(message);
    expect(stderr).toContain('expected:');
    expect(code).toBe(2);
    expect(readdirSync(cwd)).toEqual(['small.yaml']);
  });
});

describe('unpark merge', { timeout: TIMEOUT_MS }, () => {
  it('tells what is lost, doubled, cut off or of another sweep, and writes nothing', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'odd'));
    for (const shard of ['1/2', '2/2'])
      expect(await sweep(cwd, ...GRID, '--shard', shard, '--out', 'parts')).toEqual(OK);
    expect(await sweep(cwd, ...GRID, '--shard', '1/3', '--out', 'odd')).toEqual(OK);
    expect(await sweep(cwd, ...GRID, '--seed', '5', '--shard', '2/2', '--out', 'odd')).toEqual(OK);
    const [one, two] = ['parts/part-1-of-2.jsonl', 'parts/part-2-of-2.jsonl'] as const;
    const lines = readFileSync(join(cwd, two), 'utf8').split('\n');
    writeFileSync(join(cwd, 'odd/short.jsonl'), lines.slice(0, -2).join('\n').concat('\n'));
    writeFileSync(join(cwd, 'odd/cut.jsonl'), lines.join('\n').slice(0, -20));
    writeFileSync(join(cwd, 'odd/turned.jsonl'), [lines[0], lines[2], lines[1], ...lines.slice(3)].join('\n'));
    const version = (lines[0] as string).replace(/"engineVersion":"[^"]+"/, '"engineVersion":"0.0.1"');
    writeFileSync(join(cwd, 'odd/version.jsonl'), [version, ...lines.slice(1)].join('\n'));
    const cases: [parts: string[], code: number, message: string][] = [
      [[one], 2, 'no shard 2'],
      [[one, one], 2, 'the same shard is there twice'],
      [[one, two, two], 2, 'the same shard is there twice'],
      [[one, 'odd/part-1-of-3.jsonl'], 2, 'their points overlap'],
      [[one, 'odd/part-2-of-2.jsonl'], 3, 'another seed'],
      [[one, 'odd/version.jsonl'], 3, 'another version of unpark'],
      [[one, 'odd/short.jsonl'], 2, 'the sweep is not whole'],
      [[one, 'odd/cut.jsonl'], 2, 'and a last line that is cut off'],
      [[one, 'odd/turned.jsonl'], 2, 'another row is expected here'],
      [[one, 'small.yaml'], 2, 'this is no sweep of unpark'],
      [[one, 'nothing.jsonl'], 2, 'there is no such file'],
      [['odd/..'], 2, 'there are no parts of a sweep'],
    ];
    for (const [parts, expected, message] of cases) {
      const { code, stderr } = await unpark(['merge', ...parts, '--out', 'merged'], { cwd });
      expect(stderr).toContain(message);
      expect(stderr).toMatch(/expected: .*\n *found: /);
      expect([message, code]).toEqual([message, expected]);
      expect(existsSync(join(cwd, 'merged'))).toBe(false);
    }
    expect(await unpark(['merge', two, one, '--out', 'merged', '--quiet'], { cwd })).toEqual(OK);
  });
});
