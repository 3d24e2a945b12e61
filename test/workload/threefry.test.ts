import { expect, it } from 'vitest';
import { block, threefry2x32 } from '../../src/workload/threefry.ts';

it.each([
  ['zeros', 0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
  ['ones', 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
  ['digits of pi', 0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
])(
  'gives the published known answer for a key and a counter of %s',
  (_what, key0, key1, counter0, counter1, x0, x1) => {
    threefry2x32(key0, key1, counter0, counter1);
    expect([...block]).toEqual([x0, x1]);
  },
);
