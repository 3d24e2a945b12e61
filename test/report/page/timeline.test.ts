import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beforeAfter, poolHistory } from '../made-up-result.ts';
import { withTimelines } from '../timeline/made-up-timeline.ts';
import { PageReader } from './chromium.ts';

let reader: PageReader;

beforeAll(async () => {
  reader = await PageReader.start();
});

afterAll(async () => {
  await reader?.stop();
});

const PHONE = { width: 390, height: 844 };
const result = () => withTimelines(beforeAfter(), 90, 0);

/** What is seen, in seconds from the start of the window. */
async function seen(page: Page): Promise<[number, number]> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  return page.$eval('#timeline-canvas', (canvas) => {
    const { from, until } = (canvas as HTMLCanvasElement).dataset;
    return [Number(from ?? 0) / 1e6, Number(until ?? 1_800e6) / 1e6] as [number, number];
  });
}

/** How much of the picture is the colour of parked threads, and its ground. */
function colours(page: Page): Promise<{ parked: number; ground: string }> {
  return page.$eval('#timeline-canvas', (element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let parked = 0;
    for (let i = 0; i < data.length; i += 4)
      if (data[i] === 0xd5 && data[i + 1] === 0x5e && data[i + 2] === 0) parked += 1;
    const corner = data.slice(data.length - 4, data.length - 1);
    return { parked: parked / (data.length / 4), ground: [...corner].join(' ') };
  });
}

async function canvasBox(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const canvas = page.locator('#timeline-canvas');
  await canvas.scrollIntoViewIfNeeded();
  return (await canvas.boundingBox()) as { x: number; y: number; width: number; height: number };
}

const tip = (page: Page) => page.locator('.tip.shown');

describe('the timeline on the page', () => {
  it.each([
    ['light', { colorScheme: 'light' }, '255 255 255'],
    ['dark', { colorScheme: 'dark' }, '23 28 35'],
    ['on a phone', { viewport: PHONE }, '255 255 255'],
  ] as const)('is its first picture, draws itself and fits the page: %s', async (_how, options, ground) => {
    const { page, errors, requests } = await reader.open(result(), options);
    expect(await page.$eval('main section', (first) => first.getAttribute('aria-labelledby'))).toBe('timeline');
    const drawn = await colours(page);
    expect(drawn.ground).toBe(ground);
    expect(drawn.parked).toBeGreaterThan(0.1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect({ errors, requests }).toEqual({ errors: [], requests: [] });
  });

  it('zooms and moves by keys, tells of a thread, and is left by Tab', async () => {
    const { page } = await reader.open(result());
    await page.locator('#timeline-canvas').focus();
    await page.keyboard.press('+');
    expect(await seen(page)).toEqual([337.5, 1_462.5]);
    await page.keyboard.press('ArrowRight');
    expect(await seen(page)).toEqual([562.5, 1_687.5]);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('-');
    expect(await seen(page)).toEqual([0, 1_800]);
    await page.keyboard.press('ArrowDown');
    expect(await tip(page).textContent()).toContain('thread 1 of 128');
    await page.keyboard.press('ArrowDown');
    expect(await tip(page).textContent()).toContain('legacy, storage: thread 2 of 128');
    expect(await tip(page).textContent()).toContain('parked in sync.deletion');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await tip(page).textContent()).toContain('thread 1 of 128');
    await page.keyboard.press('+');
    expect(await tip(page).textContent()).toContain('thread 1 of 128');
    await page.keyboard.press('Home');
    expect(await seen(page)).toEqual([0, 1_800]);
    await page.keyboard.press('Escape');
    expect(await tip(page).count()).toBe(0);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Zoom in');
  });

  it('shows where the keyboard is, and what it does there', async () => {
    const { page } = await reader.open(result());
    await page.keyboard.press('Tab');
    await page.locator('#timeline-canvas').focus();
    const canvas = page.locator('#timeline-canvas');
    expect(await canvas.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
    expect(await canvas.getAttribute('aria-label')).toContain('Threads of pool storage asleep');
    const keys = await canvas.getAttribute('aria-describedby');
    expect(await page.locator(`#${keys}`).textContent()).toContain('Home shows all');
  });

  it('moves by dragging, zooms by the wheel with Ctrl or once clicked, and leaves the page its scroll otherwise', async () => {
    const { page } = await reader.open(result());
    const { x, y, width } = await canvasBox(page);
    await page.mouse.move(x + width / 2, y + 100);
    expect(await tip(page).textContent()).toContain('parked');
    const before = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, 120);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before);
    expect(await seen(page)).toEqual([0, 1_800]);
    const box = await canvasBox(page);
    await page.mouse.move(box.x + width / 2, box.y + 100);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await expect.poll(() => seen(page)).toEqual([450, 1_350]);
    await page.mouse.down();
    await page.mouse.move(box.x + width / 2 - width / 4, box.y + 100, { steps: 5 });
    await page.mouse.up();
    expect(await seen(page)).toEqual([675, 1_575]);
    const at = await page.evaluate(() => scrollY);
    await page.mouse.click(box.x + width / 2, box.y + 100);
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => (await seen(page))[1] - (await seen(page))[0]).toBe(450);
    expect(await page.evaluate(() => scrollY)).toBe(at);
  });

  it('moves and zooms by touch, tells of what is tapped, and lets a finger scroll the page', async () => {
    const { page } = await reader.open(result(), { viewport: PHONE, hasTouch: true, isMobile: true });
    const { x, y, width } = await canvasBox(page);
    expect(await page.$eval('#timeline-canvas', (canvas) => getComputedStyle(canvas).touchAction)).toBe('pan-y');
    await page.touchscreen.tap(x + width / 2, y + 100);
    expect(await tip(page).textContent()).toContain('parked in sync.deletion');
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: number[]) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: points.map((at, id) => ({ x: x + at, y: y + 100, id })),
      });
    await touch('touchStart', 150, 200);
    for (let i = 1; i <= 10; i += 1) await touch('touchMove', 150 - 10 * i, 200 + 10 * i);
    await touch('touchEnd');
    const [from, until] = await seen(page);
    expect(until - from).toBeLessThan(700);
    await touch('touchStart', 200);
    for (let i = 1; i <= 10; i += 1) await touch('touchMove', 200 - 10 * i);
    await touch('touchEnd');
    expect((await seen(page))[0]).toBeGreaterThan(from + 10);
    const before = await page.evaluate(() => scrollY);
    const view = await seen(page);
    const finger = (type: 'touchStart' | 'touchMove', up: number) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: [{ x: x + width / 2, y: y + 250 - up }] });
    await finger('touchStart', 0);
    for (let i = 1; i <= 15; i += 1) await finger('touchMove', 10 * i);
    await touch('touchEnd');
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before + 50);
    expect(await seen(page)).toEqual(view);
  });

  it('has buttons for those who have neither keys nor fingers', async () => {
    const { page } = await reader.open(result());
    const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
    await press('Zoom in');
    await press('Later');
    expect(await seen(page)).toEqual([562.5, 1_687.5]);
    await press('Earlier');
    await press('Zoom out');
    expect(await seen(page)).toEqual([0, 1_800]);
    await press('Next thread');
    await press('Next thread');
    expect(await tip(page).textContent()).toContain('thread 2 of 128');
    await press('Previous thread');
    expect(await tip(page).textContent()).toContain('thread 1 of 128');
    await press('Zoom in');
    await press('Show all');
    expect(await seen(page)).toEqual([0, 1_800]);
  });

  it('prints all of it in light, however near the reader is', async () => {
    const { page } = await reader.open(result(), { colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Zoom in', exact: true }).click();
    expect(await seen(page)).toEqual([337.5, 1_462.5]);
    const near = await colours(page);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect((await colours(page)).ground).toBe('255 255 255');
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await colours(page)).toEqual(near);
  });

  it('takes no text of a result for markup', async () => {
    const hostile = '</script><img src=x onerror="window.taken = 1"><!--';
    const plain = result();
    const designs = Object.entries(plain.designs).map(([name, design]) => [
      name,
      { ...design, timeline: design.timeline && { ...design.timeline, taskKinds: [hostile, hostile] } },
    ]);
    const { page, errors } = await reader.open({ ...plain, designs: Object.fromEntries(designs) });
    await page.locator('#timeline-canvas').focus();
    await page.keyboard.press('ArrowDown');
    expect(await tip(page).textContent()).toContain(`parked in ${hostile}`);
    expect(await page.locator('img').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  it('comes after the first picture where there are many designs, and is missing where the result has none', async () => {
    const many = await reader.open(withTimelines(poolHistory(), 90, 80, 3));
    const sections = await many.page.$$eval('section', (all) => all.map((one) => one.getAttribute('aria-labelledby')));
    expect(sections.slice(0, 4)).toEqual(['threads', 'findings', 'comparison', 'timeline']);
    expect((await colours(many.page)).parked).toBeGreaterThan(0.02);
    const none = await reader.open(beforeAfter());
    expect(await none.page.locator('#timeline-canvas').count()).toBe(0);
    expect(none.errors).toEqual([]);
  });
});
