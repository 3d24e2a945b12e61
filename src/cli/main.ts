#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { exitCode, exitCodeMeanings, formatProblems, InputError } from '../errors.ts';
import { version } from './assets.ts';
import { addBaseline } from './commands/baseline.ts';
import { addCheck } from './commands/check.ts';
import { addDiff } from './commands/diff.ts';
import { addExplain } from './commands/explain.ts';
import { addInit } from './commands/init.ts';
import { addList } from './commands/list.ts';
import { addLive } from './commands/live.ts';
import { addReport } from './commands/report.ts';
import { addRun } from './commands/run.ts';
import { Interruption } from './interruption.ts';

// A reader that closes its end (`unpark list | head -1`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCode.ok);
  throw error;
});

const program = new Command('unpark')
  .description('Shows what the threads of a bounded pool are really doing, and what another design would make of them.')
  .version(version)
  .showHelpAfterError('(unpark --help shows what there is)')
  .exitOverride()
  .addHelpText(
    'after',
    `
Exit codes of every command:
${exitCodeMeanings.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n')}

Start with: unpark run omi-sync`,
  );
for (const add of [addRun, addLive, addCheck, addBaseline, addDiff, addExplain, addReport, addInit, addList]) {
  add(program);
}
for (const command of program.commands) command.exitOverride().showHelpAfterError(false);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = tell(error);
}

/** Tells a person what went wrong. @returns the exit code for it. */
function tell(error: unknown): number {
  // Commander has told its own errors by now; help and version are none.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.badInput;
  if (error instanceof InputError) {
    const { problems } = error;
    process.stderr.write(`${formatProblems(problems)}\n`);
    if (problems.length > 1) process.stderr.write(`\n${problems.length} errors\n`);
    return error.code;
  }
  if (error instanceof Interruption) {
    process.stderr.write(`${error.message}\n`);
    return exitCode.interrupted;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${pc.red('unpark has a bug; please report it with the lines below.')}\n${stack}\n`);
  return exitCode.bug;
}
