/** After all attacks: no process and no file of theirs is left on the machine, and nothing of the user's was touched. */
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a checkout has beside its own files; the attacks build nothing there. */
const NOT_LOOKED_AT = new Set(['node_modules', '.git']);

/** Every file below a folder, with what changes when somebody writes it. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_LOOKED_AT.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return [path, ...filesIn(path)];
      const { size, mtimeMs, ino } = lstatSync(path);
      return [`${path} (${size} bytes, inode ${ino}, of ${new Date(mtimeMs).toISOString()})`];
    });
}

/** The processes that were started with this in their environment, whatever they are. */
function processesWith(setting: string): string[] {
  if (process.platform === 'win32') return [];
  const ps = (...args: string[]) =>
    execFileSync('ps', args, { encoding: 'utf8', env: { PATH: process.env.PATH }, maxBuffer: 2 ** 28 }).split('\n');
  const pidOf = (line: string) => line.trim().split(' ')[0];
  const theirs = new Set(
    ps('axeww', '-o', 'pid=,args=')
      .filter((line) => line.includes(setting))
      .map(pidOf),
  );
  // Named without their environment, which is nobody's business; the last worker of the test runner may be about to end.
  return ps('axww', '-o', 'pid=,args=').filter(
    (line) => line !== '' && theirs.has(pidOf(line)) && !line.includes('/vitest/dist/workers/'),
  );
}

/** Gives the attacks a home and a temporary folder of their own, each with a file of the user's in it, and looks at these and the working folder before and after. */
export default function setUp(): () => void {
  const working = process.cwd();
  const stage = mkdtempSync(join(tmpdir(), 'attacked-'));
  const [home, temporary] = ['home', 'tmp'].map((name) => join(stage, name)) as [string, string];
  for (const folder of [home, temporary]) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');
  }
  Object.assign(process.env, { HOME: home, TMPDIR: temporary });
  delete process.env.XDG_CACHE_HOME;
  const look = () => [...filesIn(working), ...filesIn(stage), ...processesWith(`TMPDIR=${temporary}`)];
  const before = look();
  return () => {
    const after = look();
    const left = after.filter((one) => !before.includes(one));
    const gone = before.filter((one) => !after.includes(one));
    rmSync(stage, { recursive: true, force: true });
    if (left.length === 0 && gone.length === 0) return;
    // What is thrown here is only told.
    process.exitCode = 1;
    throw new Error(
      ['after the attacks', ...left.map((one) => `+ ${one}`), ...gone.map((one) => `- ${one}`)].join('\n'),
    );
  };
}
