/** Cells as CSV (RFC 4180): lines of cells, each line ended. */
export function csvText(lines: readonly (readonly string[])[]): string {
  return `${lines.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A cell in quotes where it needs them. A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+(e[+-]?\d+)?$/i.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The cells of one line of CSV; a cell in quotes ends on the line that it begins on. @param separator one character. */
export function csvCells(line: string, separator = ','): string[] {
  if (!line.includes('"')) return line.split(separator).map((text) => text.trim());
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    while (line[at] === ' ') at += 1;
    let text = '';
    if (line[at] === '"') {
      for (at += 1; at < line.length; at += 1) {
        if (line[at] !== '"') text += line[at];
        else if (line[at + 1] === '"') {
          text += '"';
          at += 1;
        } else break;
      }
      at += 1;
    }
    const end = line.indexOf(separator, at);
    text += line.slice(at, end < 0 ? undefined : end).trimEnd();
    cells.push(text);
    if (end < 0) return cells;
    at = end + 1;
  }
}
