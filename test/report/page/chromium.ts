import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../../scripts/browsers.mjs';
import { renderPage } from '../../../src/report/page/page.ts';
import type { Result } from '../../../src/result/schema.ts';
import { pageClient } from '../../../src/run/assets.ts';

/** Nothing on a page of ours takes longer. */
const LONGEST_MS = 30_000;

/** A page in a browser, and everything that it did which a report must not do. */
export interface OpenPage {
  readonly page: Page;
  /** Addresses that it asked for, but for its own. */
  readonly requests: readonly string[];
  /** Errors on the console and exceptions that nobody caught. */
  readonly errors: readonly string[];
}

/** A real Chromium without a network, in which reports are opened. */
export class PageReader {
  readonly #browser: Browser;
  readonly #folder = mkdtempSync(join(tmpdir(), 'unpark-page-'));
  #count = 0;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** @throws when there is no Chromium; `npm test` gets one first. */
  static async start(): Promise<PageReader> {
    const executablePath = findChromium();
    if (executablePath === undefined) throw new Error('there is no Chromium: run node scripts/set-up-browser.mjs');
    // Chromium has no sandbox where it is run by root, as in a container.
    const args = ['--no-sandbox', '--disable-dev-shm-usage'];
    return new PageReader(await chromium.launch({ executablePath, args, timeout: LONGEST_MS }));
  }

  /** Opens the page of a result, from a file as people do. */
  async open(result: Result, options: BrowserContextOptions = {}): Promise<OpenPage> {
    this.#count += 1;
    const file = join(this.#folder, `${this.#count}.html`);
    writeFileSync(file, renderPage(result, { clientScript: pageClient() }));
    const context = await this.#browser.newContext({ offline: true, ...options });
    context.setDefaultTimeout(LONGEST_MS);
    const page = await context.newPage();
    const requests: string[] = [];
    const errors: string[] = [];
    const { href } = pathToFileURL(file);
    page.on('request', (request) => {
      if (request.url() !== href && !request.url().startsWith('data:')) requests.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('dialog', (dialog) => {
      errors.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(href);
    return { page, requests, errors };
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
