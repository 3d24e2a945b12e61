/** What Markdown takes as markup, made harmless. */
import { oneLine } from '../one-line.ts';

/** A sentence of ours, whose names stand in backticks: what is outside of them is escaped. */
export function prose(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? escaped(part, false) : `\`${part.replaceAll('|', '\\|')}\``))
    .join('');
}

/** Text that Markdown shows as it stands, on one line. */
export function escaped(text: string, trim = true): string {
  const line = trim ? oneLine(text) : text.replace(/\s+/g, ' ');
  return (
    line
      .replace(/[\\`*_[\]|~]/g, '\\$&')
      .replace(/^[#+-]/, '\\$&')
      // A number that would begin a list; a backslash before a digit would be shown.
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/(https?):\/\//g, '$1:&#47;&#47;')
      .replaceAll('@', '&#64;')
  );
}
