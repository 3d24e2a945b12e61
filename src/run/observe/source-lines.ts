import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** The most of a source file that is read, and the most files that are kept. */
const MOST_BYTES = 4 * 2 ** 20;
const MOST_FILES = 500;

/**
 * Looks up lines of source files by places such as `/srv/app/worker.py:52`.
 * @param folders where files are looked for that are named without their whole path.
 */
export function sourceLines(folders: readonly string[]): (place: string) => string | undefined {
  const kept = new Map<string, readonly string[] | undefined>();
  return (place) => {
    const [, file = '', line = ''] = /^(.+):(\d+)$/.exec(place) ?? [];
    if (!kept.has(file)) {
      if (kept.size >= MOST_FILES) return undefined;
      const paths = isAbsolute(file) ? [file] : folders.map((folder) => join(folder, file));
      kept.set(
        file,
        paths.map(linesOf).find((lines) => lines !== undefined),
      );
    }
    return kept.get(file)?.[Number(line) - 1];
  };
}

function linesOf(file: string): string[] | undefined {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= MOST_BYTES ? readFileSync(file, 'utf8').split('\n') : undefined;
  } catch {
    return undefined;
  }
}
