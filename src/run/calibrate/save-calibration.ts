import { calibrationCharts } from '../../report/calibration/calibration-charts.ts';
import { renderCalibrationPage } from '../../report/calibration/calibration-page.ts';
import { CHARTS } from '../../report/files/manifest.ts';
import { writeOwnedPlace } from '../../report/files/owned-place.ts';
import { pageClient } from '../assets.ts';
import { pngsOf, type Tell } from '../save-report.ts';
import type { CalibrateOutcome } from './calibrate.ts';

/** Writes what a calibration came to: its figures, the calibrated scenario, the page and the pictures. @throws InputError where it cannot be written. */
export async function saveCalibration(
  out: string,
  { calibration, scenario }: CalibrateOutcome,
  tell: Tell,
): Promise<void> {
  const pngs = await pngsOf(calibrationCharts(calibration), tell);
  const files = new Map<string, string | Uint8Array>([
    ['calibration.json', calibrationJson(calibration)],
    ['scenario.yaml', scenario],
    ['index.html', renderCalibrationPage(calibration, scenario, pageClient())],
    ...pngs.map(({ id, bytes }): [string, Uint8Array] => [`${CHARTS}/${id}.png`, bytes]),
  ]);
  writeOwnedPlace(out, 'calibration', files);
}

export function calibrationJson(calibration: CalibrateOutcome['calibration']): string {
  return `${JSON.stringify(calibration, null, 1)}\n`;
}
