import { join } from 'node:path';
import * as z from 'zod';
import { readInputFile } from '../../scenario/input-file.ts';
import { isPlainFile, kindOf } from './disk.ts';

/** Who has files in a folder: a run's report, a check's verdict, a sweep, a sizing, and a calibration. */
export type Owner = 'report' | 'check' | 'sweep' | 'sizing' | 'calibration';

/** The file that says which files of a folder are ours. Only these are ever replaced or removed. */
export const MANIFEST = '.unpark-files.json';
/** The next manifest. While it is there the new files are on their way to their places: whoever finds it goes on with that. */
export const COMMIT = '.unpark-commit.json';
/** A list of our files that is kept in a folder. */
export type Kept = typeof MANIFEST | typeof COMMIT;
export const KEPT: readonly Kept[] = [MANIFEST, COMMIT];
/** A list of a thousand names is far below it. */
const MOST_BYTES = 2 ** 20;
/** Where the new files are until all of them are there. */
export const STAGE = '.unpark-stage';
/** The folder of a report's pictures, the only one that files of ours are in. */
export const CHARTS = 'charts';

/** Whether a name in a folder is one that we keep for ourselves. */
export function isKept(name: string): boolean {
  return name.startsWith('.unpark-');
}

/** The names that each owner's files can have: a manifest that names another is not ours, and nothing is removed on its word. */
const NAMES: Readonly<Record<Owner, RegExp>> = {
  report: /^(result\.json|summary\.md|index\.html|charts\/[a-z0-9][a-z0-9-]*\.png)$/,
  check: /^(check\.md|check\.json)$/,
  sizing: /^(sizing\.json|index\.html|charts\/[a-z0-9][a-z0-9-]*\.png)$/,
  calibration: /^(calibration\.json|scenario\.yaml|index\.html|charts\/[a-z0-9][a-z0-9-]*\.png)$/,
  sweep: /^(sweep\.jsonl|sweep\.csv|index\.html|charts\/[a-z0-9][a-z0-9-]*\.png)$/,
};

/** Whether a path in a folder of ours is for us alone. */
export function isOurName(name: string): boolean {
  return isKept(name) || canBeOurs(name);
}

/** Whether a file of ours, of any owner, can have this name: a path with slashes, relative to the folder. */
export function canBeOurs(name: string): boolean {
  return Object.values(NAMES).some((names) => names.test(name));
}

const listOf = (owner: Owner) => z.array(z.string().regex(NAMES[owner])).max(1_000).optional();

const manifestSchema = z.strictObject({
  manifestVersion: z.literal(1),
  about: z.string().optional(),
  report: listOf('report'),
  check: listOf('check'),
  sweep: listOf('sweep'),
  sizing: listOf('sizing'),
  calibration: listOf('calibration'),
});

/** Which files of a folder are ours, by owner: paths with slashes, relative to the folder. */
export type Manifest = Readonly<Partial<Record<Owner, readonly string[]>>>;

/** The manifest of a folder; undefined where there is none, and 'damaged' where it is not as we write it: a file of its own, that says what we say. */
export function readManifest(folder: string, file: Kept = MANIFEST): Manifest | 'damaged' | undefined {
  const path = join(folder, file);
  if (kindOf(path) === 'nothing') return undefined;
  try {
    return (isPlainFile(path) ? parseManifest(readInputFile(path, MOST_BYTES)) : undefined) ?? 'damaged';
  } catch {
    return 'damaged';
  }
}

/** The names of all files that a manifest lists, as far as there is one that can be read. */
export function namesOf(manifest: Manifest | 'damaged' | undefined): string[] {
  return manifest === undefined || manifest === 'damaged' ? [] : Object.values(manifest).flat();
}

function parseManifest(text: string): Manifest | undefined {
  try {
    const read = manifestSchema.parse(JSON.parse(text));
    const owners = Object.keys(NAMES) as Owner[];
    return Object.fromEntries(owners.flatMap((owner) => (read[owner] === undefined ? [] : [[owner, read[owner]]])));
  } catch {
    return undefined;
  }
}

export function manifestText(manifest: Manifest): string {
  const about = 'The files that unpark has written here. Only these are replaced or removed by it.';
  return `${JSON.stringify({ manifestVersion: 1, about, ...manifest }, null, 2)}\n`;
}
