import { expect, it } from 'vitest';
import { expectedText, foundText } from '../../../src/report/gate/words.ts';

type Finding = Parameters<typeof foundText>[0];

it.each([
  [3.4060430895277776, 3.4061, '3.406 threads', '3.4061 threads'],
  [3.4060430895277776, 3.41, '3.406 threads', '3.41 threads'],
  [15.0001, 15, '15.0001 threads', '15 threads'],
])(
  'writes what was found (%d) and its bound (%d) with as many digits as tell them apart, and no more',
  (found, bound, first, second) => {
    const finding = {
      comparison: {
        kind: 'number',
        label: 'a',
        unit: 'threads',
        relation: '<=',
        bounds: [{ text: 'legacy', terms: [{}] }],
      },
      found,
      halfWidth95: null,
      bounds: [bound],
    } as unknown as Finding;
    expect(foundText(finding)).toBe(first);
    expect(expectedText(finding)).toBe(`<= legacy (${second})`);
  },
);
