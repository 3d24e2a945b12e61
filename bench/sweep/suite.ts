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

/** Whether a process can be held to some cores: everything of it then, the main thread's pooling and drawing too, and not only its workers. */
const CAN_PIN = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** How much faster two cores are than one, in whole processes: start, simulation, table and page. Each starts one worker for each core that it has. */
export function sweepSuite(): void {
  const out = mkdtempSync(join(tmpdir(), 'unpark-bench-'));
  const seconds = (args: readonly string[], cores: 1 | 2): number => {
    const unpark = [process.execPath, 'dist/cli/main.js', ...args];
    const [command, ...rest] = CAN_PIN
      ? ['taskset', '-c', cores === 1 ? '0' : '0,1', ...unpark]
      : [...unpark, '--jobs', String(cores)];
    const begin = performance.now();
    const { status, stderr } = spawnSync(command as string, rest, { encoding: 'utf8' });
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
    const of = (cores: 1 | 2) => seconds([...args, '--out', folder], cores);
    const pairs = Array.from({ length: ROUNDS }, () => [of(1), of(2)] as const);
    const ratios = pairs.map(([one, two]) => one / two).sort((a, b) => a - b);
    const best = (column: 0 | 1) => Math.min(...pairs.map((pair) => pair[column]));
    return [
      name,
      digits(best(0)),
      digits(best(1)),
      digits(best(0) / best(1)),
      digits(ratios[Math.floor(ROUNDS / 2)] as number),
      '≥ 1.8',
    ];
  });
  printTable(
    `Two cores (${MACHINE}), the best of ${ROUNDS}${CAN_PIN ? '' : '; one core is one worker beside the main thread'}`,
    ['command', 'one core, s', 'two cores, s', 'ratio of the best', 'median of the ratios', 'target'],
    rows,
  );
  rmSync(out, { recursive: true, force: true });
}
