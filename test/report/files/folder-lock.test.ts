import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Disk, disk } from '../../../src/report/files/disk.ts';
import { FolderBusy, lockOf, withFolderLock } from '../../../src/report/files/folder-lock.ts';
import { thisProcess } from '../../../src/report/files/lock-holder.ts';
import { temporaryFolder } from '../../cli/temporary-folder.ts';

const PATIENCE_MS = 100;
const holder = (id: number) => JSON.stringify({ pid: process.pid, host: 'another machine', id });

describe('the lock of a folder', () => {
  it('is waited for as long as one run after the other has its turn', () => {
    const folder = temporaryFolder();
    let turns = 0;
    const on: Disk = {
      ...disk,
      claim: (path, content) => {
        turns += 1;
        disk.remove(path);
        disk.claim(path, turns < 20 ? holder(turns) : content);
        if (turns < 20) throw Object.assign(new Error('theirs'), { code: 'EEXIST' });
      },
    };
    expect(withFolderLock(folder, on, () => turns, PATIENCE_MS)).toBe(20);
  });

  it.each([holder(1), ''])('that does not go away is told, and stays: %j', (text) => {
    const folder = temporaryFolder();
    writeFileSync(lockOf(folder), text);
    expect(() => withFolderLock(folder, disk, () => {}, PATIENCE_MS)).toThrow(FolderBusy);
    expect(readFileSync(lockOf(folder), 'utf8')).toBe(text);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it.each([holder(1), ''])('is taken over when nobody has touched it for long: %j', (text) => {
    const folder = temporaryFolder();
    writeFileSync(lockOf(folder), text);
    const { mtimeMs } = statSync(lockOf(folder));
    utimesSync(lockOf(folder), mtimeMs / 1_000, mtimeMs / 1_000 - 60);
    expect(withFolderLock(folder, disk, () => 'done', PATIENCE_MS)).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['this very process, in an earlier life of the container', {}],
    ['a process whose number was given to another', { pid: process.ppid, start: '1' }],
    ['a process that is gone', { pid: 2 ** 22 + 1 }],
  ])('of %s is taken over at once', (_whose, parts) => {
    const folder = temporaryFolder();
    writeFileSync(lockOf(folder), JSON.stringify({ ...thisProcess(), ...parts, id: 'another' }));
    expect(withFolderLock(folder, disk, () => 'done', 0)).toBe('done');
  });

  it('of a process that is there is never taken, however old it is', () => {
    const folder = temporaryFolder();
    const start = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
    writeFileSync(lockOf(folder), JSON.stringify({ ...thisProcess(), pid: process.ppid, start, id: 'another' }));
    utimesSync(lockOf(folder), 0, 0);
    expect(() => withFolderLock(folder, disk, () => {}, PATIENCE_MS)).toThrow(FolderBusy);
  });

  it.each<[string, (lock: string) => void]>([
    ['a folder', (lock) => mkdirSync(lock)],
    ['a link', (lock) => symlinkSync('elsewhere', lock)],
    ['says something else', (lock) => writeFileSync(lock, 'somebody’s notes')],
  ])('that is none of ours is told at once, and stays: %s', (what, make) => {
    const folder = temporaryFolder();
    make(lockOf(folder));
    expect(() => withFolderLock(folder, disk, () => {}, Number.POSITIVE_INFINITY)).toThrow(
      expect.objectContaining({ name: 'Error', found: expect.stringContaining(what) }),
    );
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
