import pc from 'picocolors';
import type { ResultDiff } from '../../gate/diff.ts';
import { oneLine } from '../../one-line.ts';
import { diffTables, diffVerdict } from './words.ts';

const MOST_ROWS = 30;
const COLUMNS = ['', 'before', 'after', 'change'];

/** What differs between two results, as lines for a terminal. */
export function renderDiffTerminal(diff: ResultDiff, colour: boolean = pc.isColorSupported): string {
  const paint = pc.createColors(colour);
  const { headline, reasons } = diffVerdict(diff);
  const lines = [paint.bold(headline), ...reasons.map((reason) => `- ${reason.replaceAll('`', '')}`)];
  for (const { design, rows, more } of diffTables(diff, MOST_ROWS)) {
    const all = [[oneLine(design), ...COLUMNS.slice(1)], ...rows];
    const widths = COLUMNS.map((_, i) => Math.max(...all.map((cells) => [...(cells[i] as string)].length)));
    const line = (cells: readonly string[]) =>
      cells
        .map((cell, i) => {
          const pad = ' '.repeat((widths[i] as number) - [...cell].length);
          return i === 0 ? cell + pad : pad + cell;
        })
        .join('  ')
        .trimEnd();
    const [head = [], ...body] = all;
    lines.push('', paint.bold(line(head)), ...body.map(line));
    if (more > 0) lines.push(paint.dim(`and ${more} more; --out writes them all`));
  }
  return `${lines.join('\n')}\n`;
}
