import { InputError } from '../errors.ts';
import type { Result } from '../result/schema.ts';
import { LARGEST, readInputFile } from '../scenario/input-file.ts';
import { type Disk, disk } from './files/disk.ts';
import { CHARTS } from './files/manifest.ts';
import { checkNoInput, checkOwnedPlace, writeOwnedPlace } from './files/owned-place.ts';
import type { Png } from './png.ts';

/** Everything of a report but the result itself. */
export interface ReportFiles {
  /** Markdown. */
  readonly summary: string;
  /** HTML. */
  readonly page: string;
  readonly pngs: readonly Png[];
}

const RESULT = 'result.json';

/** The text of a result.json: the same result gives the same bytes. */
export function resultJson(result: Result): string {
  return `${JSON.stringify(result)}\n`;
}

/**
 * Refuses a folder that no report can go to, so that nobody simulates in vain: one that holds something else, or that cannot be written.
 * @param inputs files that are read for the report, and that it must not replace. @throws InputError
 */
export function checkReportFolder(folder: string, inputs: readonly string[] = []): void {
  checkOwnedPlace(folder, 'report');
  checkNoInput(folder, 'report', inputs);
}

const REPORTS: Readonly<Record<Result['world'], string>> = {
  sim: 'a simulation',
  live: 'a live run',
  observed: 'what was observed',
};

/**
 * Refuses a folder with the report of another world: a measurement is not replaced by the simulation of a scenario with the same name, nor the other way round.
 * @throws InputError
 */
export function checkSameWorld(folder: string, world: Result['world']): void {
  const there = worldIn(`${folder}/${RESULT}`);
  if (there === undefined || there === world) return;
  throw new InputError({
    file: folder,
    message: 'the report would replace one of another kind; nothing was changed',
    expected: `no report there, or the report of ${REPORTS[world]}`,
    found: `the report of ${REPORTS[there]}`,
    hint: 'name another folder with --out; a folder that is named so is replaced, whatever report it has',
  });
}

/** The world of a saved result; undefined where there is none that can be read. */
function worldIn(file: string): Result['world'] | undefined {
  let text: string;
  try {
    text = readInputFile(file, LARGEST.result);
  } catch {
    return undefined;
  }
  // It stands before all that could be named so.
  const world = /"world":\s*"(\w+)"/.exec(text)?.[1] ?? '';
  return Object.hasOwn(REPORTS, world) ? (world as Result['world']) : undefined;
}

/**
 * Writes a report: result.json, summary.md, index.html and charts/, in the place of an earlier report. What else is in the folder stays as it is.
 * @throws InputError when the folder holds something else, or cannot be written.
 */
export function writeReport(folder: string, result: Result, files: ReportFiles, on: Disk = disk): void {
  const content = new Map<string, string | Uint8Array>([
    [RESULT, resultJson(result)],
    ['summary.md', files.summary],
    ['index.html', files.page],
    ...files.pngs.map(({ id, bytes }): [string, Uint8Array] => [`${CHARTS}/${id}.png`, bytes]),
  ]);
  writeOwnedPlace(folder, 'report', content, on);
}
