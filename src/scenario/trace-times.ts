/** The times of arrivals that a text file gives. */
import type { Path } from '../path.ts';
import { US_PER_SECOND } from '../units.ts';
import { type Complain, describeFound } from './complaints.ts';

/** Reads a trace file that a scenario names, relative to the scenario. Throws when it cannot. */
export type ReadTrace = (file: string) => string;

/** @returns integer µs, not falling. */
export function readTimes(file: string, path: Path, complain: Complain, readTrace: ReadTrace | undefined): number[] {
  let content: string;
  try {
    if (readTrace === undefined) throw new Error('a scenario that comes from no file cannot name one');
    content = readTrace(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    complain({
      path,
      message: `the trace file cannot be read: ${reason}`,
      expected: 'a text file with one time a line',
      found: describeFound(file),
      hint: hintOf(error),
    });
    return [];
  }
  return parseTrace(content, file, path, complain);
}

function hintOf(error: unknown): string | undefined {
  return error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
}

/** One time a line, in seconds; what follows a comma is not read, nor are empty lines and lines that begin with `#`. */
function parseTrace(content: string, file: string, path: Path, complain: Complain): number[] {
  const timesUs: number[] = [];
  for (const [i, line] of content.split(/\r?\n/).entries()) {
    const cell = (line.split(',')[0] ?? '').trim();
    if (cell === '' || cell.startsWith('#')) continue;
    const timeUs = Math.round(Number(cell) * US_PER_SECOND);
    const previous = timesUs.at(-1) ?? 0;
    if (!(timeUs >= previous) || !Number.isFinite(timeUs)) {
      complain({
        path,
        message: `line ${i + 1} of ${file} is no time that could follow the one before it`,
        expected: `seconds, at least ${previous / US_PER_SECOND}`,
        found: describeFound(cell),
      });
      return timesUs;
    }
    timesUs.push(timeUs);
  }
  if (timesUs.length === 0)
    complain({ path, message: `${file} has no times`, expected: 'one time a line, in seconds', found: 'nothing' });
  return timesUs;
}
