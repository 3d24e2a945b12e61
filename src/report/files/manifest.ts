import { join } from 'node:path';
import { z } from 'zod';
import { textOf } from './disk.ts';

/** Who has files in a folder: a run's report, and a check's verdict. */
export type Owner = 'report' | 'check';

/** The file that says which files of a folder are ours. Only these are ever replaced or removed. */
export const MANIFEST = '.unpark-files.json';

/** The names that each owner's files can have: a manifest that names another is not ours, and nothing is removed on its word. */
const NAMES: Readonly<Record<Owner, RegExp>> = {
  report: /^(result\.json|summary\.md|index\.html|charts\/[a-z0-9][a-z0-9-]*\.png)$/,
  check: /^(check\.md|check\.json)$/,
};

export function isNameOf(owner: Owner, name: string): boolean {
  return NAMES[owner].test(name);
}

const namesOf = (owner: Owner) => z.array(z.string().regex(NAMES[owner])).max(1_000).optional();

const manifestSchema = z.strictObject({
  manifestVersion: z.literal(1),
  about: z.string().optional(),
  report: namesOf('report'),
  check: namesOf('check'),
});

/** Which files of a folder are ours, by owner: paths with slashes, relative to the folder. */
export type Manifest = Readonly<Partial<Record<Owner, readonly string[]>>>;

/** The manifest of a folder; undefined where there is none, and 'damaged' where it is not as we write it. */
export function readManifest(folder: string): Manifest | 'damaged' | undefined {
  const text = textOf(join(folder, MANIFEST));
  if (text === undefined) return undefined;
  return parseManifest(text) ?? 'damaged';
}

export function parseManifest(text: string): Manifest | undefined {
  try {
    const { report, check } = manifestSchema.parse(JSON.parse(text));
    return { ...(report === undefined ? {} : { report }), ...(check === undefined ? {} : { check }) };
  } catch {
    return undefined;
  }
}

export function manifestText(manifest: Manifest): string {
  const about = 'The files that unpark has written here. Only these are replaced or removed by it.';
  return `${JSON.stringify({ manifestVersion: 1, about, ...manifest }, null, 2)}\n`;
}
