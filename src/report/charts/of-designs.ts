import { code, joinWords } from '../format.ts';
import type { NamedDesign } from '../selection.ts';

/** Of more designs than this a title tells the first and the range of the others. */
const MOST_TOLD = 3;

/**
 * A figure of every design drawn, as a title tells it: `5 s with a and 7 s with b`; of many `5 s with a, and from 3 s with b to 9 s with f`.
 * @param value null: the design has no such figure. @param text of a value; of null what stands in its place.
 */
export function ofDesigns(
  designs: readonly NamedDesign[],
  value: (design: NamedDesign) => number | null,
  text: (value: number | null, design: NamedDesign) => string,
): string {
  const textOf = (design: NamedDesign) => text(value(design), design);
  const told = (design: NamedDesign) => `${textOf(design)} with ${code(design.name)}`;
  const [first, ...others] = designs as [NamedDesign, ...NamedDesign[]];
  if (designs.length <= MOST_TOLD) {
    // What is told alike is said once.
    const alike = [...new Set(designs.map(textOf))].map((one) => [
      one,
      designs.filter((design) => textOf(design) === one),
    ]);
    return joinWords(alike.map(([one, those]) => `${one as string} with ${namesOf(those as readonly NamedDesign[])}`));
  }
  const known = others
    .filter((design) => value(design) !== null)
    .sort((a, b) => (value(a) as number) - (value(b) as number));
  const without = others.filter((design) => value(design) === null);
  const [least, most] = [known[0], known.at(-1)];
  const range =
    least === undefined || most === undefined
      ? []
      : [
          value(least) === value(most)
            ? `${text(value(least), least)} with the others`
            : `from ${told(least)} to ${told(most)}`,
        ];
  const rest = without.length === 0 ? [] : [`${text(null, without[0] as NamedDesign)} with ${namesOf(without)}`];
  return `${told(first)}, and ${[...range, ...rest].join('; ')}`;
}

/** Names as a title tells them. */
export function namesOf(designs: readonly NamedDesign[]): string {
  return joinWords(designs.map(({ name }) => code(name)));
}

/** `; only a has this pool`: said where not every design is drawn. Empty where all are. */
export function onlyIn(shown: readonly NamedDesign[], designs: readonly NamedDesign[], what: string): string {
  if (shown.length === designs.length) return '';
  return `; only ${joinWords(shown.map(({ name }) => name))} ${shown.length === 1 ? 'has' : 'have'} ${what}`;
}
