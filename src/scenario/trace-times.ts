/** The times of arrivals that a text file gives. */
import type { Path } from '../path.ts';
import { US_PER_SECOND } from '../units.ts';
import { type Complain, describeFound } from './complaints.ts';
import { contentOf, type ReadFile } from './file-content.ts';

/** @returns integer µs, not falling. */
export function readTimes(file: string, path: Path, complain: Complain, readFile: ReadFile | undefined): number[] {
  const content = contentOf(file, 'the trace file', 'a text file with one time a line', path, complain, readFile);
  return content === undefined ? [] : parseTrace(content, file, path, complain);
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
