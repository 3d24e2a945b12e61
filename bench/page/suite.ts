import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../scripts/browsers.mjs';
import { simulate } from '../../sim/simulate.ts';
import { MOST_INTERVALS } from '../../src/record/timeline-recorder.ts';
import { renderPage } from '../../src/report/page/page.ts';
import type { Result, Timeline } from '../../src/result/schema.ts';
import { pageClient } from '../../src/run/assets.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { MACHINE } from '../contender.ts';
import { digits, printTable } from '../table.ts';
import { opening } from './opening.ts';

const PAN_MS = 3_000;

/** How long the report's page takes to open with its timeline, and how many frames a second it draws while it pans, in headless Chromium without a graphics card. */
export async function pageSuite(): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('there is no Chromium: run node scripts/set-up-browser.mjs');
  const result = simulate({ ...loadScenario('scenarios/omi-sync.yaml'), replications: 1 }, 'bench');
  const folder = mkdtempSync(join(tmpdir(), 'unpark-bench-'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const rows: string[][] = [];
    for (const [name, one] of [
      ['omi-sync, both designs, 30 min', result],
      [
        `${MOST_INTERVALS.toLocaleString('en')} intervals for each of both designs, the most there can be`,
        full(result),
      ],
    ] as const) {
      const file = join(folder, 'index.html');
      writeFileSync(file, renderPage(one, { clientScript: pageClient() }));
      for (const [device, width] of [
        ['1280 px', 1_280],
        ['390 px at 3 dots a px', 390],
      ] as const) {
        const { openMs, frames, longestMs } = await measured(browser, pathToFileURL(file).href, width);
        rows.push([`${name}; ${device}`, digits(openMs / 1_000), digits(frames), digits(longestMs)]);
      }
    }
    printTable(`The page with its timeline (${MACHINE}; Chromium ${browser.version()})`, COLUMNS, rows);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const COLUMNS = [
  'page',
  'opened, all charts drawn, s (target < 1)',
  'frames/s while panning (target 30)',
  'longest frame, ms',
];

async function measured(browser: Browser, url: string, width: number) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, deviceScaleFactor: width < 500 ? 3 : 1 });
  const openMs = await opening(page, url);
  const pan = await page.evaluate(async (panMs) => {
    const canvas = document.getElementById('timeline-canvas') as HTMLCanvasElement;
    const press = (key: string) => canvas.dispatchEvent(new KeyboardEvent('keydown', { key }));
    canvas.scrollIntoView();
    canvas.focus();
    press('+');
    const start = performance.now();
    const times: number[] = [];
    let previous = start;
    await new Promise<void>((resolve) => {
      const next = () => {
        const now = performance.now();
        times.push(now - previous);
        previous = now;
        press(times.length % 40 < 20 ? 'ArrowRight' : 'ArrowLeft');
        if (now - start > panMs) resolve();
        else requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });
    return { frames: (times.length * 1_000) / (previous - start), longestMs: Math.max(...times) };
  }, PAN_MS);
  await page.close();
  return { openMs, ...pan };
}

/** The same result with as many intervals as a timeline ever has, over all its threads. */
function full(result: Result): Result {
  const timelineOf = (timeline: Timeline): Timeline => {
    const each = Math.floor(MOST_INTERVALS / 128);
    const lengthUs = Math.floor(((timeline.untilSeconds - timeline.fromSeconds) * 1e6) / each);
    const thread = (number: number) => ({
      thread: number,
      lengthsUs: Array.from({ length: each }, () => lengthUs),
      states: 'Wpbwb'.repeat(each).slice(0, each),
      tasks: Array.from({ length: each }, () => 0),
    });
    return { ...timeline, pools: { storage: Array.from({ length: 128 }, (_, number) => thread(number)) } };
  };
  return {
    ...result,
    designs: Object.fromEntries(
      Object.entries(result.designs).map(([name, design]) => [
        name,
        design.timeline === undefined ? design : { ...design, timeline: timelineOf(design.timeline) },
      ]),
    ),
  };
}
