import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bestSeconds, MACHINE } from '../contender.ts';
import { digits, printTable } from '../table.ts';

/** How long a person waits: whole processes, started by their bin file with `node`. */
export function commandSuite(): void {
  const out = mkdtempSync(join(tmpdir(), 'unpark-bench-'));
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`unpark ${args.join(' ')} failed: ${stderr}`);
  };
  const rows: [string, string[], string][] = [
    ['`unpark run omi-sync`: 24 h × 2 designs × 20 replications, with its report', ['run', 'omi-sync'], '< 5 s'],
    ['the same, one replication', ['run', 'omi-sync', '--replications', '1'], '–'],
    ['`unpark list`: start-up alone', ['list'], '–'],
  ];
  printTable(
    `Whole processes (${MACHINE})`,
    ['command', 'seconds', 'target'],
    rows.map(([name, args, target]) => {
      const report = args[0] === 'run' ? ['--out', out] : [];
      return [name, digits(bestSeconds(() => run(...args, ...report), 3)), target];
    }),
  );
  rmSync(out, { recursive: true, force: true });
}
