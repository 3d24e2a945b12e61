import { expect, it } from 'vitest';
import { ofDesigns } from '../../../src/report/charts/of-designs.ts';
import { designsOf } from '../../../src/report/selection.ts';
import { madeUpResult } from '../made-up-result.ts';

const DESIGN = { threads: 8, working: 1, parked: 0, blocked: 0 };

it('what is told alike of several designs is said once', () => {
  const designs = designsOf(madeUpResult({ designs: { a: DESIGN, b: DESIGN, c: DESIGN } }));
  expect(
    ofDesigns(
      designs,
      () => 0.001,
      () => '<1 %',
    ),
  ).toBe('<1 % with `a`, `b` and `c`');
  expect(
    ofDesigns(
      designs,
      ({ name }) => (name === 'b' ? 2 : 1),
      (value) => `${value} s`,
    ),
  ).toBe('1 s with `a` and `c` and 2 s with `b`');
});
