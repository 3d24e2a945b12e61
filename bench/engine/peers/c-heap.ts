import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from '../../contender.ts';

/** Compiles the C program where there is a compiler, and runs it. @returns undefined where there is none. */
export function cHeap(model: 'mm1' | 'list', count: number): Figures | undefined {
  const folder = join(tmpdir(), 'unpark-bench-c');
  const program = join(folder, 'c_heap');
  mkdirSync(folder, { recursive: true });
  const source = join('bench', 'engine', 'peers', 'c_heap.c');
  if (spawnSync('cc', ['-O2', '-o', program, source, '-lm']).status !== 0) return undefined;
  const { stdout, stderr, status } = spawnSync(program, [model, String(count)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the C program failed: ${stderr}`);
  return JSON.parse(stdout) as Figures;
}
