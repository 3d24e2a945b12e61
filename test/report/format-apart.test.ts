import { expect, it } from 'vitest';
import type { NumberKind } from '../../src/report/format.ts';
import { formatApart } from '../../src/report/format-apart.ts';

it.each([
  ['seconds', 2.0003, 2, ['2.0003 s', '2 s']],
  ['seconds', 2.5, 2, ['2.5 s', '2 s']],
  ['seconds', 0.0500001, 0.05, ['50.0001 ms', '50 ms']],
  ['fraction', 0.0100004, 0.01, ['1.00004 %', '1 %']],
  ['level', 12.0004, 12, ['12.0004', '12']],
  ['seconds', 2, 2, ['2 s', '2 s']],
  ['seconds', null, 2, ['–', '2 s']],
] as [NumberKind, number | null, number, [string, string]][])(
  'writes %s %d beside %d in as many digits as tell them apart',
  (kind, one, other, texts) => {
    expect(formatApart(kind, one, other)).toEqual(texts);
  },
);
