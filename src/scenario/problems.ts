/** From complaints to the problems that a user sees: each at its place in the file, in the order of the file. */
import type { Problem } from '../errors.ts';
import { formatPath, startsWith } from '../path.ts';
import type { Complaint } from './complaints.ts';
import type { SetOverride } from './set-override.ts';

/** The place of a complaint in its file. */
export type Locate = (complaint: Complaint) => Pick<Problem, 'file' | 'line' | 'column'>;

/** @param sets what the command line has changed: what is wrong inside is told of that. */
export function toProblem(complaint: Complaint, locate: Locate, sets: readonly SetOverride[]): Problem {
  const set = sets.findLast(
    ({ path }) => startsWith(complaint.path, path) || (complaint.atKey === true && startsWith(path, complaint.path)),
  );
  const { expected, found, hint } = complaint;
  return {
    ...(set === undefined ? locate(complaint) : { file: set.label }),
    ...(complaint.path.length === 0 ? {} : { path: visible(formatPath(complaint.path)) }),
    message: visible(complaint.message),
    ...(expected === undefined ? {} : { expected: visible(expected) }),
    ...(found === undefined ? {} : { found: visible(found) }),
    ...(hint === undefined ? {} : { hint: visible(hint) }),
  };
}

/** A file's text may hold control characters, which a terminal would obey: they are written as their codes. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** In the order of the file; what has no line comes last. A place that several paths lead to (an alias) is told once. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  const different = problems.filter((problem) => {
    const place = problem.line === undefined ? problem.path : `${problem.line}:${problem.column}`;
    const identity = `${problem.file} ${place} ${problem.message} ${problem.found}`;
    return seen.size < seen.add(identity).size;
  });
  return different.sort(
    (a, b) =>
      (a.line ?? Number.POSITIVE_INFINITY) - (b.line ?? Number.POSITIVE_INFINITY) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      0,
  );
}
