import { basename, join, relative, resolve, sep } from 'node:path';
import { InputError } from '../errors.ts';
import { isSameFile, realPlace } from '../report/files/disk.ts';
import { nearestFolder } from '../report/files/folders.ts';
import { isKept } from '../report/files/manifest.ts';

/** A place that an option names, and the option. */
export interface Named {
  readonly option: string;
  readonly path: string;
}

/**
 * Refuses a file that would be another file of the command, or would stand where the folder of `--out` has to be.
 * @throws InputError
 */
export function checkDistinct(file: Named, other: Named): void {
  const [place, otherPlace] = [file, other].map(({ path }) => truePlace(path)) as [string, string];
  if (place === otherPlace || isSameFile(place, otherPlace)) throw refusal(file, other, 'the same place');
  if (isInside(otherPlace, place)) throw refusal(file, other, 'a folder above it');
}

/**
 * Refuses a file that is written while a run goes on and lies in the folder of its report: that folder is the report's alone until it is written.
 * @throws InputError
 */
export function checkOutside(file: Named, out: Named): void {
  checkDistinct(file, out);
  const place = truePlace(file.path);
  if (isInside(place, truePlace(out.path))) throw refusal(file, out, 'a file inside it');
  if (isKept(basename(place))) throw refusal(file, out, `${basename(place)}: such names are of reports alone`);
}

function refusal({ option, path }: Named, other: Named, found: string): InputError {
  return new InputError({
    file: path,
    message: `${option} cannot be written there; nothing was changed`,
    expected: `a place apart from that of ${other.option}, ${other.path}`,
    found,
    hint: `give ${option} another place`,
  });
}

/** Where a path leads, by the links on its way also where nothing is there yet. */
function truePlace(path: string): string {
  const place = resolve(path);
  const nearest = nearestFolder(place);
  return realPlace(place) === place ? join(realPlace(nearest), relative(nearest, place)) : realPlace(place);
}

function isInside(place: string, folder: string): boolean {
  const way = relative(folder, place);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === place;
}
