import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCode, InputError } from '../../errors.ts';
import { diffResults } from '../../gate/diff.ts';
import { chartSections, chartsOf } from '../../report/charts/charts.ts';
import { combineResults } from '../../report/diff/combine.ts';
import { renderDiffSummary } from '../../report/diff/summary.ts';
import { renderDiffTerminal } from '../../report/diff/terminal.ts';
import { diffVerdict } from '../../report/diff/words.ts';
import { renderPage } from '../../report/page/page.ts';
import { readResult } from '../../report/read.ts';
import { shellWord } from '../../report/shell.ts';
import { checkReportFolder, writeReport } from '../../report/write.ts';
import { whyNotValid } from '../../result/live-validity.ts';
import { pageClient } from '../../run/assets.ts';
import { pngsOf } from '../../run/save-report.ts';
import { announceReport } from '../announce-report.ts';
import { path } from '../option-values.ts';
import { print, printedWidth, printJson, tell } from '../output.ts';

interface DiffOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly open?: boolean;
  readonly all?: boolean;
}

export function addDiff(program: Command): void {
  program
    .command('diff')
    .description('compare two saved results: what changed in the scenario, and what it made of the figures')
    .argument('<before.json>', 'a result that `npx unpark run` has written', path)
    .argument('<after.json>', 'another one', path)
    .option('--out <folder>', 'write a page with both on the same charts, the pictures and a summary in Markdown', path)
    .option('--all', 'show every difference, not only those that matter')
    .option('--json', 'print the differences as JSON instead of the table')
    .option('--quiet', 'print nothing but errors')
    .option('--open', 'open the page in the browser; with --out')
    .action(diff);
}

async function diff(beforeFile: string, afterFile: string, options: DiffOptions): Promise<void> {
  const before = readResult(beforeFile);
  const after = readResult(afterFile);
  for (const [file, result] of [
    [beforeFile, before],
    [afterFile, after],
  ] as const) {
    const [invalid] = whyNotValid(result);
    if (invalid === undefined) continue;
    throw new InputError(
      {
        file,
        message: 'the live run is not valid, so it is compared with nothing',
        expected: 'a run that the machine has not touched',
        found: invalid,
      },
      exitCode.notComparable,
    );
  }
  if (before.scenario.name !== after.scenario.name) {
    throw new InputError(
      {
        file: afterFile,
        message: 'these are results of two scenarios: what differs between them says nothing of either',
        expected: `a result of ${before.scenario.name}, as ${beforeFile} is`,
        found: `a result of ${after.scenario.name}`,
        hint: 'to compare two settings, run one scenario twice, the second time with --set',
      },
      exitCode.notComparable,
    );
  }
  const { out } = options;
  if (out !== undefined) checkReportFolder(out, [beforeFile, afterFile]);
  const difference = diffResults(before, after);
  if (options.json === true) printJson(`${JSON.stringify(difference, null, 2)}\n`);
  else if (options.quiet !== true)
    print(renderDiffTerminal(difference, { width: printedWidth(), all: options.all === true }));
  if (difference.compared === 0) process.exitCode = exitCode.notComparable;
  if (out === undefined) return;
  const reproduce = `npx unpark diff ${shellWord(beforeFile)} ${shellWord(afterFile)} --out ${shellWord(out)}`;
  const both = combineResults(before, after);
  writeReport(out, both, {
    summary: renderDiffSummary(difference, chartSections(both), reproduce),
    page: renderPage(both, { clientScript: pageClient(), verdict: diffVerdict(difference), reproduce }),
    pngs: await pngsOf(chartsOf(both), tell),
  });
  const quiet = options.quiet === true || options.json === true;
  await announceReport(resolve(out), { quiet, open: options.open === true });
}
