interface Vertex {
  readonly at: readonly number[];
  readonly value: number;
}

/** Improvements smaller than this are none. */
const ENOUGH = 1e-6;
const MOST_ROUNDS = 400;

/**
 * The place of the greatest value of a smooth function, by the simplex of Nelder and Mead (Computer Journal 7, 1965).
 * @param start one number for each argument. @param sizes how far the first steps go, in each argument.
 */
export function maximum(
  of: (at: readonly number[]) => number,
  start: readonly number[],
  sizes: readonly number[],
): readonly number[] {
  const evaluated = (at: readonly number[]): Vertex => ({ at: [...at], value: of(at) });
  let simplex = [evaluated(start), ...start.map((_, i) => evaluated(moved(start, i, sizes[i] as number)))];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    simplex = simplex.sort((a, b) => b.value - a.value);
    const best = simplex[0] as Vertex;
    const worst = simplex.at(-1) as Vertex;
    const secondWorst = simplex.at(-2) as Vertex;
    if (best.value - worst.value < ENOUGH) break;
    const kept = simplex.slice(0, -1);
    const middle = start.map((_, i) => kept.reduce((sum, { at }) => sum + (at[i] as number), 0) / kept.length);
    const along = (by: number) => evaluated(middle.map((value, i) => value + by * ((worst.at[i] as number) - value)));
    const reflected = along(-1);
    if (reflected.value > best.value) {
      const expanded = along(-2);
      simplex = [...kept, expanded.value > reflected.value ? expanded : reflected];
    } else if (reflected.value > secondWorst.value) {
      simplex = [...kept, reflected];
    } else {
      const contracted = reflected.value > worst.value ? along(-0.5) : along(0.5);
      simplex =
        contracted.value > worst.value
          ? [...kept, contracted]
          : simplex.map(({ at }, i) =>
              i === 0 ? best : evaluated(at.map((value, j) => (value + (best.at[j] as number)) / 2)),
            );
    }
  }
  return (simplex.sort((a, b) => b.value - a.value)[0] as Vertex).at;
}

/** The same place but for one of its numbers. */
export function moved(at: readonly number[], i: number, by: number): number[] {
  return at.map((value, j) => (i === j ? value + by : value));
}
