import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Everything below a folder: what each file holds and where each link leads, by path. */
export function treeOf(folder: string): Record<string, string> {
  const names = (readdirSync(folder, { recursive: true }) as string[]).map(String).sort();
  return Object.fromEntries(
    names.map((name) => {
      const path = join(folder, name);
      const stats = lstatSync(path);
      const key = relative(folder, path).replaceAll('\\', '/');
      if (stats.isSymbolicLink()) return [key, `-> ${readlinkSync(path)}`];
      return [key, stats.isDirectory() ? '(folder)' : readFileSync(path, 'utf8')];
    }),
  );
}

/** What people see of a folder: without the files that we keep for ourselves. */
export function visible(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).filter(([name]) => !name.startsWith('.unpark-')));
}
