import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../../scripts/browsers.mjs';
import { renderPage } from '../../src/report/page/page.ts';
import { pageClient } from '../../src/run/assets.ts';
import { type Contender, MACHINE, measure } from '../contender.ts';
import { opening } from '../page/opening.ts';
import { digits, printTable } from '../table.ts';
import { FORMATS, manyDumps, observeMany, readingSpeed } from './dumps.ts';
import { LOGS, logSpeed } from './logs.ts';

export const observedContenders: Readonly<Record<string, Contender>> = {
  'reading-speed': readingSpeed,
  'log-speed': logSpeed,
  'many-dumps': manyDumps,
};

const THREADS = 1_000;

/** What it costs to read thread dumps and logs, and to open the report of many dumps. */
export async function observedSuite(): Promise<void> {
  printTable(
    `Thread dumps, read and judged by the rules, processor time (${MACHINE})`,
    ['format', 'MB/s (target ≥ 50)'],
    FORMATS.map(([name], i) => [name, digits(measure('reading-speed', i).megabytesPerSecond as number)]),
  );
  printTable(
    `Logs, processor time (${MACHINE})`,
    ['log', 'MB/s'],
    LOGS.map(({ name }, i) => [name, digits(measure('log-speed', i).megabytesPerSecond as number)]),
  );
  printTable(
    `Dumps of ${THREADS.toLocaleString('en')} threads one after the other (${MACHINE})`,
    ['dumps', 'text, MB', 'processor time, s', 'peak resident memory, MB'],
    [100, 300, 1_000].map((dumps) => {
      const { megabytes, seconds, peakMb } = measure('many-dumps', dumps, THREADS);
      return [String(dumps), ...[megabytes, seconds, peakMb].map((figure) => digits(figure as number))];
    }),
  );
  await pageOfMany();
}

async function pageOfMany(): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('there is no Chromium: run node scripts/set-up-browser.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'unpark-bench-'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const file = join(folder, 'index.html');
    const html = renderPage(observeMany(THREADS, THREADS).result, { clientScript: pageClient() });
    writeFileSync(file, html);
    const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
    const openMs = await opening(page, pathToFileURL(file).href);
    printTable(
      `The report of 1,000 dumps of 1,000 threads (${MACHINE}; Chromium ${browser.version()})`,
      ['page, MB', 'opened, all charts drawn, s (target < 1)'],
      [[digits(html.length / 2 ** 20), digits(openMs / 1_000)]],
    );
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
