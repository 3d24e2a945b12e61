import { invariant } from '../../errors.ts';

/** What is known of a size: the objective holds there, or not, each beyond its interval; or its bound lies within the interval, whatever was simulated. */
export type Standing = 'meets' | 'misses' | 'close';

export interface SearchOptions {
  /** The first size that is looked at: the nearer to the answer the better. */
  readonly start: number;
  /** The first step away from it; each further one is twice as long. At least 1. */
  readonly step: number;
  readonly least: number;
  /** A size at which the objective is known to hold, or may be looked for at most. */
  readonly most: number;
  /** How far apart two neighbouring sizes may be in the end; 1 by default: none is left out. */
  readonly gap?: ((size: number) => number) | undefined;
  readonly judge: (size: number) => Promise<Standing>;
  /** Looks once more at what would be the answer, with everything that can be simulated. */
  readonly confirm: (size: number) => Promise<Standing>;
  /** Whether to look for the least size that may meet the objective too. */
  readonly withLowest: boolean;
}

export interface SearchResult {
  /** The least size at which the objective holds beyond its interval; null: none up to the most does. */
  readonly size: number | null;
  /** The least size at which it may hold: just above the largest at which it certainly does not. The same as `size` where nobody looked. */
  readonly lowest: number | null;
}

/**
 * Looks for the least size at which an objective holds, where it holds at all larger ones too: steps that double away from the start until the answer lies between two sizes, then halves. Each
 * size is judged once; the judge remembers.
 */
export async function leastSize(options: SearchOptions): Promise<SearchResult> {
  const { least, most } = options;
  const known = new Map<number, Standing>();
  const judge = async (size: number): Promise<Standing> => {
    const standing = known.get(size) ?? (await options.judge(size));
    known.set(size, standing);
    return standing;
  };
  const gapAt = options.gap ?? (() => 1);
  invariant(options.step >= 1 && least <= most, 'a search has a step and a range');
  /** The largest size that does not meet the objective, and the least that does. */
  let below = least - 1;
  let above: number | null = null;
  let start = Math.min(most, Math.max(least, options.start));
  let step = options.step;
  for (;;) {
    let size = start;
    while (above === null || above - below > gapAt(above)) {
      if ((await judge(size)) === 'meets') above = size;
      else below = Math.max(below, size);
      if (above === null) {
        if (below >= most) return { size: null, lowest: null };
        size = Math.min(most, below + step);
        step *= 2;
      } else if (below < least && size === above && step < above - below) {
        size = Math.max(least, above - step);
        step *= 2;
      } else size = Math.floor((below + above) / 2);
    }
    if ((await options.confirm(above)) === 'meets') break;
    // It was met with few replications, and is not with all of them.
    below = above;
    above = null;
    if (below >= most) return { size: null, lowest: null };
    step = 1;
    start = below + 1;
  }
  if (!options.withLowest) return { size: above, lowest: above };
  // The least size that does not certainly miss the objective; the step leads from what may hold to what does not.
  const of = (wanted: (standing: Standing) => boolean) =>
    [...known].flatMap(([size, standing]) => (size < (above as number) && wanted(standing) ? [size] : []));
  let missed = Math.max(least - 1, ...of((standing) => standing === 'misses'));
  let possible = Math.min(above, ...of((standing) => standing !== 'misses').filter((size) => size > missed));
  for (let reach = 1; possible - missed > gapAt(possible); reach *= 2) {
    const next = Math.max(possible - reach, Math.floor((missed + possible) / 2));
    if ((await judge(next)) === 'misses') missed = next;
    else possible = next;
  }
  // With a gap nobody looked at those in between.
  return { size: above, lowest: missed + 1 };
}
