/** Everything that the command prints goes out here: escaped once, no wider than the terminal, and without the output deciding what the command comes to. */
import { writeSync } from 'node:fs';
import { exitCode } from '../errors.ts';
import { systemClock } from '../live/clock.ts';
import { printable, printableJson } from '../one-line.ts';
import { columnsOf } from './columns.ts';
import { folded } from './fold.ts';

const STDERR = 2;
let failure: NodeJS.ErrnoException | undefined;
let readerGone = (): void => {};
/** What reads but the first line of something (`| head -1`) has ended by then. */
const FIRST_LINE_READ_US = 250_000;

/** Prints what a person asked for, to standard output. */
export function print(text: string): void {
  write(process.stdout, text);
}

/** Prints JSON for another program, to standard output. */
export function printJson(json: string): void {
  process.stdout.write(printableJson(json));
}

/** Tells a person beside it: errors, notes. */
export function tell(text: string): void {
  write(process.stderr, text);
}

function write(stream: NodeJS.WriteStream, text: string): void {
  const columns = columnsOf(stream);
  stream.write(columns === undefined ? printable(text) : folded(printable(text), columns));
}

/** The columns of what is printed for a person: 100 where nobody says how many there are. */
export function printedWidth(): number {
  return columnsOf(process.stdout) ?? 100;
}

/** Prints workflow commands, which a runner obeys; whoever makes them has escaped what stands in them. */
export function printCommands(lines: readonly string[], beside: boolean): void {
  if (lines.length > 0) (beside ? process.stderr : process.stdout).write(`${lines.join('\n')}\n`);
}

/** Calls an action when standard output is found to lead nowhere: what still prints has nobody to print for. */
export function onReaderGone(action: () => void): void {
  readerGone = action;
}

/** Ends what was printed with an empty line where another program reads it: only who writes finds out whether it still does. */
export async function separate(): Promise<void> {
  if (process.stdout.isTTY) return;
  await new Promise<void>((passed) => systemClock.wakeAt(systemClock.nowUs() + FIRST_LINE_READ_US, passed, true));
  await new Promise((written) => process.stdout.write('\n', written));
}

/**
 * Keeps an output that fails from ending the program. A reader that closes its end (`| head -1`) is no failure; another one (a full disk) is told, and is the exit code where the
 * command itself came to 0: a verdict is never lost to it.
 */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failure ??= error;
    readerGone();
  });
  process.stderr.on('error', () => {});
  process.on('exit', (code) => {
    if (failure === undefined) return;
    if (code === exitCode.ok) process.exitCode = exitCode.outputFailed;
    try {
      writeSync(
        STDERR,
        'unpark: standard output could not be written\n' +
          '  expected: a place that takes the output\n' +
          `  found:    ${failure.code === 'ENOSPC' ? 'a full disk' : (failure.code ?? failure.message)}\n` +
          '  hint:     what was printed is not whole; files that were asked for are written\n',
      );
    } catch {
      // There is nobody left to tell.
    }
  });
}
