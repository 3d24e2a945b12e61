import { csvCells } from '../../csv.ts';

const SEPARATORS = [',', ';', '\t'];

/** The columns of a CSV file that have a meaning: their numbers from 0. */
export interface CsvColumns<Meaning extends string> {
  readonly separator: string;
  readonly at: Readonly<Partial<Record<Meaning, number>>>;
}

/**
 * Reads the first line of a CSV file.
 * @param names what the column of each meaning may be called, in lower case with underscores. @param given the columns that a user has named.
 * @returns undefined where not all of `needed` are there.
 */
export function csvHeader<Meaning extends string>(
  line: string,
  names: Readonly<Record<Meaning, readonly string[]>>,
  needed: readonly Meaning[],
  given: Readonly<Partial<Record<Meaning, string>>>,
): CsvColumns<Meaning> | undefined {
  for (const separator of SEPARATORS) {
    const cells = csvCells(line, separator);
    const plain = cells.map((cell) => cell.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'));
    const at: Partial<Record<Meaning, number>> = {};
    for (const [meaning, known] of Object.entries(names) as [Meaning, readonly string[]][]) {
      const own = given[meaning];
      const found = own === undefined ? firstOf(plain, known) : cells.indexOf(own);
      if (found >= 0) at[meaning] = found;
    }
    if (needed.every((meaning) => at[meaning] !== undefined)) return { separator, at };
  }
  return undefined;
}

/** The column with the best of the names. */
function firstOf(cells: readonly string[], names: readonly string[]): number {
  for (const name of names) {
    const found = cells.indexOf(name);
    if (found >= 0) return found;
  }
  return -1;
}
