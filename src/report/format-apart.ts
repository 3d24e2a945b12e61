import { formatNumber, type NumberKind } from './format.ts';
import { timeScale } from './scale.ts';

/** Beyond that two numbers differ by a rounding. */
const MOST_DIGITS = 15;

/** Two numbers in as many digits as it takes to tell them apart: `2 s` and `2.0003 s`. Where they are the same, or there is none, as always. */
export function formatApart(kind: NumberKind, one: number | null, other: number | null): [string, string] {
  const short: [string, string] = [formatNumber(kind, one), formatNumber(kind, other)];
  if (one === null || other === null || one === other || short[0] !== short[1]) return short;
  const { factor, suffix } = scaleOf(kind, other);
  for (let digits = 4; digits <= MOST_DIGITS; digits += 1) {
    const text = (value: number) => `${Number((value * factor).toPrecision(digits))}${suffix}`;
    if (text(one) !== text(other)) return [text(one), text(other)];
  }
  return short;
}

function scaleOf(kind: NumberKind, value: number): { readonly factor: number; readonly suffix: string } {
  if (kind === 'seconds') return timeScale([value]);
  if (kind === 'fraction') return { factor: 100, suffix: ' %' };
  return { factor: 1, suffix: kind === 'perHour' ? '/h' : '' };
}
