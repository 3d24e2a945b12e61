#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { exitCode, exitCodeMeanings, formatProblem, formatProblems, InputError } from '../errors.ts';
import { oneLine } from '../one-line.ts';
import { version } from '../run/assets.ts';
import { columnsOf } from './columns.ts';
import { addArrivals } from './commands/arrivals.ts';
import { addBaseline } from './commands/baseline.ts';
import { addCalibrate } from './commands/calibrate.ts';
import { addCheck } from './commands/check.ts';
import { addDiff } from './commands/diff.ts';
import { addExplain } from './commands/explain.ts';
import { addInit } from './commands/init.ts';
import { addList } from './commands/list.ts';
import { addLive } from './commands/live.ts';
import { addMerge } from './commands/merge.ts';
import { addObserve } from './commands/observe.ts';
import { addReplay } from './commands/replay.ts';
import { addReport } from './commands/report.ts';
import { addRun } from './commands/run.ts';
import { addSize } from './commands/size.ts';
import { addSweep } from './commands/sweep.ts';
import { addValidate } from './commands/validate.ts';
import { Interruption } from './interruption.ts';
import { valueProblem } from './option-problem.ts';
import { print, tell, watchOutput } from './output.ts';

watchOutput();

/** Where nobody says how wide it may be. */
const HELP_WIDTH = 80;

/** The first letters of the options and commands that a text names; few people mistype those. */
const firstLetters = (text: string) => [...text.matchAll(/(?:--|['"(]|mean |of )([a-z])/g)].map(([, letter]) => letter);

const output = {
  writeOut: print,
  writeErr: tell,
  getOutHelpWidth: () => columnsOf(process.stdout) ?? HELP_WIDTH,
  getErrHelpWidth: () => columnsOf(process.stderr) ?? HELP_WIDTH,
  // What was typed stands in the error, and may have lines of its own; a suggestion stands below it.
  outputError: (text: string, write: (text: string) => void) => {
    const badValue = valueProblem(text);
    if (badValue !== undefined) return write(`${formatProblem(badValue)}\n`);
    const [, error = '', suggestion = ''] = /^([\s\S]*?)(\n\(Did you mean [^\n]*\))?\n$/.exec(text) ?? [];
    const isLikely = firstLetters(suggestion).some((letter) => firstLetters(error).includes(letter));
    write([error, isLikely ? suggestion : ''].flatMap((part) => (part === '' ? [] : `${oneLine(part)}\n`)).join(''));
  },
};

const program = new Command('unpark')
  .description('Shows what the threads of a bounded pool are really doing, and what another design would make of them.')
  .version(version)
  .showHelpAfterError('(unpark --help shows what there is)')
  .exitOverride()
  .configureOutput(output)
  .addHelpText(
    'after',
    `
Exit codes of every command:
${exitCodeMeanings.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n')}

Start with: npx unpark run omi-sync`,
  );
for (const add of [
  addRun,
  addLive,
  addCheck,
  addBaseline,
  addDiff,
  addExplain,
  addSize,
  addSweep,
  addMerge,
  addReport,
  addValidate,
  addReplay,
  addObserve,
  addCalibrate,
  addArrivals,
  addInit,
  addList,
]) {
  add(program);
}
for (const command of program.commands) {
  command.exitOverride().configureOutput(output).showHelpAfterError(false);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = failWith(error);
}

/** Tells a person what went wrong. @returns the exit code for it. */
function failWith(error: unknown): number {
  // Commander has told its own errors by now; help and version are none.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.badInput;
  if (error instanceof InputError) {
    const { problems } = error;
    tell(`${formatProblems(problems)}\n`);
    if (problems.length > 1) tell(`\n${problems.length} errors\n`);
    return error.code;
  }
  if (error instanceof Interruption) {
    tell(`${error.message}\n`);
    return exitCode.interrupted;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  tell(
    `unpark has a bug; please report it with the lines below.\n${stack
      .split('\n')
      .map((line) => `  ${oneLine(line)}\n`)
      .join('')}`,
  );
  return exitCode.bug;
}
