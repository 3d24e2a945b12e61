/** Prints a Markdown table under a heading. */
export function printTable(heading: string, columns: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, i) => (i === 0 ? '---' : '---:'));
  process.stdout.write(`${[`### ${heading}`, '', line(columns), line(rule), ...rows.map(line), ''].join('\n')}\n`);
}

/** Three digits or so: `0.48`, `12.3`, `1,471`. */
export function digits(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value >= 10 ? 1 : 2);
}
