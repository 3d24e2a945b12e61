import { expect, it } from 'vitest';
import { renderSweepTerminal } from '../../../src/report/sweep/sweep-words.ts';
import { madeUpSweep } from './made-up-sweep.ts';

it('a sweep on the terminal shows the measures that vary first, and none of them is left out for one that does not', () => {
  const made = madeUpSweep([{ path: 'pools.storage.threads', values: ['8', '16'] }], (_, [x = 0]) => 10 + x);
  const [varying] = made.header.measures;
  const still = ['a', 'b', 'c', 'd'].map((name) => ({ ...varying, path: `pools.${name}.parked.mean` }) as never);
  const zero = { value: 0, low95: 0, high95: 0 };
  const table = {
    header: { ...made.header, measures: [...still, varying as never] },
    rows: made.rows.map((row) => ({
      ...row,
      measures: {
        ...row.measures,
        ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`pools.${name}.parked.mean`, zero])),
      },
    })),
  };
  const text = renderSweepTerminal(table, { width: 100, colour: false });
  expect(text.indexOf('storage.queueWait.p99')).toBeGreaterThan(0);
  expect(text.indexOf('a.parked.mean')).toBeGreaterThan(text.indexOf('storage.queueWait.p99'));
  expect(text).not.toContain('d.parked.mean');
  expect(text).toContain('1 more measure');
});
