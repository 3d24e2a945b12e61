/** What the checks of a design's system know beside what was read: what is written, and what was told of it. */
import { type Path, type PlainMap, startsWith, valueAt } from '../path.ts';
import type { Complain, Complaint } from './complaints.ts';
import type { ReadFile } from './file-content.ts';
import type { WrittenSystem } from './system-schema.ts';

/** What is the same for all designs of a file. */
export interface RunContext {
  /** When a run ends, in µs; undefined when that is not known. */
  readonly endUs: number | undefined;
  readonly readFile: ReadFile | undefined;
}

export interface SystemContext extends RunContext {
  /** Hears what is wrong, with paths relative to the system. */
  readonly complain: Complain;
  /** Whether something at this path, or inside it, was told before: then what is missing there is no news. */
  readonly isTold: (path: Path) => boolean;
  /** Whether it was told that this key is missing, or that one beside it is unknown (and so perhaps this one). */
  readonly isMissingTold: (path: Path, key: string) => boolean;
  /** The names of a section that are written, also those whose values are wrong. */
  readonly namesIn: (section: 'pools' | 'semaphores' | 'concurrency') => readonly string[];
  /** What is written at a path. */
  readonly written: (path: Path) => unknown;
}

export function systemContext(
  written: WrittenSystem,
  merged: PlainMap,
  told: readonly Complaint[],
  { endUs, readFile }: RunContext,
  complain: Complain,
): SystemContext {
  return {
    complain,
    endUs,
    readFile,
    written: (path) => valueAt(merged, path),
    isTold: (path) => told.some((complaint) => startsWith(complaint.path, path)),
    isMissingTold: (path, key) =>
      told.some(
        (complaint) =>
          startsWith(complaint.path, [...path, key]) ||
          startsWith(path, complaint.path) ||
          (complaint.atKey === true && complaint.path.length === path.length + 1 && startsWith(complaint.path, path)),
      ),
    namesIn: (section) => {
      const wrong = told.flatMap(({ path }) => (path[0] === section && path[1] !== undefined ? [String(path[1])] : []));
      return [...new Set([...Object.keys(written[section] ?? {}), ...wrong])];
    },
  };
}
