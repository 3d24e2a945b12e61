import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBaselinePlace } from '../../src/cli/baseline-file.ts';
import { checkPlace, writeWhole } from '../../src/report/files/whole-file.ts';
import { failingDisk } from '../report/files/failing-disk.ts';
import { treeOf } from '../report/files/tree.ts';
import { problemsThrownBy } from '../scenario/small-scenario.ts';
import { temporaryFolder } from './temporary-folder.ts';

const KIND = { what: 'the file', one: 'a file', isOne: () => true };

describe('the place of a baseline', () => {
  it.each(['{"name":"package","version":"1.0.0"}', '[1,2]', 'text', '{"schemaVersion":2}'])(
    'is refused where a file is that is no baseline: %s',
    (text) => {
      const file = join(temporaryFolder(), 'omi-sync.json');
      writeFileSync(file, text);
      expect(problemsThrownBy(() => checkBaselinePlace(file))[0]).toMatchObject({
        expected: 'no file, or a baseline to replace',
      });
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('is refused too where no text is, and a file of any size', () => {
    const file = join(temporaryFolder(), 'omi-sync.json');
    writeFileSync(file, '\u00e9', 'latin1');
    truncateSync(file, 2 ** 31);
    expect(problemsThrownBy(() => checkBaselinePlace(file))).toHaveLength(1);
  });

  it.each(['', '{\n  "baselineVersion": 1,\n  "resu', '{"baselineVersion": 1}'])(
    'may hold a baseline, whole or not: %j',
    (text) => {
      const file = join(temporaryFolder(), 'omi-sync.json');
      writeFileSync(file, text);
      checkBaselinePlace(file);
    },
  );
});

describe('a file that is written as a whole', () => {
  it('leaves no draft and what was there when the disk is full, at any moment', () => {
    for (let at = 1; ; at += 1) {
      const folder = temporaryFolder();
      const file = join(folder, 'x.xml');
      writeFileSync(file, 'old');
      const { on, changes } = failingDisk(at, 'ENOSPC');
      try {
        writeWhole(file, 'new', KIND, on);
      } catch (error) {
        expect(String(error)).toContain('a full disk');
      }
      if (changes() < at) break;
      expect(treeOf(folder), `full at ${at}`).toEqual({ 'x.xml': 'old' });
    }
  });

  it('clears away the draft of a run that was killed', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, `.x.xml.unpark-${2 ** 22 + 1}-00c0ffee`), 'half');
    writeWhole(join(folder, 'x.xml'), 'new', KIND);
    expect(treeOf(folder)).toEqual({ 'x.xml': 'new' });
  });

  it('goes where a link leads, and the link stays; a link that leads nowhere is refused', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real/x.xml'), 'old');
    symlinkSync('real/x.xml', join(folder, 'link.xml'));
    symlinkSync('nowhere', join(folder, 'dangling.xml'));
    writeWhole(join(folder, 'link.xml'), 'new', KIND);
    expect(treeOf(folder)).toMatchObject({ 'link.xml': '-> real/x.xml', 'real/x.xml': 'new' });
    const dangling = join(folder, 'dangling.xml');
    expect(problemsThrownBy(() => checkPlace(dangling, KIND))[0]).toMatchObject({
      found: 'a link that leads nowhere',
    });
  });

  it.runIf(process.platform !== 'win32')('never takes the place of a device', () => {
    expect(problemsThrownBy(() => checkPlace('/dev/null', KIND))).toHaveLength(1);
  });
});
