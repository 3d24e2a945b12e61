/** After all attacks: nothing of ours is left on the machine, and nothing of the user's was touched. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PRECIOUS = 'years of work';

/** Processes of ours: what the command starts, by their files. */
function processesOfOurs(): string[] {
  if (process.platform === 'win32') return [];
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => /dist\/(cli|live)\/|unpark-emulator|fake-gcs-server/.test(line) && !line.includes('vitest'));
}

function foldersOfOurs(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('unpark-'));
}

export default function setUp(): () => void {
  const home = mkdtempSync(join(tmpdir(), 'attacked-home-'));
  writeFileSync(join(home, 'thesis.txt'), PRECIOUS);
  const folders = new Set(foldersOfOurs());
  const processes = new Set(processesOfOurs());
  process.env.ATTACKED_HOME = home;
  return () => {
    const left = [
      ...foldersOfOurs().filter((name) => !folders.has(name)),
      ...processesOfOurs().filter((line) => !processes.has(line)),
    ];
    const names = readdirSync(home);
    const text = readFileSync(join(home, 'thesis.txt'), 'utf8');
    rmSync(home, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`left behind after the attacks:\n${left.join('\n')}`);
    if (text !== PRECIOUS || names.length !== 1) throw new Error('a file of the user was touched');
  };
}
