import { oneLine } from '../one-line.ts';

/** A space at which a line may end: none that parts a number from its unit. */
export const GAP = / (?![%±]|(?<=\d )(?:[µm]?s|min|h|d)\b)/;

/**
 * Breaks a text into lines of at most `width` characters, at spaces that do not part a number from its unit; a word that is longer than a line is cut.
 * A text of nothing is no line.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const long of oneLine(text).split(GAP)) {
    const characters = [...long];
    for (let from = 0; from < characters.length; from += width) {
      const word = characters.slice(from, from + width).join('');
      const fits = line === '' || [...line].length + 1 + [...word].length <= width;
      if (!fits) lines.push(line);
      line = fits && line !== '' ? `${line} ${word}` : word;
    }
  }
  return line === '' ? lines : [...lines, line];
}
