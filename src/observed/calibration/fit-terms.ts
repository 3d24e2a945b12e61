import { US_PER_DAY, US_PER_SECOND } from '../../units.ts';
import { type HealthSeries, NOT_PRINTED } from './health-series.ts';

/** How the day is cut, and what each part has of the day’s mean: 1 where it is as high. */
export interface DayShape {
  /** Parts of the day, from midnight (UTC, or as the log has it). */
  readonly parts: number;
  /** The mean of each part ÷ the day’s; NaN where no line was printed in it, and nothing can be fitted. */
  readonly factors: readonly number[];
  /** What was active at a moment arrived earlier: by so much on average, in s. */
  readonly lagSeconds: number;
}

/** The same rate all day. */
export const EVEN_DAY: DayShape = { parts: 1, factors: [1], lagSeconds: 0 };

/** A term of the likelihood: two neighbouring samples, or a single line of a log without times. */
export interface Term {
  readonly first: number;
  /** As `first` where the lines are judged one by one. */
  readonly second: number;
  /** The part of the day, from 0. */
  readonly part: number;
}

export interface CountedTerm extends Term {
  readonly count: number;
}

/** The terms of a series in the order of time; those with a full pool are left out, and those in parts of the day without a line. */
export function termsOf({ segments, threads, isPaced, everySeconds }: HealthSeries, shape: DayShape): Term[] {
  return segments.flatMap(({ active, startUs }) => {
    const terms: Term[] = [];
    const last = isPaced ? active.length - 1 : active.length;
    for (let i = 0; i < last; i += 1) {
      const first = active[i] as number;
      const second = isPaced ? (active[i + 1] as number) : first;
      const part = shape.parts === 1 ? 0 : partOfDay((startUs ?? 0) + i * everySeconds * US_PER_SECOND, shape);
      const isKnown = first < threads && second < threads && (isPaced || first !== NOT_PRINTED);
      if (isKnown && !Number.isNaN(shape.factors[part])) terms.push({ first, second, part });
    }
    return terms;
  });
}

export function partOfDay(atUs: number, { parts, lagSeconds }: Omit<DayShape, 'factors'>): number {
  const shifted = atUs - lagSeconds * US_PER_SECOND;
  const ofDay = ((shifted % US_PER_DAY) + US_PER_DAY) % US_PER_DAY;
  return Math.min(parts - 1, Math.floor((ofDay * parts) / US_PER_DAY));
}

/** The same terms, each once. */
export function countedTerms(terms: readonly Term[]): CountedTerm[] {
  const counts = new Map<string, { -readonly [Key in keyof CountedTerm]: CountedTerm[Key] }>();
  for (const term of terms) {
    const key = `${term.first},${term.second},${term.part}`;
    const found = counts.get(key);
    if (found === undefined) counts.set(key, { ...term, count: 1 });
    else found.count += 1;
  }
  return [...counts.values()];
}
