import { oneLine } from '../one-line.ts';

/** A space at which a line may end: none that parts a number from its unit. */
export const GAP = / (?![%±]|(?<=\d )(?:[µm]?s|min|h|d)\b)/;

/**
 * Breaks a text into lines of at most `width` characters, at spaces that do not part a number from its unit; a word that is longer than a line is cut, behind a mark such as a dot where it has one.
 * A text of nothing is no line.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const long of oneLine(text).split(GAP)) {
    for (const word of cut(long, width)) {
      const fits = line === '' || [...line].length + 1 + [...word].length <= width;
      if (!fits) lines.push(line);
      line = fits && line !== '' ? `${line} ${word}` : word;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** A word in parts that fit. */
function cut(word: string, width: number): string[] {
  const parts: string[] = [];
  let rest = [...word];
  while (rest.length > width) {
    const mark = rest.slice(0, width).findLastIndex((character) => /[./:_-]/.test(character));
    const length = mark > 0 ? mark + 1 : width;
    parts.push(rest.slice(0, length).join(''));
    rest = rest.slice(length);
  }
  return [...parts, rest.join('')];
}
