import { readdirSync } from 'node:fs';
import { basename, parse } from 'node:path';
import { nearest } from '../suggest.ts';

/** What files of each kind are called. */
const ENDINGS = { scenario: /\.ya?ml$/i, result: /\.json$/i } as const;

/**
 * The file that was probably meant by a name that no file has: in the same folder, with the same name and another ending, or else with a name that is near.
 * @returns its name as the user would have written it, or undefined where there is none.
 */
export function nearFile(file: string, kind: keyof typeof ENDINGS): string | undefined {
  const base = basename(file);
  const folder = file.slice(0, file.length - base.length);
  let names: string[];
  try {
    names = readdirSync(folder === '' ? '.' : folder);
  } catch {
    return undefined;
  }
  const candidates = names.filter((name) => ENDINGS[kind].test(name)).sort();
  const stem = (name: string) => parse(name).name.toLowerCase();
  // By the names without their endings: those alone would make all of them alike.
  const near = nearest(stem(base), candidates.map(stem));
  const found = candidates.find((name) => stem(name) === stem(base)) ?? candidates.find((name) => stem(name) === near);
  return found === undefined || found === base ? undefined : `${folder}${found}`;
}

/** The hint that names it. */
export function didYouMeanFile(file: string, kind: keyof typeof ENDINGS): string | undefined {
  const found = nearFile(file, kind);
  return found === undefined ? undefined : `did you mean \`${found}\`?`;
}
