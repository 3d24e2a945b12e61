/** What users did wrong, and the exit codes that every command shares. */
import { oneLine } from './one-line.ts';

/** The exit codes of the `unpark` command. */
export const exitCode = {
  /** Everything asked for was done. */
  ok: 0,
  /** An expectation or a baseline failed. */
  failed: 1,
  /** The input or the command line is wrong. */
  badInput: 2,
  /** There is nothing to compare with, or it cannot be compared. */
  notComparable: 3,
  /** No object store is available, or a live run is not valid. */
  noTarget: 4,
  /** The program itself failed: a bug (EX_SOFTWARE of sysexits). */
  bug: 70,
  /** Standard output could not be written (EX_IOERR of sysexits). */
  outputFailed: 74,
  /** The run was interrupted (128 + SIGINT). */
  interrupted: 130,
} as const;

/** One of the exit codes of the `unpark` command. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** What each exit code means, in the order in which people are told: the help text and the README have it from here. */
export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [exitCode.ok, 'done; every expectation that was asked for is met'],
  [exitCode.failed, 'an expectation, the baseline or a closed form failed'],
  [exitCode.badInput, 'bad input: the message says where, what was expected, what was found and what to do'],
  [exitCode.notComparable, 'nothing to compare with, or not comparable: no baseline, another seed, schema or scenario'],
  [
    exitCode.noTarget,
    'no object store available, or a live run that is not valid: the machine stalled or was overloaded',
  ],
  [exitCode.bug, 'a bug in unpark'],
  [exitCode.outputFailed, 'standard output could not be written (a full disk); a reader that closes early is no error'],
  [exitCode.interrupted, 'interrupted; what was there before is as it was'],
];

/** One thing that is wrong in an input: where it stands, what was expected, what was found, and what to do about it. */
export interface Problem {
  /** The file, as the user named it. */
  readonly file?: string;
  /** The line in the file, from 1. */
  readonly line?: number;
  /** The column in the line, from 1. */
  readonly column?: number;
  /** The path inside the input, such as `jobs.sync.arrivals.poisson`. */
  readonly path?: string;
  /** What is wrong, in a few words. */
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly hint?: string;
}

/** Thrown for everything that a user did wrong. It carries all the problems of an input at once. */
export class InputError extends Error {
  readonly code: ExitCode;
  readonly problems: readonly Problem[];

  /**
   * @param problems at least one problem, in the order of the input.
   * @param code the exit code of the command that meets it.
   */
  constructor(problems: readonly Problem[] | Problem, code: ExitCode = exitCode.badInput) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(list.slice(0, MOST_PROBLEMS).map(formatProblem).join('\n'));
    this.name = 'InputError';
    this.code = code;
    this.problems = list;
  }
}

/** Renders a problem as the lines that a person reads: the place and the message, then expected, found and hint. */
export function formatProblem(problem: Problem): string {
  const position = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  const head = [position, problem.path].filter((part) => part !== undefined && part !== '').join('  ');
  const message = told(problem.message);
  const lines = [head === '' ? message : `${told(head)}\n  ${message}`];
  if (problem.expected !== undefined) lines.push(`  expected: ${told(problem.expected)}`);
  if (problem.found !== undefined) lines.push(`  found:    ${told(problem.found)}`);
  if (problem.hint !== undefined) lines.push(`  hint:     ${told(problem.hint)}`);
  return lines.join('\n');
}

/** Further problems of one input say little. */
const MOST_PROBLEMS = 20;
/** Longer texts are cut: what was found can be a whole file on one line. */
const LONGEST = 2_000;

function told(text: string): string {
  return oneLine(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/** Renders several problems, with an empty line between them: the first twenty, and how many more there are. */
export function formatProblems(problems: readonly Problem[]): string {
  const parts = problems.slice(0, MOST_PROBLEMS).map((problem) => formatProblem(problem));
  const more = problems.length - parts.length;
  return [...parts, ...(more === 0 ? [] : [`… and ${more} more`])].join('\n\n');
}

/** Thrown where the program's own invariant does not hold: a bug in unpark, never the user's doing. */
export class InvariantError extends Error {
  constructor(message: string) {
    super(`invariant broken: ${message}`);
    this.name = 'InvariantError';
  }
}

/** Asserts what must hold. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
