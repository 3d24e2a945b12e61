/** The one way in which a text that somebody else has written reaches a terminal or a log. */

const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** What moves a cursor, colours, or turns the direction of writing: C0 and C1 controls, and Unicode's marks of direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds.
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A text on one line: breaks are spaces, and what would be obeyed and not seen is written out (`\u001b`). */
export function oneLine(text: string): string {
  return text.replace(BREAKS, ' ').replace(INVISIBLE, written).trim();
}

/** The same without what JSON itself writes out. */
const JSON_INVISIBLE = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
const ESCAPE = '\u001b';
/** Of colours, what our own renderers write: after an escape character. */
const COLOUR = /^\[[0-9;]*m/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours may stand in front of what would be obeyed.
const COMMAND = /^((?:\s|\u001b\[[0-9;]*m)*):(?=:)/;

/**
 * Our own output as it may leave the program: lines and colours stay, whatever else a terminal would obey is written out, and no line is a workflow command, whatever names and
 * questions stand in it (GitHub's runner obeys `::command::` at the start of a line and `##[command]` anywhere).
 */
export function printable(text: string): string {
  const parts = text.split('\n').map((line) => {
    const shown = line.replace(INVISIBLE, (character, at: number) =>
      character === ESCAPE && COLOUR.test(line.slice(at + 1, at + 16)) ? character : written(character),
    );
    return shown.replace(COMMAND, '$1: ').replaceAll('##[', '## [');
  });
  return parts.join('\n');
}

/** JSON as it may leave the program: the same values, with nothing in it that a terminal or a runner would obey. */
export function printableJson(json: string): string {
  return json.replace(JSON_INVISIBLE, written).replaceAll('##[', '#\\u0023[');
}

function written(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
