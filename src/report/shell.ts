import { oneLine } from '../one-line.ts';

/** A word of a command line, quoted where a shell would take it apart. */
export function shellWord(word: string): string {
  const text = oneLine(word);
  return /^[\w./:=%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
