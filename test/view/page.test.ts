import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/browsers.mjs';
import { ViewServer } from '../../src/live/view-server.ts';
import { viewClient } from '../../src/run/assets.ts';
import { viewPage } from '../../src/view/page/page.ts';
import type { DesignView } from '../../src/view/snapshot.ts';

const view = (design: string, threads: string): DesignView => ({
  design,
  atSeconds: 40,
  warmUpSeconds: 30,
  endSeconds: 60,
  pools: [{ name: 'storage', threads, queueDepth: 2 }],
  pending: 85,
  lateness: 0.25,
  arrived: 400,
  done: 390,
  failed: 1,
});

describe('the live view in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    const executablePath = findChromium();
    if (executablePath === undefined) throw new Error('there is no Chromium: run node scripts/set-up-browser.mjs');
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  });
  afterAll(async () => {
    await browser.close();
  });

  it.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)(
    'draws every thread, follows what happens, and says when it is over: %i px, %s',
    async (width, colorScheme) => {
      const server = new ViewServer(viewPage('omi-sync', viewClient()));
      const url = await server.open();
      const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      try {
        server.tell({ event: 'view', view: view('legacy', `${'P'.repeat(85)}WWB${'.'.repeat(40)}`) });
        server.tell({ event: 'view', view: view('janitor', `WW${'.'.repeat(126)}`) });
        await page.goto(url);
        await page.waitForSelector('[data-design="janitor"]');
        const count = (design: string, state: string) =>
          page.locator(`[data-design="${design}"] .threads i[data-state="${state}"]`).count();
        expect(await count('legacy', 'P')).toBe(85);
        expect(await count('janitor', 'W')).toBe(2);
        expect(await page.locator('[data-design="legacy"] .counts').textContent()).toBe(
          '128 threads: working 2, parked 85, blocked 1, idle 40; queue 2',
        );
        server.tell({ event: 'view', view: view('janitor', `WWW${'.'.repeat(125)}`) });
        await page.locator('[data-design="janitor"] .threads i[data-state="W"]').nth(2).waitFor();
        // Nothing stands out over the edge of a phone.
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        await server.close('/tmp/reports/index.html');
        await page.getByText('The run has ended. Its report: /tmp/reports/index.html').waitFor();
        // A browser asks for an icon that is not there.
        expect(errors.filter((text) => !text.includes('404'))).toEqual([]);
      } finally {
        await server.close(null);
        await page.close();
      }
    },
  );
});
