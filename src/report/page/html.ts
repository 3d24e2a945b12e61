import { oneLine } from '../../one-line.ts';

/** Text as HTML, on one line: nothing in it is markup, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return (
    oneLine(text)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
      // A number and its unit stay on one line.
      .replace(/ (?=[%±])/g, '\u00a0')
  );
}

/** A sentence of ours, whose names stand in backticks: they become code. */
export function proseHtml(text: string): string {
  return text
    .split('`')
    .map((part, index) => {
      if (index % 2 === 1) return `<code>${escapeHtml(part)}</code>`;
      // Spaces beside a name belong to the sentence.
      const [, before, inner, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(part) as RegExpExecArray;
      return `${before === '' ? '' : ' '}${escapeHtml(inner as string)}${after === '' || inner === '' ? '' : ' '}`;
    })
    .join('');
}

/** A sentence of ours without its backticks, for an attribute. */
export function plainHtml(text: string): string {
  return escapeHtml(text.replaceAll('`', ''));
}

/** JSON inside a script element: no text in it can end the element or begin a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
