import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResult } from '../../src/report/read.ts';
import { checkReportFolder, resultJson, writeReport } from '../../src/report/write.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { problemsThrownBy } from '../scenario/small-scenario.ts';
import { beforeAfter, poolHistory } from './made-up-result.ts';

const FILES = { summary: 'summary', page: 'page', pngs: [{ id: 'threads', bytes: new Uint8Array([1, 2]) }] };

describe('a report', () => {
  it('is written as four things, into folders that are made for it, and read again as the same result', () => {
    const cwd = temporaryFolder();
    const folder = join(cwd, 'reports/out/mine');
    writeReport(folder, beforeAfter(), FILES);
    expect(readdirSync(folder, { recursive: true }).map(String).sort()).toEqual(
      ['.unpark-files.json', 'charts', join('charts', 'threads.png'), 'index.html', 'result.json', 'summary.md'].sort(),
    );
    expect(readResult(join(folder, 'result.json'))).toEqual(beforeAfter());
    expect(readdirSync(join(cwd, 'reports/out'))).toEqual(['mine']);
  });

  it('takes the place of an earlier one as a whole: nothing of that is left', () => {
    const folder = join(temporaryFolder(), 'mine');
    writeReport(folder, poolHistory(), { ...FILES, pngs: [{ id: 'old', bytes: new Uint8Array([1]) }] });
    writeReport(folder, beforeAfter(), FILES);
    expect(readdirSync(join(folder, 'charts'))).toEqual(['threads.png']);
    expect(readFileSync(join(folder, 'result.json'), 'utf8')).toBe(resultJson(beforeAfter()));
  });

  it('that cannot be written leaves the earlier one whole, and nothing beside it', () => {
    const cwd = temporaryFolder();
    const folder = join(cwd, 'mine');
    writeReport(folder, poolHistory(), FILES);
    // A picture whose name no file system takes fails in the middle of the writing.
    const broken = { ...FILES, pngs: [...FILES.pngs, { id: 'x'.repeat(300), bytes: new Uint8Array([1]) }] };
    expect(problemsThrownBy(() => writeReport(folder, beforeAfter(), broken))).toHaveLength(1);
    expect(readResult(join(folder, 'result.json'))).toEqual(poolHistory());
    expect(readdirSync(cwd)).toEqual(['mine']);
  });
});

describe('a folder that no report can go to', () => {
  const refused = (folder: string) => problemsThrownBy(() => checkReportFolder(folder))[0];

  it('is one with something else in it, or a file', () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'precious'));
    writeFileSync(join(cwd, 'precious/thesis.txt'), 'years of work');
    expect(refused(join(cwd, 'precious'))).toMatchObject({ found: 'a folder with thesis.txt' });
    expect(refused(join(cwd, 'precious/thesis.txt'))).toMatchObject({ expected: 'a folder', found: 'a file' });
    expect(refused(join(cwd, 'precious/thesis.txt/report'))).toMatchObject({
      found: 'a file where a folder should be',
      hint: 'name another folder with --out',
    });
  });

  it.runIf(process.platform === 'linux')('is one where the system has no place for folders', () => {
    expect(refused('/proc/no/such')).toMatchObject({ found: 'a place where no folder can be made' });
  });

  it('is left as it is by the question', () => {
    const cwd = temporaryFolder();
    checkReportFolder(join(cwd, 'new'));
    expect(readdirSync(cwd)).toEqual([]);
  });
});
