import { expect, it } from 'vitest';
import { chartConfig } from '../../../src/report/charts/config.ts';
import type { ChartSpec } from '../../../src/report/charts/spec.ts';
import { lightTheme } from '../../../src/report/charts/theme.ts';

const spec = (values: readonly (number | null)[]): ChartSpec => ({
  id: 'latency-batch',
  title: 'A batch',
  subtitle: 'by the moment',
  x: { label: 'min', format: 'number', min: 0, max: 10 },
  y: { label: 'job time', format: 'seconds', max: 5 },
  rows: [
    { label: 'today', layers: [{ kind: 'line', label: 'p99', ink: 'design-1', start: 0, step: 1, values }], marks: [] },
  ],
  table: { caption: '', columns: [], rows: [] },
});

const radii = (values: readonly (number | null)[]) =>
  (
    chartConfig(spec(values), { theme: lightTheme, withTitle: false, createTile: () => ({}) as never } as never).data
      .datasets[0] as { pointRadius?: unknown }
  ).pointRadius;

it('a value without neighbours is drawn as a point, since no line goes through it', () => {
  expect(radii([null, 4, null, 3, 2, null, 1])).toEqual([0, 3, 0, 0, 0, 0, 3]);
  expect(radii([4])).toEqual([3]);
  expect(radii([1, 2, 3])).toBe(0);
});
