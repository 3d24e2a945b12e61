import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Disk, disk } from '../../../src/report/files/disk.ts';
import { FolderBusy, lockOf, withFolderLock } from '../../../src/report/files/folder-lock.ts';
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

  it.each([holder(1), '', 'somebody’s notes'])('that does not go away is told, and stays: %j', (text) => {
    const folder = temporaryFolder();
    writeFileSync(lockOf(folder), text);
    expect(() => withFolderLock(folder, disk, () => {}, PATIENCE_MS)).toThrow(FolderBusy);
    expect(readFileSync(lockOf(folder), 'utf8')).toBe(text);
  });
});
