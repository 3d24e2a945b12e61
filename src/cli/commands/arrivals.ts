import type { Command } from 'commander';
import { InputError } from '../../errors.ts';
import { traceText } from '../../observed/logs/arrivals.ts';
import { oneLine } from '../../one-line.ts';
import { renderArrivals } from '../../report/arrivals.ts';
import { readArrivals } from '../../run/read-arrivals.ts';
import { timeColumn } from '../calibrate-values.ts';
import { dumpFiles } from '../dump-files.ts';
import { checkNewFile, writeNewFile } from '../new-file.ts';
import { path, paths, pattern } from '../option-values.ts';
import { print, printedWidth, printJson } from '../output.ts';

interface ArrivalsOptions {
  readonly out?: string;
  readonly match?: RegExp;
  readonly column?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addArrivals(program: Command): void {
  program
    .command('arrivals')
    .description('read when requests came from access logs, and write a trace that a scenario names')
    .argument('[logs...]', 'files, folders or patterns of access logs, .gz too; - is standard input', paths)
    .option('--out <file>', 'write the trace to a new file; beside the scenario it is { trace: FILE }', path)
    .option('--match <regex>', 'only lines that fit, such as "POST /v1/sync"', pattern)
    .option('--column <name>', 'of CSV files: the column with the time; time=NAME is the same', timeColumn)
    .option('--json', 'print the figures as JSON instead')
    .option('--quiet', 'print nothing but errors')
    .addHelpText(
      'after',
      `
Examples:
  npx unpark arrivals access.log --match 'POST /v1/sync' --out arrivals.txt
  npx unpark arrivals 'requests-*.jsonl.gz'`,
    )
    .action(run);
}

async function run(args: readonly string[] | undefined, options: ArrivalsOptions): Promise<void> {
  const files = dumpFiles(args ?? [], 'access logs');
  if (files.length === 0) {
    throw new InputError({
      message: 'there is no access log',
      expected: 'files, folders or patterns of access logs, or - for standard input',
      found: 'none',
      hint: 'npx unpark arrivals access.log --out arrivals.txt',
    });
  }
  if (options.out !== undefined) checkNewFile(options.out);
  const { arrivals, logs } = await readArrivals(files, process.stdin, options.match, options.column);
  const { timesUs, startUs: _, ...figures } = arrivals;
  const told = { requests: timesUs.length, ...figures, logs };
  if (options.out !== undefined) writeNewFile(options.out, traceText(arrivals, oneLine(files.join(', '))));
  if (options.json === true) printJson(`${JSON.stringify(told, null, 1)}\n`);
  else if (options.quiet !== true) {
    print(renderArrivals(told, { width: printedWidth() }));
    if (options.out !== undefined) print(`Trace: ${oneLine(options.out)}\n`);
  }
}
