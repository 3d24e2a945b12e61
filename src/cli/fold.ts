/** Lines that fit the terminal: broken at spaces, and each further line below the text that it belongs to. */
import { GAP } from '../report/wrap.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours take no room.
const COLOUR = /\u001b\[[0-9;]*m/g;
/** What stands before the text of a line: its indent and its bullet, or a name and the gap behind it, such as `  found:    `. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours may stand around the gap.
const LEAD = /^(?: +\w+: +| *\S(?:\S| (?! ))*? {2}(?: |\u001b\[[0-9;]*m)*|(?: |\u001b\[[0-9;]*m)*(?:- )?)/;
/** A command to be copied, to the end of its line. */
const COMMAND = /^(.*?(?:: +| +|))(npx unpark [^`]*)$/;
/** What ends a part of a sentence, and stands in no command outside of its quotes. */
const SENTENCE = /[,;.] |[;.]$/;
const QUOTED = /'[^']*'|"[^"]*"/g;

/** @param width in columns; a word that is longer than a line stays whole. */
export function folded(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (length(line) <= width ? line : foldedLine(line, width)))
    .join('\n');
}

function foldedLine(line: string, width: number): string {
  const [, before, command] = COMMAND.exec(line) ?? [];
  const isCommand = command !== undefined && !SENTENCE.test(command.replace(QUOTED, ''));
  if (before !== undefined && isCommand) return foldedCommand(before, command, width);
  const lead = LEAD.exec(line)?.[0] ?? '';
  const words = line.slice(lead.length).split(GAP);
  const indent = /^ */.exec(lead)?.[0].length ?? 0;
  const longest = Math.max(...words.map(length));
  // A name that leaves too little room stands on a line of its own.
  const isDeep = length(lead) > width / 2 || (length(lead) + longest > width && longest <= width);
  // All lines below a name begin at one place: where the longest word has room.
  const room = longest <= width ? width - longest : width;
  const below = ' '.repeat(isDeep ? Math.min(indent + 4, Math.floor(width / 2), room) : length(lead));
  if (!isDeep) return filled(words, lead, below, width).join('\n');
  const name = filled(lead.trim().split(' '), ' '.repeat(indent), below, width);
  return [...name, ...filled(words, under(below, words[0] ?? '', width), below, width)].join('\n');
}

/** Broken where the shell goes on reading: at spaces that no quotes are around, behind a backslash; an option keeps its first value where there is room. */
function foldedCommand(before: string, command: string, width: number): string {
  const indent = /^ */.exec(before)?.[0].length ?? 0;
  const words = command.match(/(?:--\S+ )?(?:'[^']*'|\S)+/g) ?? [];
  const parts = words.flatMap((word) => (indent + 4 + length(word) > width ? word.split(/(?<=^--\S+) /) : word));
  return filled(parts, before, ' '.repeat(indent + 4), width - 2).join(' \\\n');
}

/** @param first what the first line begins with; the others begin with `below`. */
function filled(words: readonly string[], first: string, below: string, width: number): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of words) {
    const gap = isEmpty ? '' : ' ';
    if (!isEmpty && length(line) + 1 + length(word) > width) {
      lines.push(line.trimEnd());
      line = `${under(below, word, width)}${word}`;
    } else {
      line += `${gap}${word}`;
    }
    isEmpty = false;
  }
  return [...lines, line];
}

/** The indent of a further line, as far as its first word leaves room for it. */
function under(below: string, word: string, width: number): string {
  return below.slice(0, Math.max(0, width - length(word)));
}

function length(text: string): number {
  return [...text.replace(COLOUR, '')].length;
}
