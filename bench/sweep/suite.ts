import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MACHINE } from '../contender.ts';
import { digits, printTable } from '../table.ts';

/** Pairs of runs: one core and then two, so that other load meets both. */
const ROUNDS = 5;
const REPORT = ['--quiet', '--measure', '*.pools.storage.active.mean'];
const GRID = ['--set', 'pools.storage.threads=32..256/32'];

/** How much faster two cores are than one, in whole processes: start, simulation, table and page. */
export function sweepSuite(): void {
  const out = mkdtempSync(join(tmpdir(), 'unpark-bench-'));
  const seconds = (args: readonly string[]): number => {
    const begin = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`unpark ${args.join(' ')} failed: ${stderr}`);
    return (performance.now() - begin) / 1_000;
  };
  const commands: [name: string, args: string[]][] = [
    [
      '`unpark sweep omi-sync`: 8 points × 2 designs × 10 replications of 24 h',
      ['sweep', 'omi-sync', ...GRID, '--replications', '10', ...REPORT],
    ],
    ['`unpark run omi-sync --replications 80`', ['run', 'omi-sync', '--replications', '80', '--quiet']],
  ];
  const rows = commands.map(([name, args]) => {
    const folder = join(out, name.slice(8, 13).trim());
    const of = (jobs: string) => seconds([...args, '--jobs', jobs, '--out', folder]);
    const pairs = Array.from({ length: ROUNDS }, () => [of('1'), of('2')] as const);
    const ratios = pairs.map(([one, two]) => one / two).sort((a, b) => a - b);
    const mean = (column: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[column], 0) / ROUNDS;
    return [
      name,
      digits(mean(0)),
      digits(mean(1)),
      digits(mean(0) / mean(1)),
      digits(ratios[Math.floor(ROUNDS / 2)] as number),
      '≥ 1.8',
    ];
  });
  printTable(
    `Two cores (${MACHINE})`,
    ['command', 'one core, s', 'two cores, s', 'ratio of the means', 'median of the ratios', 'target'],
    rows,
  );
  rmSync(out, { recursive: true, force: true });
}
