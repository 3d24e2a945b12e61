import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Disk, disk } from '../../../src/report/files/disk.ts';
import { Occupied } from '../../../src/report/files/occupied.ts';
import { Unfinished, writeOwned } from '../../../src/report/files/owned-folder.ts';
import { checkOwnedPlace, writeOwnedPlace } from '../../../src/report/files/owned-place.ts';
import { temporaryFolder } from '../../cli/temporary-folder.ts';
import { problemsThrownBy } from '../../scenario/small-scenario.ts';
import { treeOf } from './tree.ts';

const FILES = new Map([
  ['result.json', 'result'],
  ['charts/a.png', 'picture'],
]);
const MANIFEST = '.unpark-files.json';
const COMMIT = '.unpark-commit.json';
const STAGE = '.unpark-stage';
const list = (...report: string[]) => JSON.stringify({ manifestVersion: 1, report });

/** A report's folder, and beside it one of the user's, with files of the names that ours have. */
function besideAVictim(): { parent: string; folder: string } {
  const parent = temporaryFolder();
  const folder = join(parent, 'report');
  mkdirSync(folder);
  mkdirSync(join(parent, 'victim/charts'), { recursive: true });
  for (const name of ['a.png', 'gone.png', 'result.json', 'charts/a.png', MANIFEST]) {
    writeFileSync(join(parent, 'victim', name), 'precious');
  }
  return { parent, folder };
}

/** A disk on which somebody else does something as soon as a file has come to a place. */
function meanwhile(place: string, action: () => void): Disk {
  return {
    ...disk,
    rename: (from, to) => {
      disk.rename(from, to);
      if (to === place) action();
    },
  };
}

describe('a link in a report’s folder', () => {
  it.each([
    [
      'the folder of pictures, with a commit to go on with',
      (folder: string) => {
        mkdirSync(join(folder, STAGE, 'charts'), { recursive: true });
        writeFileSync(join(folder, STAGE, 'charts/a.png'), 'picture');
        writeFileSync(join(folder, COMMIT), list('charts/a.png', 'result.json'));
        writeFileSync(join(folder, MANIFEST), list('charts/gone.png'));
        symlinkSync('../victim', join(folder, 'charts'));
      },
    ],
    [
      'the stage, with a commit to go on with',
      (folder: string) => {
        writeFileSync(join(folder, COMMIT), list('result.json'));
        symlinkSync('../victim', join(folder, STAGE));
      },
    ],
    ['the stage', (folder: string) => symlinkSync('../victim', join(folder, STAGE))],
    [
      'the stage’s folder of pictures',
      (folder: string) => {
        mkdirSync(join(folder, STAGE));
        symlinkSync('../../victim', join(folder, STAGE, 'charts'));
        writeFileSync(join(folder, COMMIT), list('charts/a.png'));
      },
    ],
    [
      'a staged file',
      (folder: string) => {
        mkdirSync(join(folder, STAGE));
        symlinkSync('../../victim/result.json', join(folder, STAGE, 'result.json'));
        writeFileSync(join(folder, COMMIT), list('result.json'));
      },
    ],
    ['the list of our files', (folder: string) => symlinkSync(`../victim/${MANIFEST}`, join(folder, MANIFEST))],
    ['the commit', (folder: string) => symlinkSync(`../victim/${MANIFEST}`, join(folder, COMMIT))],
  ])('is never followed, and nothing is changed, where it stands for: %s', (_what, prepare) => {
    const { parent, folder } = besideAVictim();
    prepare(folder);
    const before = treeOf(parent);
    expect(() => writeOwned(folder, 'report', FILES)).toThrow(Occupied);
    expect(treeOf(parent)).toEqual(before);
    expect(problemsThrownBy(() => checkOwnedPlace(folder, 'report'))).toHaveLength(1);
    expect(treeOf(parent)).toEqual(before);
  });

  it('that is put there while the files are on their way is not followed either', () => {
    const { parent, folder } = besideAVictim();
    const files = new Map([...FILES, ['charts/b.png', 'another']]);
    writeOwned(folder, 'report', files);
    const victim = treeOf(join(parent, 'victim'));
    const on = meanwhile(join(folder, 'charts/a.png'), () => {
      renameSync(join(folder, 'charts'), join(folder, 'moved'));
      symlinkSync('../victim', join(folder, 'charts'));
    });
    const again = new Map([...files].map(([name, text]) => [name, `new ${text}`]));
    expect(() => writeOwned(folder, 'report', again, on)).toThrow(Unfinished);
    expect(treeOf(join(parent, 'victim'))).toEqual(victim);
    // Without the link the next run goes on.
    rmSync(join(folder, 'charts'));
    renameSync(join(folder, 'moved'), join(folder, 'charts'));
    checkOwnedPlace(folder, 'report');
    expect(treeOf(folder)).toMatchObject(Object.fromEntries(again));
  });
});

describe('what others have put under the names that we keep for ourselves', () => {
  it.each([
    ['a stage with their files', { [`${STAGE}/thesis.txt`]: 'mine', [`${STAGE}/notes/a.txt`]: 'mine' }],
    ['a stage with their pictures', { [`${STAGE}/charts/Me.jpg`]: 'mine' }],
    ['a stage that is a file', { [STAGE]: 'mine' }],
    ['a folder of the list’s name', { [`${MANIFEST}/a.txt`]: 'mine' }],
    ['a folder of the commit’s name', { [`${COMMIT}/a.txt`]: 'mine' }],
    ['a commit that names other files', { [COMMIT]: list('../victim') }],
  ])('is refused before anything runs, and stays: %s', (_what, theirs) => {
    const folder = temporaryFolder();
    for (const [name, text] of Object.entries(theirs)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const before = treeOf(folder);
    expect(problemsThrownBy(() => checkOwnedPlace(folder, 'report'))[0]).toMatchObject({
      message: 'the report cannot be written there; nothing was changed',
    });
    expect(() => writeOwned(folder, 'report', FILES)).toThrow(Occupied);
    expect(treeOf(folder)).toEqual(before);
  });
});

describe('a report that cannot be written', () => {
  const denied = (isDenied: (path: string) => boolean): Disk => {
    const guard = (path: string): void => {
      if (isDenied(path)) throw Object.assign(new Error('denied'), { code: 'EACCES' });
    };
    return {
      ...disk,
      write: (path, content, isNew) => {
        guard(path);
        disk.write(path, content, isNew);
      },
      rename: (from, to) => {
        guard(to);
        disk.rename(from, to);
      },
    };
  };

  it('because its folder of pictures is read-only leaves everything as it was', () => {
    const folder = join(temporaryFolder(), 'report');
    writeOwned(folder, 'report', FILES);
    const before = treeOf(folder);
    const on = denied((path) => path.startsWith(join(folder, 'charts/')));
    const [problem] = problemsThrownBy(() => writeOwnedPlace(folder, 'report', new Map(FILES), on));
    expect(problem).toMatchObject({
      message: 'the report cannot be written there; nothing was changed',
      found: 'writing there is not permitted',
    });
    expect(treeOf(folder)).toEqual(before);
  });

  it('to its last place says that it is there in part, and the next run completes it', () => {
    const folder = join(temporaryFolder(), 'report');
    const on = denied((path) => path === join(folder, 'charts/a.png'));
    const [problem] = problemsThrownBy(() => writeOwnedPlace(folder, 'report', FILES, on));
    expect(problem?.message).toBe('the report is written, but not all of it is at its place');
    checkOwnedPlace(folder, 'report');
    expect(treeOf(folder)).toMatchObject({ 'charts/a.png': 'picture', 'result.json': 'result' });
  });

  it.each(['new/deep', `new/${'n'.repeat(300)}`, `new/${'n'.repeat(300)}/deep`])(
    'leaves no folder on the way: %s',
    (out) => {
      const parent = temporaryFolder();
      const on: Disk = { ...disk, makeFolder: (path) => makeButNot(path, join(parent, 'new/deep')) };
      expect(problemsThrownBy(() => writeOwnedPlace(join(parent, out), 'report', FILES, on))).toHaveLength(1);
      expect(treeOf(parent)).toEqual({});
      if (out === 'new/deep') return;
      expect(problemsThrownBy(() => checkOwnedPlace(join(parent, out), 'report'))[0]).toMatchObject({
        found: 'a name that is too long',
      });
      expect(treeOf(parent)).toEqual({});
    },
  );
});

function makeButNot(path: string, refused: string): void {
  if (path === refused) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  disk.makeFolder(path);
}
