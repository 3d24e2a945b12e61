import { resolve } from 'node:path';
import type { Command } from 'commander';
import { textOf } from '../../report/files/disk.ts';
import { readResult } from '../../report/read.ts';
import { renderTerminal } from '../../report/terminal.ts';
import { resultJson } from '../../report/write.ts';
import { saveReport } from '../../run/save-report.ts';
import { announceReport } from '../announce-report.ts';
import { path } from '../option-values.ts';
import { print, printedWidth, tell } from '../output.ts';
import { reportFolder } from '../report-folder.ts';

interface ReportOptions {
  readonly out?: string;
  readonly pictures: boolean;
  readonly quiet?: boolean;
  readonly open?: boolean;
}

export function addReport(program: Command): void {
  program
    .command('report')
    .description('render the report of a saved result again, without running anything')
    .argument('<result.json>', 'a result that `npx unpark run` has written', path)
    .option('--out <folder>', 'where the report goes (default: reports/out/<scenario>)', path)
    .option('--no-pictures', 'leave out the charts as PNGs, which take long; the page has them all the same')
    .option('--quiet', 'print nothing but errors')
    .option('--open', 'open the report in the browser')
    .action(report);
}

async function report(file: string, options: ReportOptions): Promise<void> {
  const result = readResult(file);
  const quiet = options.quiet === true;
  // Into its own folder it is rendered only where its result stays as it is, to the byte: one of an older version would not.
  const isKept = textOf(file) === resultJson(result);
  const out = reportFolder(options.out, result.scenario.name, result.world, isKept ? [] : [file]);
  await saveReport(out, result, tell, options.pictures);
  if (!quiet) print(`${renderTerminal(result, { width: printedWidth() })}\n`);
  await announceReport(resolve(out), { quiet, open: options.open === true });
}
