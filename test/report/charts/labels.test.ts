import { describe, expect, it } from 'vitest';
import { chartsOf } from '../../../src/report/charts/charts.ts';
import { rowsPlugin } from '../../../src/report/charts/rows-plugin.ts';
import type { ChartSpec } from '../../../src/report/charts/spec.ts';
import { lightTheme } from '../../../src/report/charts/theme.ts';
import { beforeAfter, madeUpResult, poolHistory } from '../made-up-result.ts';

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What the labels of a chart's rows cover when it is this wide: characters are as wide as Inter's on average, and lines as high as its letters. */
function labelBoxes(spec: ChartSpec, width: number): Box[][] {
  const rowHeight = 128;
  const boxes: Box[][] = spec.rows.map(() => []);
  let font = 12;
  const pen = new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === 'measureText') return (text: string) => ({ width: text.length * font * 0.56 });
        if (name === 'fillText') {
          return (text: string, x: number, y: number) => {
            const row = Math.floor(y / (rowHeight + 16));
            boxes[row]?.push({ text, left: x, right: x + text.length * font * 0.56, top: y - 5, bottom: y + 5 });
          };
        }
        return () => {};
      },
      set: (_, name, value) => {
        if (name === 'font') font = Number(/([\d.]+)px/.exec(value)?.[1] ?? 12);
        return true;
      },
    },
  );
  const area = { left: 60, right: width - 8 };
  const across = (x: number) => area.left + ((x - spec.x.min) / (spec.x.max - spec.x.min)) * (area.right - area.left);
  const room = spec.rows.some(({ marks }) => marks.some(({ axis }) => axis === 'x')) ? 62 : 30;
  const scales = Object.fromEntries(
    spec.rows.map((_, index) => {
      const top = index * (rowHeight + 16);
      const up = (value: number) => top + rowHeight - (value / spec.y.max) * (rowHeight - room);
      return [`y${index}`, { top, bottom: top + rowHeight, getPixelForValue: up }];
    }),
  );
  const chart = { ctx: pen, chartArea: area, scales: { ...scales, x: { getPixelForValue: across } } };
  rowsPlugin(spec, lightTheme, () => 'grey').afterDatasetsDraw?.call(
    {} as never,
    chart as never,
    {} as never,
    {} as never,
    {} as never,
  );
  return boxes;
}

describe('the labels of a chart', () => {
  it.each([320, 390, 560, 800, 1_120])('never cross one another at %d px', (width) => {
    const long = { threads: 128, working: 7, parked: 85, blocked: 0.3, latenessSeconds: 4 };
    const results = [
      beforeAfter(),
      poolHistory(),
      madeUpResult({ designs: { 'a-design-with-a-name-that-is-very-long-indeed': long, b: { ...long, parked: 0 } } }),
    ];
    for (const spec of results.flatMap(chartsOf)) {
      for (const boxes of labelBoxes(spec, width)) {
        expect(boxes.length).toBeGreaterThan(0);
        boxes.forEach((one, index) => {
          for (const other of boxes.slice(index + 1)) {
            const apart =
              one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
            expect(apart, `${spec.id}: ${one.text} and ${other.text}`).toBe(true);
          }
        });
      }
    }
  });
});
