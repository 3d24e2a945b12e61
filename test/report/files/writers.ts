/** What a process of its own does in concurrent-writers.test.ts: it writes one report after the other, at moments that it shares with the others. */
import { join } from 'node:path';
import { type Disk, disk } from '../../../src/report/files/disk.ts';
import { checkOwnedPlace, writeOwnedPlace } from '../../../src/report/files/owned-place.ts';
import { writeWhole } from '../../../src/report/files/whole-file.ts';

const [parent = '', name = '', rounds = '', from = '', everyMs = ''] = process.argv.slice(2);
const isFailing = name === 'failing';
/** The change that is its last, of one that is killed. */
const last = Number(/^killed-(\d+)$/.exec(name)?.[1] ?? Number.POSITIVE_INFINITY);
let changes = 0;
const kind = { what: 'the file', one: 'a file', isOne: () => true };

const guarded = <Args extends unknown[]>(change: (...args: Args) => void, isFull = false) => {
  return (...args: Args): void => {
    changes += 1;
    if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    if (changes >= last) process.kill(process.pid, 'SIGKILL');
    change(...args);
  };
};
const on: Disk = {
  makeFolder: guarded(disk.makeFolder),
  write: guarded(disk.write, isFailing),
  claim: guarded(disk.claim),
  rename: guarded(disk.rename),
  remove: guarded(disk.remove),
  removeFolder: guarded(disk.removeFolder),
};

for (let round = 0; round < Number(rounds); round += 1) {
  while (Date.now() < Number(from) + round * Number(everyMs)) {}
  const folder = join(parent, `new-${round}`, 'deep');
  try {
    checkOwnedPlace(folder, 'report');
    const files = ['result.json', 'summary.md', 'charts/a.png', `charts/${name}.png`];
    writeOwnedPlace(folder, 'report', new Map(files.map((file) => [file, name])), on);
    writeWhole(join(parent, `new-${round}`, 'xml', 'junit.xml'), name, kind, on);
  } catch (error) {
    if (!isFailing || !String(error).includes('a full disk')) console.log(`${name}, round ${round}: ${error}`);
  }
}
