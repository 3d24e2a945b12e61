import { loadImage } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import { chartsOf } from '../../src/report/charts/charts.ts';
import { PNG_SCALE, PNG_WIDTH, renderPngs } from '../../src/report/png.ts';
import { chartFonts } from '../../src/run/assets.ts';
import { beforeAfter } from './made-up-result.ts';

it('each chart is a picture of its own, in their order, and the same whether it is compressed alone or beside others', async () => {
  const charts = chartsOf(beforeAfter());
  const together = await renderPngs(charts, chartFonts());
  expect(together.map(({ id }) => id)).toEqual(charts.map(({ id }) => id));
  expect(new Set(together.map(({ bytes }) => Buffer.from(bytes).toString('base64'))).size).toBe(charts.length);
  for (const [i, spec] of charts.entries()) {
    const [alone] = await renderPngs([spec], chartFonts());
    expect(Buffer.compare(alone!.bytes, together[i]!.bytes), spec.id).toBe(0);
    expect((await loadImage(Buffer.from(alone!.bytes))).width).toBe(PNG_WIDTH * PNG_SCALE);
  }
});
