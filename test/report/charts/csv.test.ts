import { describe, expect, it } from 'vitest';
import { chartCsv } from '../../../src/report/charts/csv.ts';
import type { ChartSpec } from '../../../src/report/charts/spec.ts';

function spec(label: string): ChartSpec {
  return {
    id: 'made-up',
    title: 'A finding',
    subtitle: 'What is drawn',
    x: { label: 'hours', format: 'hours', min: 0, max: 1 },
    y: { label: 'threads', format: 'number', max: 3 },
    rows: [
      {
        label,
        layers: [
          { kind: 'area', label: 'working', ink: 'working', start: 0.25, step: 0.5, values: [1, 0.1234] },
          { kind: 'band', label: 'range', ink: 'ink', start: 0.25, step: 0.5, values: [3, null], lower: [0, null] },
        ],
        marks: [],
      },
    ],
    table: { caption: '', columns: [], rows: [] },
  };
}

describe('the figures of a chart as CSV', () => {
  it('have a line for each row and point, and two columns for a band', () => {
    expect(chartCsv(spec('before')).split('\r\n')).toEqual([
      'row,hours,working,range: low,range: high',
      'before,0.25,1,0,3',
      'before,0.75,0.1234,,',
      '',
    ]);
  });

  it.each([
    ['a "quoted", name', '"a ""quoted"", name"'],
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1+1', "'+1+1"],
    ['@sum', "'@sum"],
  ])('are safe to open in a spreadsheet: %s', (label, cell) => {
    expect(chartCsv(spec(label)).split('\r\n')[1]).toBe(`${cell},0.25,1,0,3`);
  });
});
