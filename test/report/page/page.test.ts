import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beforeAfter, madeUpResult, poolHistory } from '../made-up-result.ts';
import { PageReader } from './chromium.ts';

let reader: PageReader;

beforeAll(async () => {
  reader = await PageReader.start();
});

afterAll(async () => {
  await reader?.stop();
});

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Of each canvas: how many colours it has, the colour of its ground, and how much of it is the colour of parked threads. */
function canvases(page: Page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Map<string, number>();
      for (let i = 0; i < data.length; i += 4) {
        const colour = [data[i], data[i + 1], data[i + 2]].map((part) => part!.toString(16).padStart(2, '0')).join('');
        colours.set(colour, (colours.get(colour) ?? 0) + 1);
      }
      const ground = [data[0], data[1], data[2]].map((part) => part!.toString(16).padStart(2, '0')).join('');
      return { id: canvas.id, colours: colours.size, ground, parked: (colours.get('d55e00') ?? 0) / (data.length / 4) };
    }),
  );
}

describe.each([
  ['on a desktop, light', DESKTOP, 'light', 'ffffff'],
  ['on a desktop, dark', DESKTOP, 'dark', '171c23'],
  ['on a phone, light', PHONE, 'light', 'ffffff'],
  ['on a phone, dark', PHONE, 'dark', '171c23'],
] as const)('the page %s', (_where, viewport, colorScheme, ground) => {
  it.each([
    ['two designs', beforeAfter],
    ['six designs', poolHistory],
  ])('draws every chart, fits its window, and asks for nothing: %s', async (_what, result) => {
    const { page, requests, errors } = await reader.open(result(), { viewport, colorScheme });
    const drawn = await canvases(page);
    expect(drawn.length).toBeGreaterThanOrEqual(5);
    for (const canvas of drawn) {
      expect(canvas.colours, canvas.id).toBeGreaterThan(10);
      expect(canvas.ground, canvas.id).toBe(ground);
    }
    expect(drawn.find(({ id }) => id === 'chart-threads-storage')?.parked).toBeGreaterThan(0.02);
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(widths).toEqual([viewport.width, viewport.width]);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(23, 28, 35)',
    );
    expect({ requests, errors }).toEqual({ requests: [], errors: [] });
  });
});

describe('the page', () => {
  it.each([PHONE, DESKTOP])('wraps a long name without a space in its key figures: %o', async (viewport) => {
    const result = structuredClone(beforeAfter());
    for (const design of Object.values(result.designs)) {
      const pool = design.pools.storage;
      delete design.pools.storage;
      Object.assign(design.pools, { ['Pool'.repeat(22)]: pool });
    }
    const { page } = await reader.open(result, { viewport });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    const cards = await page.$$eval('.key > div', (all) => all.map((card) => card.scrollWidth - card.clientWidth));
    expect(Math.max(...cards)).toBeLessThanOrEqual(0);
  });

  it('draws its charts again when the reader turns to dark', async () => {
    const { page } = await reader.open(beforeAfter(), { colorScheme: 'light' });
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(async () => (await canvases(page)).map((canvas) => canvas.ground)).not.toContain('ffffff');
  });

  it('has a name for every part and its headings in order, for a screen reader', async () => {
    const { page } = await reader.open(poolHistory());
    const levels = await page.$$eval('h1, h2, h3', (all) => all.map((heading) => Number(heading.tagName[1])));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    levels.forEach((level, index) => {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
    expect(await page.getByRole('main').count()).toBe(1);
    for (const image of await page.getByRole('img').all()) {
      expect((await image.getAttribute('aria-label'))?.length).toBeGreaterThan(30);
    }
    for (const region of await page.getByRole('region').all()) {
      const names = await region.evaluate(
        (element) =>
          element.getAttribute('aria-label') ??
          document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent,
      );
      expect(names).toMatch(/\w/);
    }
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(await page.title()).toBe('omi-pool-history: unpark');
  });

  it('has the figures of each chart in a table below it, which opens by keyboard', async () => {
    const { page } = await reader.open(beforeAfter());
    const figures = await page.$$eval('figure', (all) =>
      all.map((figure) => ({
        charts: figure.querySelectorAll('canvas').length,
        heads: figure.querySelectorAll('details table thead th[scope=col]').length,
        rows: figure.querySelectorAll('details table tbody tr').length,
        captions: figure.querySelectorAll('details table caption').length,
      })),
    );
    expect(figures.length).toBeGreaterThanOrEqual(5);
    for (const { charts, heads, rows, captions } of figures) {
      expect({ charts, captions }).toEqual({ charts: 1, captions: 1 });
      expect(heads).toBeGreaterThan(2);
      expect(rows).toBeGreaterThan(1);
    }
    const summary = page.locator('figure summary').first();
    expect(await page.locator('figure table').first().isVisible()).toBe(false);
    await summary.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('figure table').first().isVisible()).toBe(true);
  });

  it('tells in its order: verdict, threads, findings, comparison, job time, distribution, queue, cost, production, assumptions, how to reproduce it', async () => {
    const { page } = await reader.open(beforeAfter());
    expect(
      await page.$$eval('section', (all) => all.map((section) => section.getAttribute('aria-labelledby'))),
    ).toEqual([
      'threads',
      'findings',
      'comparison',
      'latency',
      'distribution',
      'queue',
      'cost',
      'production',
      'assumptions',
      'reproduce',
    ]);
    // A number is never parted from its unit.
    expect((await page.textContent('h1'))?.replaceAll('\u00a0', ' ')).toBe(
      'janitor needs 7.63 active threads of 128 where legacy needs 92.4: 84.8 of them slept on a timer; job times stay as they are, within 1 % (p99 of sync 2.32 min).',
    );
  });

  it.each([
    ['on a desktop', DESKTOP, beforeAfter],
    ['on a phone', PHONE, beforeAfter],
    ['on a desktop, of six designs', DESKTOP, poolHistory],
  ])('shows the figures that decide and the picture on the first screen %s', async (_where, viewport, result) => {
    const { page } = await reader.open(result(), { viewport });
    const figures = (await page.locator('.key').boundingBox())!;
    const picture = (await page.locator('#chart-threads-storage').boundingBox())!;
    expect(await page.locator('.key dt').count()).toBe(3);
    expect(figures.y + figures.height).toBeLessThan(viewport.height);
    // At least its first row.
    expect(picture.y + 160).toBeLessThan(viewport.height);
  });

  it.each([
    ['on a desktop', DESKTOP],
    ['on a phone', PHONE],
  ])('cuts off none of its contents without a cue %s', async (_where, viewport) => {
    const { page } = await reader.open(beforeAfter(), { viewport });
    const { cut, cue } = await page.locator('nav').evaluate((nav) => ({
      cut: nav.scrollWidth > nav.clientWidth,
      cue: getComputedStyle(nav).backgroundAttachment.includes('scroll') && getComputedStyle(nav).overflowX === 'auto',
    }));
    expect(cut).toBe(viewport === PHONE);
    if (cut) expect(cue).toBe(true);
  });

  it.each(['light', 'dark'] as const)(
    'lays the range and the warm-up upon areas without painting over them, %s',
    async (colorScheme) => {
      const { page } = await reader.open(beforeAfter(), { viewport: DESKTOP, colorScheme });
      // Of the pixels of a column of the chart, those of the working threads have exactly the colour of the legend.
      const share = await page.locator('#chart-threads-storage').evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, height / 2, width, height / 2);
        let exact = 0;
        let greenish = 0;
        for (let i = 0; i < data.length; i += 4) {
          const [r, g, b] = [data[i]!, data[i + 1]!, data[i + 2]!];
          if (r === 0 && g === 158 && b === 115) exact += 1;
          if (g > r + 30 && g > b + 15) greenish += 1;
        }
        return exact / greenish;
      });
      expect(share).toBeGreaterThan(0.85);
    },
  );

  it('leads to each of its parts from a list of contents', async () => {
    const { page } = await reader.open(beforeAfter());
    const nav = page.getByRole('navigation', { name: 'Contents' });
    const targets = await nav
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')!.slice(1)));
    expect(targets).toEqual(
      await page.$$eval('section', (all) => all.map((section) => section.getAttribute('aria-labelledby'))),
    );
    await nav.getByRole('link', { name: 'How to reproduce it' }).click();
    await expect(page.locator('#reproduce').isVisible()).resolves.toBe(true);
  });

  it('folds the long table, and prints it all the same', async () => {
    const { page } = await reader.open(beforeAfter());
    const table = page.locator('details.fold table').first();
    expect(await table.isVisible()).toBe(true);
    await page.getByText('All measures').click();
    expect(await table.isVisible()).toBe(false);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await table.isVisible()).toBe(true);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await table.isVisible()).toBe(false);
  });

  it('switches a series off and on again in every row by its entry in the legend', async () => {
    const { page } = await reader.open(beforeAfter(), { viewport: DESKTOP });
    const parked = async () => (await canvases(page)).find(({ id }) => id === 'chart-threads-storage')!.parked;
    const before = await parked();
    const entry = { position: { x: 250, y: 17 } };
    await page.locator('#chart-threads-storage').click(entry);
    await expect.poll(parked).toBeLessThan(before / 20);
    await page.locator('#chart-threads-storage').click(entry);
    await expect.poll(parked).toBeCloseTo(before, 3);
  });

  it('tells the figures under the pointer in every row of a chart', async () => {
    const { page } = await reader.open(poolHistory(), { viewport: { width: 1280, height: 1400 } });
    const chart = page.locator('#chart-threads-storage');
    await chart.scrollIntoViewIfNeeded();
    const { height } = (await chart.boundingBox())!;
    const rows = 6;
    for (let row = 0; row < rows; row += 1) {
      const y = 32 + ((height - 96) / rows) * (row + 0.6);
      await chart.hover({ position: { x: 700, y } });
      // The ground of a tooltip is black that lets a fifth through.
      const dark = await chart.evaluate((canvas: HTMLCanvasElement, at) => {
        const scale = canvas.width / canvas.clientWidth;
        const { data } = canvas.getContext('2d')!.getImageData(480 * scale, (at - 20) * scale, 200 * scale, 40 * scale);
        let count = 0;
        for (let i = 0; i < data.length; i += 4) if (data[i]! + data[i + 1]! + data[i + 2]! < 200) count += 1;
        return count / (data.length / 4);
      }, y);
      expect(dark, `row ${row}`).toBeGreaterThan(0.2);
    }
  });

  it('saves each chart as a picture, and its figures as CSV', async () => {
    const { page, errors } = await reader.open(beforeAfter());
    const charts = await page.locator('canvas').count();
    const saved = async (name: string) => {
      const button = page.getByRole('button', { name }).first();
      const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
      return { file: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    expect(await page.getByRole('button', { name: 'Save as PNG' }).count()).toBe(charts);
    const picture = await saved('Save as PNG');
    expect(picture.file).toBe('omi-sync-threads-storage.png');
    expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG');
    const figures = await saved('Save as CSV');
    expect(figures.file).toBe('omi-sync-threads-storage.csv');
    expect(figures.bytes.toString().split('\r\n')[0]).toMatch(/^row,hours since the start of the run,W {2}working,/);
    expect(errors).toEqual([]);
  });

  it('keeps the first column of a wide table in sight while it scrolls', async () => {
    const { page } = await reader.open(poolHistory(), { viewport: PHONE });
    const wide = page.locator('details.fold .scroll').first();
    const place = () => wide.evaluate((box) => box.querySelector('tbody th')!.getBoundingClientRect().left);
    const before = await place();
    await wide.evaluate((box) => {
      box.scrollLeft = 120;
    });
    expect(await wide.evaluate((box) => box.scrollLeft)).toBeGreaterThan(50);
    expect(await place()).toBe(before);
  });

  it('prints in light, whatever the reader has on the screen, with charts that fit the paper', async () => {
    const { page, errors } = await reader.open(beforeAfter(), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    for (const canvas of await canvases(page)) expect(canvas.ground, canvas.id).toBe('ffffff');
    // A4 without margins of 1 cm is 718 CSS pixels wide.
    const widths = await page.$$eval('canvas', (all) => all.map((canvas) => canvas.getBoundingClientRect().width));
    for (const width of widths) expect(width).toBeLessThanOrEqual(718);
    expect(await page.locator('figure details').first().isVisible()).toBe(false);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: 'screen' });
    for (const canvas of await canvases(page)) expect(canvas.ground, canvas.id).toBe('171c23');
    expect(errors).toEqual([]);
  });

  it('says without JavaScript what it says with it, but for the pictures', async () => {
    const { page } = await reader.open(beforeAfter(), { javaScriptEnabled: false });
    expect(await page.textContent('h1')).toContain('where legacy needs');
    expect(await page.locator('noscript').textContent()).toContain('JavaScript');
  });

  it('never takes a text of a scenario for markup', async () => {
    const hostile = `</script><script>window.taken = 1</script><img src=x onerror="window.taken = 1">'"&<!--`;
    const result = madeUpResult({
      hasHostileNames: true,
      name: hostile,
      question: hostile,
      notes: [{ path: hostile, value: hostile, text: hostile }],
      designs: {
        [hostile]: { threads: 128, working: 7, parked: 85, blocked: 0.3, queue: 2, latenessSeconds: 1 },
        [`${hostile} 2`]: { threads: 128, working: 7, parked: 0, blocked: 0.3, latenessSeconds: 1 },
      },
    });
    const { page, requests, errors } = await reader.open(result);
    expect(await page.evaluate(() => (window as { taken?: number }).taken)).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.textContent('.question')).toBe(hostile);
    expect(await page.textContent('.notes')).toContain(hostile);
    expect((await canvases(page)).every((canvas) => canvas.colours > 10)).toBe(true);
    expect({ requests, errors }).toEqual({ requests: [], errors: [] });
  });
});
