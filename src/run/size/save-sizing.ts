import { CHARTS } from '../../report/files/manifest.ts';
import { checkOwnedPlace, writeOwnedPlace } from '../../report/files/owned-place.ts';
import { sizingCharts } from '../../report/size/sizing-charts.ts';
import { renderSizingPage } from '../../report/size/sizing-page.ts';
import { sizingJson } from '../../report/size/sizing-words.ts';
import type { Sizing } from '../../result/sizing/sizing.ts';
import { pageClient } from '../assets.ts';
import { pngsOf, type Tell } from '../save-report.ts';

/** Refuses a folder that no sizing can go to, so that nobody simulates in vain. @throws InputError */
export function checkSizingPlace(folder: string): void {
  checkOwnedPlace(folder, 'sizing');
}

/** Writes the sizing as JSON, the page and the pictures. @throws InputError where it cannot be written. */
export async function saveSizing(folder: string, sizing: Sizing, tell: Tell): Promise<void> {
  const pngs = await pngsOf(sizingCharts(sizing), tell);
  writeOwnedPlace(
    folder,
    'sizing',
    new Map<string, string | Uint8Array>([
      ['sizing.json', sizingJson(sizing)],
      ['index.html', renderSizingPage(sizing, pageClient())],
      ...pngs.map(({ id, bytes }): [string, Uint8Array] => [`${CHARTS}/${id}.png`, bytes]),
    ]),
  );
}
