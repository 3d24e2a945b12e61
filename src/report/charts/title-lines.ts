/** As few lines as there can be, and those of about one length. */
export function titleLines(text: string, width: number): string[] {
  const fewest = linesOf(text, width);
  for (let narrower = Math.ceil(text.length / fewest.length); narrower < width; narrower += 1) {
    const lines = linesOf(text, narrower);
    if (lines.length <= fewest.length) return lines;
  }
  return fewest;
}

function linesOf(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.replaceAll('`', '').split(' ')) {
    const last = lines[lines.length - 1] as string;
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
