import { counted } from '../counted.ts';
import { joinWords } from './format.ts';

/** Joins words as a sentence does, the first few of them: `a, b and 3 more losses`. @param what one of them is: `loss`. @param others how many more there are beside these words. */
export function joinFew(words: readonly string[], most: number, what: FewOf, others = 0): string {
  const told = words.slice(0, most);
  const more = words.length - told.length + others;
  return more === 0
    ? joinWords(told)
    : `${told.join(', ')} and ${counted(more, `more ${what}`, `more ${PLURALS[what]}`)}`;
}

const PLURALS = { design: 'designs', loss: 'losses', drawback: 'drawbacks' } as const;
type FewOf = keyof typeof PLURALS;
