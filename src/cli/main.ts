#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { exitCode, exitCodeMeanings, formatProblem, formatProblems, InputError } from '../errors.ts';
import { oneLine } from '../one-line.ts';
import { version } from '../run/assets.ts';
import { columnsOf } from './columns.ts';
import { Interruption } from './interruption.ts';
import { valueProblem } from './option-problem.ts';
import { print, tell, watchOutput } from './output.ts';

/** The commands, in the order of the help. Each is a part of its own, and what it needs with it. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  run: async () => (await import('./commands/run.ts')).addRun,
  live: async () => (await import('./commands/live.ts')).addLive,
  check: async () => (await import('./commands/check.ts')).addCheck,
  baseline: async () => (await import('./commands/baseline.ts')).addBaseline,
  diff: async () => (await import('./commands/diff.ts')).addDiff,
  explain: async () => (await import('./commands/explain.ts')).addExplain,
  size: async () => (await import('./commands/size.ts')).addSize,
  sweep: async () => (await import('./commands/sweep.ts')).addSweep,
  merge: async () => (await import('./commands/merge.ts')).addMerge,
  report: async () => (await import('./commands/report.ts')).addReport,
  validate: async () => (await import('./commands/validate.ts')).addValidate,
  replay: async () => (await import('./commands/replay.ts')).addReplay,
  observe: async () => (await import('./commands/observe.ts')).addObserve,
  calibrate: async () => (await import('./commands/calibrate.ts')).addCalibrate,
  arrivals: async () => (await import('./commands/arrivals.ts')).addArrivals,
  init: async () => (await import('./commands/init.ts')).addInit,
  list: async () => (await import('./commands/list.ts')).addList,
};

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
for (const add of await Promise.all(needed().map((load) => load()))) add(program);
for (const command of program.commands) {
  command.exitOverride().configureOutput(output).showHelpAfterError(false);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = failWith(error);
}

/** What has to be loaded for what was typed: one command where it is named first, none for the version, and all of them for the help and for a mistake, which may be near any of them. */
function needed(): (() => Promise<(program: Command) => void>)[] {
  const [first = ''] = process.argv.slice(2);
  if (first === '--version' || first === '-V') return [];
  return Object.entries(COMMANDS).flatMap(([name, load]) =>
    name === first || !Object.hasOwn(COMMANDS, first) ? [load] : [],
  );
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
