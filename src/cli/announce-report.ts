import { join, relative } from 'node:path';
import { oneLine } from '../one-line.ts';
import { openFile } from './open.ts';
import { print, tell } from './output.ts';

/** Says where the report is, and opens it. @param folder absolute. */
export async function announceReport(
  folder: string,
  options: { readonly quiet: boolean; readonly open: boolean },
): Promise<void> {
  const page = join(folder, 'index.html');
  const near = relative(process.cwd(), page);
  const shown = oneLine(near.startsWith('..') ? page : near);
  if (!options.quiet) print(`Report: ${shown}\n`);
  if (options.open && !(await openFile(page))) {
    tell(`There is no program here that opens it; open ${shown} in a browser.\n`);
  }
}
