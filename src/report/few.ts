import { joinWords } from './format.ts';

/** Joins words as a sentence does, the first few of them: `a, b and 3 more`. @param others how many more there are beside these words. */
export function joinFew(words: readonly string[], most: number, others = 0): string {
  const told = words.slice(0, most);
  const more = words.length - told.length + others;
  return more === 0 ? joinWords(told) : `${told.join(', ')} and ${more} more`;
}
