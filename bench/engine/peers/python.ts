import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from '../../contender.ts';

/**
 * Runs the model in a package of Python, which is installed into a virtual environment in the temporary folder when `python3` does not have it.
 * @param file of the folder peers. @returns undefined when it can't be had.
 */
export function pythonPeer(name: string, file: string): Figures | undefined {
  const environment = join(tmpdir(), `unpark-bench-${name}`);
  const own = join(environment, 'bin', 'python');
  const has = (python: string) => spawnSync(python, ['-c', `import ${name}`]).status === 0;
  const python = ['python3', own].find(has);
  if (python !== undefined) return run(python, file);
  spawnSync('python3', ['-m', 'venv', environment]);
  spawnSync(own, ['-m', 'pip', 'install', '--quiet', name]);
  return has(own) ? run(own, file) : undefined;
}

function run(python: string, file: string): Figures {
  const { stdout, stderr, status } = spawnSync(python, [join('bench', 'engine', 'peers', file)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} failed: ${stderr}`);
  return JSON.parse(stdout) as Figures;
}
