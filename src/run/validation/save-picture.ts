import { checkPlace, type FileKind, writeWhole } from '../../report/files/whole-file.ts';
import type { Validation } from '../../validation/validation.ts';
import { chartFonts } from '../assets.ts';
import { GET_ALL, loadOptional } from '../optional-part.ts';
import type { Tell } from '../save-report.ts';

const PICTURE: FileKind = {
  what: 'the picture',
  one: 'a PNG',
  // The first byte of a PNG is no character.
  isOne: (start) => start.slice(1, 4) === 'PNG',
};

/** Refuses a place that no picture can go to, so that nobody simulates in vain. @throws InputError */
export function checkPicturePlace(file: string): void {
  checkPlace(file, PICTURE);
}

/** Draws the z-scores; where the canvas was left out of the installation a line says so, and nothing is written. @throws InputError */
export async function saveZPicture(file: string, validation: Validation, tell: Tell): Promise<void> {
  const loaded = await loadOptional(() => import('../../report/validation/z-picture.ts'));
  if ('part' in loaded) writeWhole(file, loaded.part.drawZScores(validation, chartFonts()), PICTURE);
  else tell(`No picture (PNG): ${loaded.missing} is not installed; to have it, ${GET_ALL}.\n`);
}
