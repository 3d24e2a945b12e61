import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from '../contender.ts';

/** Runs the model in SimPy, which is installed into a virtual environment in the temporary folder when `python3` does not have it. @returns undefined when it can't be had. */
export function simpy(): Figures | undefined {
  const environment = join(tmpdir(), 'unpark-bench-simpy');
  const own = join(environment, 'bin', 'python');
  const python = ['python3', own].find(hasSimpy);
  if (python !== undefined) return run(python);
  spawnSync('python3', ['-m', 'venv', environment]);
  spawnSync(own, ['-m', 'pip', 'install', '--quiet', 'simpy']);
  return hasSimpy(own) ? run(own) : undefined;
}

function hasSimpy(python: string): boolean {
  return spawnSync(python, ['-c', 'import simpy']).status === 0;
}

function run(python: string): Figures {
  const { stdout, stderr, status } = spawnSync(python, [join('bench', 'engine', 'single_server.py')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`SimPy failed: ${stderr}`);
  return JSON.parse(stdout) as Figures;
}
