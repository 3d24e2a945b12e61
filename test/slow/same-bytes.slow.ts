import { expect, it } from 'vitest';
import { wholeCheck } from '../gate/whole-check.ts';

it('a check gives the same verdict and the same bytes, a hundred times in a row', () => {
  const first = wholeCheck();
  for (let run = 1; run < 100; run += 1) expect(wholeCheck() === first).toBe(true);
});
