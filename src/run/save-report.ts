import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oneLine } from '../one-line.ts';
import { chartsOf } from '../report/charts/charts.ts';
import type { ChartSpec } from '../report/charts/spec.ts';
import { codeOf, reasonOf } from '../report/files/disk.ts';
import { renderPage } from '../report/page/page.ts';
import type { Png } from '../report/png.ts';
import { shellWord } from '../report/shell.ts';
import { renderSummary } from '../report/summary.ts';
import type { TimelineSpec } from '../report/timeline/spec.ts';
import { timelineOf } from '../report/timeline/timeline.ts';
import { resultJson, writeReport } from '../report/write.ts';
import type { Result } from '../result/schema.ts';
import { chartFonts, pageClient } from './assets.ts';
import { GET_ALL, loadOptional } from './optional-part.ts';

/** Tells a person what went otherwise than asked for: lines that end with a line feed. */
export type Tell = (text: string) => void;

/**
 * Draws and writes everything that a report consists of.
 * @param pictures whether the charts are drawn as PNGs too, which takes longer than a short run.
 * @throws InputError when the folder cannot be written.
 */
export async function saveReport(folder: string, result: Result, tell: Tell, pictures = true): Promise<void> {
  const pngs = pictures ? await pngsOf(chartsOf(result), tell, timelineOf(result)) : [];
  writeReport(folder, result, {
    summary: renderSummary(result, { hasPictures: pngs.length > 0 }),
    page: renderPage(result, { clientScript: pageClient() }),
    pngs,
  });
}

/** The charts as pictures; none, and a line that says so, where the canvas was left out of the installation. */
export async function pngsOf(charts: readonly ChartSpec[], tell: Tell, timeline?: TimelineSpec): Promise<Png[]> {
  // The canvas is a native part that no other command needs.
  const loaded = await loadOptional(() => import('../report/png.ts'));
  if ('part' in loaded) return loaded.part.renderPngs(charts, chartFonts(), timeline);
  tell(
    `No pictures (PNG): ${loaded.missing} is not installed. The page has the charts; to have the pictures too, ${GET_ALL}.\n`,
  );
  return [];
}

/**
 * The same for a result that exists nowhere else: where its report cannot be drawn or written, the result itself goes to the temporary folder, and a line says where.
 * @throws what kept the report from being written.
 */
export async function saveNewReport(folder: string, result: Result, tell: Tell, pictures?: boolean): Promise<void> {
  try {
    await saveReport(folder, result, tell, pictures);
  } catch (error) {
    tell(`The report could not be written${keptSomewhere(result)}\n\n`);
    throw error;
  }
}

/** Puts a result into the temporary folder. @returns the rest of a sentence that says what became of it. */
function keptSomewhere(result: Result): string {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), 'unpark-'));
    const file = join(folder, 'result.json');
    writeFileSync(file, resultJson(result));
    return (
      `, but nothing that was measured is lost: the result is in ${oneLine(file)}.\n` +
      `Render it with: npx unpark report ${shellWord(file)} --out <folder>`
    );
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    return `, and neither could the result itself in ${oneLine(tmpdir())} (${reasonOf(codeOf(error) ?? String(error))}): it is lost.`;
  }
}
