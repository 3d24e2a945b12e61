import { type Disk, disk } from '../../../src/report/files/disk.ts';

/** Ends the program at once: nothing that would clean up runs after it. */
export class Killed extends Error {}

export type Fault = 'killed' | 'ENOSPC';

/**
 * A disk at which something happens at the n-th change: the program is killed, so that every later change fails too; or the disk is full once.
 * @returns the disk, and how many changes were asked for.
 */
export function failingDisk(at: number, fault: Fault): { on: Disk; changes: () => number } {
  let changes = 0;
  const guarded = <Args extends unknown[]>(change: (...args: Args) => void, needsRoom = true) => {
    return (...args: Args): void => {
      if (fault === 'killed' || needsRoom) changes += 1;
      if (fault === 'killed' && changes >= at) throw new Killed();
      if (fault === 'ENOSPC' && needsRoom && changes === at) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      change(...args);
    };
  };
  const on: Disk = {
    makeFolder: guarded(disk.makeFolder),
    write: guarded(disk.write),
    claim: guarded(disk.claim),
    rename: guarded(disk.rename),
    remove: guarded(disk.remove, false),
    removeFolder: guarded(disk.removeFolder, false),
  };
  return { on, changes: () => changes };
}
