import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bestSeconds, type Contender, MACHINE, measure } from '../contender.ts';
import { digits, printTable } from '../table.ts';
import { oneReplication } from './one-replication.ts';

export const commandContenders: Readonly<Record<string, Contender>> = { 'one-replication': oneReplication };

/** How long a person waits: whole processes, started by their bin file with `node`. */
export function commandSuite(): void {
  const out = mkdtempSync(join(tmpdir(), 'unpark-bench-'));
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`unpark ${args.join(' ')} failed: ${stderr}`);
  };
  const report = ['--out', out];
  const rows: [string, () => void, string][] = [
    [
      '`unpark run omi-sync`: 24 h × 2 designs × 20 replications, with its report',
      () => run('run', 'omi-sync', ...report),
      '< 5 s',
    ],
    ['the same with `--replications 1`', () => run('run', 'omi-sync', '--replications', '1', ...report), '–'],
    ['omi-sync, one replication of both designs, without a report', () => measure('one-replication'), '< 1 s'],
    ['`unpark list`: start-up alone', () => run('list'), '–'],
  ];
  printTable(
    `Whole processes (${MACHINE})`,
    ['command', 'seconds', 'target'],
    rows.map(([name, runOnce, target]) => [name, digits(bestSeconds(runOnce, 3)), target]),
  );
  rmSync(out, { recursive: true, force: true });
}
