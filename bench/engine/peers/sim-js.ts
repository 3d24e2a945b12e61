import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from '../../contender.ts';

/** Runs the model in SIM.JS, which is installed into a folder of its own in the temporary folder. @returns undefined when it can't be had. */
export function simJs(): Figures | undefined {
  const folder = join(tmpdir(), 'unpark-bench-simjs');
  const installed = join(folder, 'node_modules', 'simjs', 'sim.js');
  if (!existsSync(installed)) {
    mkdirSync(folder, { recursive: true });
    spawnSync('npm', ['install', '--silent', '--no-save', '--ignore-scripts', '--prefix', folder, 'simjs@2.0.3']);
    if (!existsSync(installed)) return undefined;
  }
  const file = join('bench', 'engine', 'peers', 'sim_js.cjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [file, installed], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`SIM.JS failed: ${stderr}`);
  return JSON.parse(stdout) as Figures;
}
