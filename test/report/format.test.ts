import { expect, it } from 'vitest';
import { oneLine } from '../../src/one-line.ts';
import {
  formatChange,
  formatDifference,
  formatList,
  formatNumber,
  formatShare,
  formatWithBounds,
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
  [formatWithInterval('seconds', 0.000928, 0.001237), '0.928 [0, 2.17] ms'],
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
  // In the unit of the row where it can be read in that, and otherwise in its own.
  [formatNumber('seconds', 0.22, timeScale([0.22, 121])), '0.22 s'],
  [formatNumber('seconds', 0.00222, timeScale([0.00222, 121])), '2.22 ms'],
  [formatNumber('seconds', 1.17, timeScale([1.17, 6_000])), '1.17 s'],
  [formatNumber('seconds', 6_000, timeScale([1.17, 6_000])), '100 min'],
  [formatWithInterval('seconds', 0.025, 0.012, timeScale([51.5])), '25 ± 12 ms'],
  [formatWithBounds('seconds', 1.17, [1.1, 1.3], timeScale([1.17, 6_000])), '1.17 [1.1, 1.3] s'],
  [formatList('seconds', [0.002, 414, 6_000]), '2 ms / 6.9 min / 100 min'],
  [formatDifference('seconds', 1.4e-9, null, timeScale([30])), '≈ 0 s'],
  [formatDifference('perHour', -37, null, rateScale('min')), '−0.617/min'],
  [formatNumber('perHour', 636, rateScale('min')), '10.6/min'],
  [formatShare(0.999), '>99 %'],
  [formatShare(0.001), '<1 %'],
  [formatShare(1), '100 %'],
  [joinWords(['a', 'b', 'c']), 'a, b and c'],
  [oneLine('a\n\u001b[2Jb\u2028c '), 'a \\u001b[2Jb c'],
  [formatWithInterval('seconds', 0.199, 0.689), '199 [0, 888] ms'],
  [formatWithInterval('level', 0.004, 0.06), '0.004 [0, 0.064]'],
  [formatWithInterval('seconds', 0.199, 0.689, undefined, true), '199 ± 689 ms'],
  [formatDifference('level', -0.004, 0.06), '0 ± 0.06'],
])('writes %s', (written, expected) => {
  expect(written).toBe(expected);
});

it.each([
  // 11.3/min and 11.3/min
  ['perHour', { mean: -0.05, halfWidth: null }, [680, 679.95], rateScale('min'), '0/min'],
  ['perHour', { mean: -6.6, halfWidth: null }, [680, 673.4], rateScale('min'), '−0.1/min'],
  ['fraction', { mean: -0.0000187, halfWidth: null }, [0.5, 0.4999813], undefined, '0 points'],
  ['level', { mean: 0.0001, halfWidth: 0.0006 }, [85, 85.0001], undefined, '0'],
  ['level', { mean: -0.0176, halfWidth: 0.0002 }, [7.38, 7.36], undefined, '−0.0176 ± 0.0002'],
  // The interval is told though its mean is next to nothing.
  ['level', { mean: 0.0001, halfWidth: 0.6 }, [85, 85.0001], undefined, '0 ± 0.6'],
  ['count', { mean: -18, halfWidth: null }, [15_224, 15_206], undefined, '−18'],
  ['seconds', { mean: -1.3, halfWidth: null }, [140.4, 139.1], timeScale([140]), '−0.02 min'],
  ['seconds', { mean: 0.03, halfWidth: null }, [1.17, 1.2], timeScale([1.17, 1.2, 6_000]), '+0.03 s'],
  ['level', { mean: 0, halfWidth: null }, [0, 0], undefined, '0'],
] as const)('%s: the difference %j between %j is told as far as they are', (kind, difference, values, scale, text) => {
  expect(formatChange(kind, difference, values, scale)).toBe(text);
});

it('rounds a number and its negative alike, so that a difference from 0 is the figure beside it', () => {
  for (const value of [3475.5, 1000.5, 999.5, 2.5, 0.5, 12.345, 8_000_000.5]) {
    const figure = formatNumber('count', value);
    expect(formatNumber('count', -value)).toBe(`−${figure}`);
    expect(formatChange('count', { mean: value, halfWidth: null }, [0, value])).toBe(`+${figure}`);
    expect(formatChange('count', { mean: -value, halfWidth: null }, [value, 0])).toBe(`−${figure}`);
  }
});
