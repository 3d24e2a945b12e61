import { expect, it } from 'vitest';
import { oneLine } from '../../src/one-line.ts';
import {
  formatDifference,
  formatList,
  formatNumber,
  formatShare,
  formatWithInterval,
  joinWords,
} from '../../src/report/format.ts';
import { rateScale, timeScale } from '../../src/report/scale.ts';

it.each([
  [formatNumber('seconds', 480), '8 min'],
  [formatNumber('fraction', 0.7187), '71.9 %'],
  [formatNumber('perHour', -3), '−3/h'],
  [formatNumber('level', 0.0004), '<0.001'],
  [formatNumber('count', 15_300), '15,300'],
  [formatNumber('count', null), '–'],
  [formatWithInterval('level', 92.13, 0.42), '92.1 ± 0.4'],
  [formatWithInterval('seconds', 0.449, 0.056), '449 ± 56 ms'],
  // In one unit that both can be read in.
  [formatWithInterval('seconds', 0.000928, 0.001237), '0.9 ± 1.2 ms'],
  [formatWithInterval('level', 7.67, null), '7.67'],
  [formatWithInterval('level', null, 1), '–'],
  [formatDifference('level', -84.6, 0.5), '−84.6 ± 0.5'],
  [formatDifference('level', 2.36, 0.06), '+2.36 ± 0.06'],
  [formatDifference('fraction', 0.01, null), '+1 point'],
  [formatDifference('fraction', -0.01, null), '−1 point'],
  [formatDifference('fraction', 0.11, null), '+11 points'],
  [formatDifference('fraction', -0.00118, null), '−0.118 points'],
  [formatList('seconds', [33.1, 71.4]), '33.1 / 71.4 s'],
  [formatList('seconds', [90.6, 154]), '90.6 / 154 s'],
  [formatList('seconds', [0, 0.00376, 0.179]), '0 / 3.76 / 179 ms'],
  [formatList('seconds', [22.3, 79.6, 571]), '22.3 / 79.6 / 571 s'],
  [formatList('seconds', [200, 10_680]), '3.33 / 178 min'],
  [formatList('seconds', [null, null]), '–'],
  // In the unit of the row, however small it is there.
  [formatNumber('seconds', 0.00222, timeScale([0.00222, 121])), '0.00222 s'],
  [formatDifference('seconds', 1.4e-9, null, timeScale([30])), '≈ 0 s'],
  [formatDifference('perHour', -37, null, rateScale('min')), '−0.617/min'],
  [formatNumber('perHour', 636, rateScale('min')), '10.6/min'],
  [formatShare(0.999), '>99 %'],
  [formatShare(0.001), '<1 %'],
  [formatShare(1), '100 %'],
  [joinWords(['a', 'b', 'c']), 'a, b and c'],
  [oneLine('a\n\u001b[2Jb\u2028c '), 'a \\u001b[2Jb c'],
])('writes %s', (written, expected) => {
  expect(written).toBe(expected);
});
