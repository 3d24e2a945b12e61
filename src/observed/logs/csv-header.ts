import { csvCells } from '../../csv.ts';
import { InputError } from '../../errors.ts';
import { didYouMean } from '../../suggest.ts';

const SEPARATORS = [',', ';', '\t'];
/** Characters of a line that are shown. */
const SHOWN = 200;

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

/**
 * Where a named column is not in the header.
 * @param named as the option has it: `time=ts`. @param file how errors name the log. @param line of the text, from 1. @param text the first line.
 */
export function noColumn(named: string, file: string, line: number, text: string): InputError {
  const names = csvNames(text);
  const hint = didYouMean(named.replace(/^\w+=/, ''), names);
  return new InputError({
    file,
    line,
    path: `--column ${named}`,
    message: 'the log has no column of this name',
    expected: names.length > 1 ? `one of: ${names.join(', ')}` : 'a CSV file whose first line names it',
    found: text.slice(0, SHOWN),
    hint: hint ?? 'leave --column away where the log is no CSV file, or where its column has a usual name such as time',
  });
}

/** The names of all columns, by the separator that makes the most of a header. */
function csvNames(line: string): string[] {
  return SEPARATORS.map((separator) => csvCells(line, separator)).reduce((most, cells) =>
    cells.length > most.length ? cells : most,
  );
}

/** The column with the best of the names. */
function firstOf(cells: readonly string[], names: readonly string[]): number {
  for (const name of names) {
    const found = cells.indexOf(name);
    if (found >= 0) return found;
  }
  return -1;
}
