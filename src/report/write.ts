import type { Result } from '../result/schema.ts';
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

/**
 * Writes a report: result.json, summary.md, index.html and charts/, in the place of an earlier report. What else is in the folder stays as it is.
 * @throws InputError when the folder holds something else, or cannot be written.
 */
export function writeReport(folder: string, result: Result, files: ReportFiles, on: Disk = disk): void {
  const content = new Map<string, string | Uint8Array>([
    ['result.json', resultJson(result)],
    ['summary.md', files.summary],
    ['index.html', files.page],
    ...files.pngs.map(({ id, bytes }): [string, Uint8Array] => [`${CHARTS}/${id}.png`, bytes]),
  ]);
  writeOwnedPlace(folder, 'report', content, on);
}
