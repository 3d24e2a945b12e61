import type { Png } from '../report/png.ts';
import type { Result } from '../result/schema.ts';

/** Charts are drawn by parts that take a while to load, a native canvas among them: they are loaded by the first call of one of these. */

/**
 * Writes a whole report: result.json, summary.md, index.html and the charts as PNGs in charts/ (where the optional dependencies are not installed: without the PNGs, and a line on standard error says so). At any moment the folder has either the earlier report or this one.
 * @param folder a new folder, an empty one, or an earlier report, which is replaced.
 * @throws InputError when the folder holds something else, or cannot be written; nothing has changed then.
 */
export async function writeReport(folder: string, result: Result): Promise<void> {
  const { saveReport } = await import('../run/save-report.ts');
  await saveReport(folder, result, (text) => process.stderr.write(text));
}

/**
 * Draws the charts of a result, each 1,500 pixels wide, in the light theme.
 * @returns each chart's name, such as `threads-storage`, with the bytes of its PNG.
 * @throws InputError when the optional dependencies are not installed.
 */
export async function renderCharts(result: Result): Promise<Png[]> {
  const [{ requireOptional }, { chartsOf }, { timelineOf }, { chartFonts }] = await Promise.all([
    import('../run/optional-part.ts'),
    import('../report/charts/charts.ts'),
    import('../report/timeline/timeline.ts'),
    import('../run/assets.ts'),
  ]);
  const { renderPngs } = await requireOptional(
    () => import('../report/png.ts'),
    'charts as PNGs need parts that are not installed',
  );
  return renderPngs(chartsOf(result), chartFonts(), timelineOf(result));
}

/** The summary of a result as Markdown, fit for a pull request: the verdict, the table of designs, and what was assumed. */
export async function renderSummary(result: Result): Promise<string> {
  const summary = await import('../report/summary.ts');
  return summary.renderSummary(result);
}
