/** The files that come with the program. This file is two folders below the package's, both as source and as built. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FontFile } from '../report/png.ts';

const root = new URL('../../', import.meta.url);

/** The folder of the package: scenarios/, docs/ and dist/ are in it. */
export const PACKAGE_FOLDER = fileURLToPath(root);

/** The folder of the shipped scenarios. */
export const scenariosFolder = fileURLToPath(new URL('scenarios/', root));

/** The version of the program, as its package has it. */
export const version: string = (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string })
  .version;

/** The worker that simulates replications. */
export const workerFile = new URL('dist/run/replication-worker.js', root);

/** The worker that runs the points of sweeps. */
export const sweepWorkerFile = new URL('dist/run/sweep-worker.js', root);

/** The worker that simulates the sizes of a search. */
export const sizeWorkerFile = new URL('dist/run/size-worker.js', root);

/** The script that the report's page carries. */
export function pageClient(): string {
  return readFileSync(new URL('dist/report/page-client.js', root), 'utf8');
}

/** The script that the page of a live view carries. */
export function viewClient(): string {
  return readFileSync(new URL('dist/view/page-client.js', root), 'utf8');
}

/** The fonts of the charts. */
export function chartFonts(): FontFile[] {
  return [
    { part: 'latin', family: 'Inter' },
    { part: 'latin-ext', family: 'Inter Ext' },
  ].flatMap(({ part, family }) =>
    [400, 600].map((weight) => ({
      family,
      path: fileURLToPath(new URL(`dist/fonts/inter-${part}-${weight}-normal.woff2`, root)),
    })),
  );
}
