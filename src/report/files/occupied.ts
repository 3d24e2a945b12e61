/** What is in a folder that is not ours: found out before anything is written there, and never touched. */
import { dirname, join } from 'node:path';
import { isLink, isPlainFile, kindOf, namesIn } from './disk.ts';
import { CHARTS, canBeOurs, isKept, KEPT, namesOf, type Owner, readManifest, STAGE } from './manifest.ts';

const ANOTHER_FOLDER = 'name another folder with --out';

/** Thrown where something that is not ours is in the way. */
export class Occupied extends Error {
  readonly expected: string;
  readonly found: string;
  readonly hint: string;

  constructor(expected: string, found: string, hint: string = ANOTHER_FOLDER) {
    super(`${found}, where ${expected} is expected`);
    this.expected = expected;
    this.found = found;
    this.hint = hint;
  }
}

/**
 * Refuses a folder where others have put something in the place of what we keep for ourselves, or a link on the way to files of ours. What passes can be gone on with.
 * @throws Occupied
 */
export function checkKept(folder: string): void {
  for (const file of KEPT) {
    if (readManifest(folder, file) !== 'damaged') continue;
    const kind = isLink(join(folder, file)) ? 'link' : kindOf(join(folder, file));
    throw new Occupied(
      `a folder whose ${file} is as unpark has written it`,
      kind === 'file' ? `a ${file} that says something else` : `a ${kind} of that name`,
      `look at what is in the folder, then remove ${file}, or ${ANOTHER_FOLDER}`,
    );
  }
  const strange = isPlainFolderOrNone(join(folder, STAGE))
    ? stagedNames(folder).find((name) => !isStaged(folder, name))
    : '';
  if (strange !== undefined) {
    throw new Occupied(
      `a folder whose ${STAGE} is as unpark has left it`,
      strange === ''
        ? `a ${STAGE} that is no folder of its own`
        : `a ${STAGE} with ${strange}, which unpark has not written`,
      `look at what is in ${STAGE} and move it, or ${ANOTHER_FOLDER}`,
    );
  }
  const listed = KEPT.flatMap((file) => namesOf(readManifest(folder, file)));
  checkWay(folder, listed);
}

/**
 * Refuses a folder whose content is somebody else's, or that has somebody else's file where one of ours would stand.
 * @param names of the owner's files. @throws Occupied
 */
export function checkContent(folder: string, owner: Owner, names: readonly string[]): void {
  const manifest = readManifest(folder);
  const owned = manifest === undefined || manifest === 'damaged' ? undefined : manifest;
  const others = foreignNames(folder);
  if (owned === undefined && others.length > 0) {
    const told = `${others.slice(0, 3).join(', ')}${others.length > 3 ? ` and ${others.length - 3} more` : ''}`;
    const isOldReport = ['result.json', 'summary.md', 'index.html'].every((name) => others.includes(name));
    throw new Occupied(
      'a new folder, an empty one, or one that unpark has written (it keeps a list of its files there)',
      `a folder with ${told}`,
      isOldReport ? `if it is a report of an earlier version, remove it; or ${ANOTHER_FOLDER}` : ANOTHER_FOLDER,
    );
  }
  checkWay(folder, names);
  for (const name of names) {
    const kind = kindOf(join(folder, name));
    if (kind === 'nothing' || (kind !== 'folder' && owned?.[owner]?.includes(name) === true)) continue;
    throw new Occupied(
      `a folder without a file ${name} of somebody else`,
      `the ${kind} ${name}, which unpark has not written`,
    );
  }
}

/** The names in a folder that are none of ours: what others have put there. */
function foreignNames(folder: string): string[] {
  const tops = new Set(namesOf(readManifest(folder)).map((name) => name.split('/')[0]));
  return namesIn(folder).filter((name) => !isKept(name) && !tops.has(name));
}

/** @throws Occupied where a folder on the way to one of the names is a link, which leads elsewhere, or is none. */
function checkWay(folder: string, names: readonly string[]): void {
  const blocked = names.map(dirname).find((inner) => inner !== '.' && !isPlainFolderOrNone(join(folder, inner)));
  if (blocked === undefined) return;
  const found = isLink(join(folder, blocked)) ? 'a link' : 'something else';
  throw new Occupied(`a folder in which ${blocked} is a folder of its own`, `${found} of that name`);
}

function isPlainFolderOrNone(path: string): boolean {
  return !isLink(path) && ['folder', 'nothing'].includes(kindOf(path));
}

/** What is in the stage: paths with slashes, relative to it. */
export function stagedNames(folder: string): string[] {
  const pictures = join(folder, STAGE, CHARTS);
  return namesIn(join(folder, STAGE)).flatMap((name) =>
    name === CHARTS && !isLink(pictures) && kindOf(pictures) === 'folder'
      ? namesIn(pictures).map((picture) => `${CHARTS}/${picture}`)
      : [name],
  );
}

/** Whether a stage of ours can hold it. */
export function isStaged(folder: string, name: string): boolean {
  return (canBeOurs(name) || KEPT.some((file) => file === name)) && isPlainFile(join(folder, STAGE, name));
}
