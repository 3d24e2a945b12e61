import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import type { Result } from '../result/schema.ts';
import type { Png } from './png.ts';

/** The folder of the pictures inside a report. */
export const CHARTS = 'charts';

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
 * @throws InputError
 */
export function checkReportFolder(folder: string): void {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw refusal(folder, 'a folder', 'a file');
    const names = readdirSync(folder);
    if (names.length > 0 && !isReport(folder)) {
      const told = names.slice(0, 3).join(', ');
      throw refusal(folder, 'a new folder, an empty one, or a report to replace', `a folder with ${told}`);
    }
  }
  const draft = draftOf(folder);
  onDisk(folder, () => {
    makeFolder(draft);
    rmSync(draft, { recursive: true });
  });
}

/**
 * Writes a report: result.json, summary.md, index.html and charts/. All of it is written beside the folder first and then takes its place by renaming, so at any moment there
 * is either the earlier report or this one, whole.
 * @throws InputError when the folder holds something else, or cannot be written; nothing has changed then.
 */
export function writeReport(folder: string, result: Result, files: ReportFiles): void {
  checkReportFolder(folder);
  const draft = draftOf(folder);
  const former = `${draft}-former`;
  try {
    onDisk(folder, () => {
      makeFolder(join(draft, CHARTS));
      writeFileSync(join(draft, 'result.json'), resultJson(result));
      writeFileSync(join(draft, 'summary.md'), files.summary);
      writeFileSync(join(draft, 'index.html'), files.page);
      for (const { id, bytes } of files.pngs) writeFileSync(join(draft, CHARTS, `${id}.png`), bytes);
      if (existsSync(folder)) renameSync(folder, former);
      try {
        renameSync(draft, folder);
      } catch (error) {
        if (existsSync(former)) renameSync(former, folder);
        throw error;
      }
    });
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(former, { recursive: true, force: true });
  }
}

/** A report is a folder whose result.json says that it is a result of ours. */
function isReport(folder: string): boolean {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
    return typeof value === 'object' && value !== null && 'schemaVersion' in value && 'engineVersion' in value;
  } catch {
    return false;
  }
}

/** A folder of a name that nobody has, on the same disk. */
function draftOf(folder: string): string {
  const whole = resolve(folder);
  return join(dirname(whole), `.${basename(whole)}-${randomBytes(4).toString('hex')}`);
}

/**
 * Makes a folder and those that lead to it, one by one: asked for all at once, Node 20 tries for ever where a file system has no place for folders (as /proc has none).
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function onDisk(folder: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw refusal(folder, 'a folder that can be written', reasonOf(code));
  }
}

function reasonOf(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'writing there is not permitted';
    case 'EROFS':
      return 'a file system that is read-only';
    case 'ENOSPC':
      return 'a full disk';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file where a folder should be';
    case 'ENOENT':
      return 'a place where no folder can be made';
    default:
      return code;
  }
}

function refusal(folder: string, expected: string, found: string): InputError {
  return new InputError({
    file: folder,
    message: 'the report cannot be written there; nothing was changed',
    expected,
    found,
    hint: 'name another folder with --out',
  });
}
