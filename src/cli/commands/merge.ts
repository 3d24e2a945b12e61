import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { oneLine } from '../../one-line.ts';
import { renderSweepTerminal } from '../../report/sweep/sweep-words.ts';
import { sweepJsonLines } from '../../result/sweep/sweep-text.ts';
import { isInBucket } from '../../run/sweep/bucket.ts';
import { mergeParts } from '../../run/sweep/merge.ts';
import { readParts } from '../../run/sweep/parts.ts';
import { checkSweepPlace, saveSweep } from '../../run/sweep/save-sweep.ts';
import { announceReport } from '../announce-report.ts';
import { path, paths } from '../option-values.ts';
import { print, printedWidth, printJson, tell } from '../output.ts';

interface MergeOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly open?: boolean;
}

export function addMerge(program: Command): void {
  program
    .command('merge')
    .description('join the parts of a sweep that was run in shards to the whole')
    .argument('<parts...>', 'part-…-of-….jsonl files, folders with them, or gs://bucket/prefix', paths)
    .option('--out <place>', 'a folder, or gs://bucket/prefix (default: reports/out/<scenario>-sweep)', path)
    .option('--json', 'print the table as JSON Lines instead')
    .option('--quiet', 'print nothing but errors')
    .option('--open', 'open the page in the browser')
    .addHelpText(
      'after',
      `
The whole has the same bytes as if it had been run in one. Parts that are lost, there twice, not whole, or of another sweep
are refused, and nothing is written.

Examples:
  npx unpark merge reports/out/omi-sync-sweep-parts
  npx unpark merge part-1-of-2.jsonl part-2-of-2.jsonl --out reports/sweep
  npx unpark merge gs://my-bucket/sweep --out gs://my-bucket/sweep`,
    )
    .action(merge);
}

async function merge(places: readonly string[], options: MergeOptions): Promise<void> {
  const table = mergeParts(await readParts(places));
  const out = options.out ?? join('reports', 'out', `${table.header.scenario.name}-sweep`);
  await checkSweepPlace(out);
  await saveSweep(out, table, tell);
  const quiet = options.quiet === true || options.json === true;
  if (options.json === true) printJson(sweepJsonLines(table));
  else if (!quiet) print(renderSweepTerminal(table, { width: printedWidth() }));
  if (isInBucket(out)) {
    if (!quiet) print(`Sweep: ${oneLine(out)}\n`);
  } else await announceReport(resolve(out), { quiet, open: options.open === true });
}
