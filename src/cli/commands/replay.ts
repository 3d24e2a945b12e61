import { resolve } from 'node:path';
import type { Command } from 'commander';
import { renderTerminal } from '../../report/terminal.ts';
import { checkReportFolder, resultJson } from '../../report/write.ts';
import { replayFile } from '../../run/replay-file.ts';
import { saveReport } from '../../run/save-report.ts';
import { announceReport } from '../announce-report.ts';
import { path } from '../option-values.ts';
import { print, printedWidth, printJson, tell } from '../output.ts';
import { reportFolder } from '../report-folder.ts';

interface ReplayOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly pictures: boolean;
  readonly quiet?: boolean;
  readonly open?: boolean;
}

export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('make the result of a run again from its events alone, and write the report')
    .argument('<events.jsonl>', 'what `npx unpark run --events <file>` has written', path)
    .option('--out <folder>', 'where the report goes (default: reports/out/<scenario>-replay)', path)
    .option('--json', 'print the result as JSON instead of the table')
    .option('--no-pictures', 'leave out the charts as PNGs, which take long; the page has them all the same')
    .option('--quiet', 'print nothing but errors')
    .option('--open', 'open the report in the browser')
    .action(replay);
}

async function replay(file: string, options: ReplayOptions): Promise<void> {
  const quiet = options.quiet === true;
  if (options.out !== undefined) checkReportFolder(options.out);
  const result = await replayFile(file);
  const out = reportFolder(options.out, `${result.scenario.name}-replay`, result.world);
  await saveReport(out, result, tell, options.pictures);
  if (options.json === true) printJson(resultJson(result));
  else if (!quiet) print(`${renderTerminal(result, { width: printedWidth() })}\n`);
  await announceReport(resolve(out), { quiet: quiet || options.json === true, open: options.open === true });
}
