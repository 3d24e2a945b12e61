import { execFile } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withoutNewsOfNpm } from './news-of-npm.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The unit in which the size on a disk is told. */
const BLOCK_BYTES = 512;

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without what npm and vitest have put into this process's environment, which would steer the ones that it starts. */
export async function runProgram(program: string, args: readonly string[], cwd: string): Promise<Outcome> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VITEST|NODE_ENV|NODE_OPTIONS|FORCE_COLOR)/.test(name),
  );
  const env = { ...Object.fromEntries(kept), NO_COLOR: '1' };
  const running = promisify(execFile)(program, args, { cwd, env, maxBuffer: 2 ** 26 });
  return running.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error) => {
      if (typeof error.code !== 'number') throw error;
      return { code: error.code, stdout: error.stdout, stderr: error.stderr };
    },
  );
}

/** The paths of the files that would be published. */
export async function packedFiles(): Promise<{ readonly paths: readonly string[]; readonly bytes: number }> {
  const { stdout } = await runProgram('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], root);
  const [{ files, size }] = JSON.parse(stdout) as [{ files: { path: string }[]; size: number }];
  return { paths: files.map(({ path }) => path), bytes: size };
}

/** An empty project in a folder of its own, with unpark installed as anybody would get it. */
export class PackedProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'unpark-packed-'));

  /** Packs what was built and installs it, together with the test runner and the compiler that a user may have. No install script runs, and no override of ours counts. */
  async install({ light = false } = {}): Promise<void> {
    const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', this.folder];
    const tarball = (await this.#mustRun('npm', pack, root)).stdout.trim();
    this.write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    const others = light ? [] : ['vitest', 'typescript'].map((name) => `${name}@${installedVersion(name)}`);
    const flags = [
      ...(light ? ['--omit=optional'] : []),
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
    ];
    await this.#mustRun('npm', ['install', ...flags, `./${tarball}`, ...others], this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  read(file: string): Buffer {
    return readFileSync(join(this.folder, file));
  }

  list(folder: string, options: { readonly recursive?: boolean } = {}): string[] {
    return readdirSync(join(this.folder, folder), options) as string[];
  }

  /** What all files below a folder take on a disk, where small files take whole blocks. */
  bytesOnDisk(folder: string): number {
    return this.list(folder, { recursive: true }).reduce((sum, name) => {
      const stats = lstatSync(join(this.folder, folder, name));
      return sum + stats.blocks * BLOCK_BYTES;
    }, 0);
  }

  has(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  node(...args: string[]): Promise<Outcome> {
    return runProgram(process.execPath, args, this.folder);
  }

  /** A command of an installed package, by the file that npm has put there: half a second less than by npx. */
  bin(name: string, ...args: string[]): Promise<Outcome> {
    return runProgram(join(this.folder, 'node_modules', '.bin', name), args, this.folder);
  }

  /** The same as a user calls it. */
  async npx(...args: string[]): Promise<Outcome> {
    const outcome = await runProgram('npx', ['--no-install', ...args], this.folder);
    return { ...outcome, stderr: withoutNewsOfNpm(outcome.stderr) };
  }

  async #mustRun(program: string, args: readonly string[], cwd: string): Promise<Outcome> {
    const outcome = await runProgram(program, args, cwd);
    if (outcome.code !== 0) throw new Error(`${program} ${args.join(' ')}:\n${outcome.stderr}`);
    return outcome;
  }
}

function installedVersion(name: string): string {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
}
