import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../src/report/files/disk.ts';
import { thisProcess } from '../../../src/report/files/lock-holder.ts';
import type { Owner } from '../../../src/report/files/manifest.ts';
import { Unfinished, writeOwned } from '../../../src/report/files/owned-folder.ts';
import { checkOwnedPlace, writeOwnedPlace } from '../../../src/report/files/owned-place.ts';
import { temporaryFolder } from '../../cli/temporary-folder.ts';
import { problemsThrownBy } from '../../scenario/small-scenario.ts';
import { type Fault, failingDisk, Killed } from './failing-disk.ts';
import { treeOf, visible } from './tree.ts';

const OLD = new Map([
  ['result.json', 'old result'],
  ['summary.md', 'old summary'],
  ['index.html', 'old page'],
  ['charts/gone.png', 'old picture'],
  ['charts/kept.png', 'old kept'],
]);
const NEW = new Map([
  ['result.json', 'new result'],
  ['summary.md', 'new summary'],
  ['index.html', 'new page'],
  ['charts/kept.png', 'new kept'],
  ['charts/more.png', 'new picture'],
]);
const VERDICT = new Map([
  ['check.md', 'verdict'],
  ['check.json', '{}'],
]);
const USERS = { 'notes.txt': 'mine', 'charts/mine.png': 'my picture', src: '(folder)', 'src/main.ts': 'code' };
const asTree = (files: ReadonlyMap<string, string>) => ({ ...Object.fromEntries(files), charts: '(folder)' });

/** A folder with the old report, and with files of the user's beside it. */
function reportFolder(): string {
  const folder = join(temporaryFolder(), 'report');
  writeOwned(folder, 'report', OLD);
  mkdirSync(join(folder, 'src'));
  for (const [name, text] of Object.entries(USERS)) if (text !== '(folder)') writeFileSync(join(folder, name), text);
  return folder;
}

/** Writes files with a fault at the n-th change. @returns whether the fault was met. */
function writeWithFault(folder: string, at: number, fault: Fault, owner: Owner = 'report', files = NEW): boolean {
  const { on, changes } = failingDisk(at, fault);
  try {
    writeOwned(folder, owner, files, on);
  } catch (error) {
    const isMeant = error instanceof Killed || error instanceof Unfinished || codeOf(error) === 'ENOSPC';
    if (!isMeant) throw error;
  }
  bury(folder);
  return changes() >= at;
}

/** The dead run's lock names this process, which lives: as if it had been another that died. */
function bury(folder: string): void {
  const lock = join(folder, '.unpark-lock');
  if (existsSync(lock)) writeFileSync(lock, JSON.stringify({ ...thisProcess(), pid: 2 ** 22 + 1, id: 'dead' }));
}

describe('a folder with files of ours', () => {
  it('keeps everything that is not ours, and nothing of the former files', () => {
    const folder = reportFolder();
    writeOwned(folder, 'report', NEW);
    expect(visible(treeOf(folder))).toEqual({ ...asTree(NEW), ...USERS });
    expect(readdirSync(folder).filter((name) => name.startsWith('.unpark-'))).toEqual(['.unpark-files.json']);
  });

  it('keeps the files of the other owner', () => {
    const folder = reportFolder();
    writeOwned(folder, 'check', new Map([['check.md', 'verdict']]));
    writeOwned(folder, 'report', NEW);
    writeOwned(folder, 'check', new Map([['check.json', '{}']]));
    expect(visible(treeOf(folder))).toEqual({ ...asTree(NEW), ...USERS, 'check.json': '{}' });
  });

  it('has the earlier files or the new ones after the next run, whole, whenever it is killed', () => {
    for (let at = 1; ; at += 1) {
      const folder = reportFolder();
      if (!writeWithFault(folder, at, 'killed')) break;
      const found = visible(treeOf(folder));
      for (const [name, text] of Object.entries(USERS)) expect(found[name], `killed at ${at}`).toBe(text);
      // Each file is the earlier or the new one; none is cut off or lost.
      for (const name of ['result.json', 'summary.md', 'index.html', 'charts/kept.png']) {
        expect([OLD.get(name), NEW.get(name)], `killed at ${at}: ${name}`).toContain(found[name]);
      }
      // Whatever the next run writes, nothing of the dead one is left.
      writeOwned(folder, 'check', new Map([['check.md', 'verdict']]));
      const after = treeOf(folder);
      const { 'check.md': _, ...report } = visible(after);
      const wholes = [asTree(OLD), asTree(NEW)].map((whole) => JSON.stringify(sorted({ ...whole, ...USERS })));
      expect(wholes, `killed at ${at}`).toContain(JSON.stringify(sorted(report)));
      expect(Object.keys(after).filter((name) => name.startsWith('.unpark-'))).toEqual(['.unpark-files.json']);
      expect(at).toBeLessThan(200);
    }
  });

  it.each([
    ['a new folder', 'report', NEW, () => join(temporaryFolder(), 'new/deep')],
    ['the folder of a report', 'report', NEW, reportFolder],
    ['the folder of a report', 'check', VERDICT, reportFolder],
  ] as const)('takes the next run of the same kind, whenever one was killed: %s: %s', (_what, owner, files, place) => {
    for (let at = 1; ; at += 1) {
      const folder = place();
      if (!writeWithFault(folder, at, 'killed', owner, files)) break;
      checkOwnedPlace(folder, owner);
      writeOwnedPlace(folder, owner, files);
      const after = treeOf(folder);
      expect(after, `killed at ${at}`).toMatchObject(Object.fromEntries(files));
      expect(Object.keys(after).filter((name) => name.includes('.unpark-'))).toEqual(['.unpark-files.json']);
      expect(at).toBeLessThan(200);
    }
  });

  it('is as it was, with nothing left beside it, when the disk is full before the commit', () => {
    let committed = 0;
    for (let at = 1; ; at += 1) {
      const folder = reportFolder();
      const before = treeOf(folder);
      if (!writeWithFault(folder, at, 'ENOSPC')) break;
      const after = treeOf(folder);
      if (JSON.stringify(sorted(after)) === JSON.stringify(sorted(before))) continue;
      // From the commit on the new files count, and the next run completes them.
      committed += 1;
      writeOwned(folder, 'check', new Map([['check.md', 'verdict']]));
      const { 'check.md': _, ...report } = visible(treeOf(folder));
      expect(report, `full at ${at}`).toEqual({ ...asTree(NEW), ...USERS });
    }
    expect(committed).toBeGreaterThan(3);
  });

  it('that did not exist is not left behind by a run that failed', () => {
    const parent = temporaryFolder();
    const { on } = failingDisk(5, 'ENOSPC');
    expect(() => writeOwned(join(parent, 'a/b'), 'report', NEW, on)).toThrow('full');
    expect(readdirSync(parent)).toEqual([]);
  });

  it('that is a link stays one, and so does the link to its parent', () => {
    const parent = temporaryFolder();
    mkdirSync(join(parent, 'real'));
    symlinkSync('real', join(parent, 'link'));
    checkOwnedPlace(join(parent, 'link'), 'report');
    writeOwnedPlace(join(parent, 'link'), 'report', NEW);
    const tree = treeOf(parent);
    expect(tree.link).toBe('-> real');
    expect(tree['real/result.json']).toBe('new result');
  });

  it('never follows a link that somebody has put in the place of our folder of pictures', () => {
    const parent = temporaryFolder();
    const folder = join(parent, 'report');
    mkdirSync(join(parent, 'victim'));
    writeFileSync(join(parent, 'victim/gone.png'), 'precious');
    mkdirSync(folder);
    symlinkSync('../victim', join(folder, 'charts'));
    writeFileSync(
      join(folder, '.unpark-files.json'),
      JSON.stringify({ manifestVersion: 1, report: ['charts/gone.png', 'result.json'] }),
    );
    expect(() => writeOwned(folder, 'report', NEW)).toThrow();
    expect(treeOf(join(parent, 'victim'))).toEqual({ 'gone.png': 'precious' });
  });
});

describe('a place for files of ours', () => {
  const refused = (folder: string) => problemsThrownBy(() => checkOwnedPlace(folder, 'report'))[0];

  it.each([
    ['another name', { manifestVersion: 1, report: ['../../precious'] }],
    ['a file that no report has', { manifestVersion: 1, report: ['package.json'] }],
    ['another version', { manifestVersion: 2, report: [] }],
    ['no JSON', 'x'],
  ])('is refused where the list of our files is not ours: %s', (_what, manifest) => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, '.unpark-files.json'),
      typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
    );
    expect(refused(folder)).toMatchObject({ found: 'a .unpark-files.json that says something else' });
  });

  it('is refused with somebody else’s file where one of ours would stand', () => {
    const folder = temporaryFolder();
    writeOwned(folder, 'check', new Map([['check.md', 'verdict']]));
    writeFileSync(join(folder, 'summary.md'), 'mine');
    expect(refused(folder)).toMatchObject({ found: 'the file summary.md, which unpark has not written' });
    expect(problemsThrownBy(() => writeOwnedPlace(folder, 'report', NEW))).toHaveLength(1);
    expect(visible(treeOf(folder))).toEqual({ 'check.md': 'verdict', 'summary.md': 'mine' });
  });

  it('is refused where a link leads nowhere', () => {
    const folder = temporaryFolder();
    symlinkSync('nowhere', join(folder, 'link'));
    expect(refused(join(folder, 'link'))).toMatchObject({ found: 'a link that leads nowhere' });
    expect(treeOf(folder)).toEqual({ link: '-> nowhere' });
  });

  it('with a lone result.json is not ours: somebody has put it there', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'result.json'), '{"schemaVersion":1,"engineVersion":"0.1.0"}');
    expect(refused(folder)).toMatchObject({ found: 'a folder with result.json' });
  });
});

function sorted(tree: Record<string, string>): [string, string][] {
  return Object.entries(tree).sort(([one], [other]) => (one < other ? -1 : 1));
}
