import type { Page } from 'playwright-core';

const RUNS = 5;

/** The shortest of five openings of a page, in ms: from the navigation to the first frame with all its charts. */
export async function opening(page: Page, url: string): Promise<number> {
  const opened: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    await page.goto(url);
    opened.push(
      await page.evaluate(
        () => new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now()))),
      ),
    );
  }
  return Math.min(...opened);
}
