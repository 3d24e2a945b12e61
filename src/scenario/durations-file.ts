/** Lists of observed durations that stand in files of their own: a column of a CSV file, or a text file with one a line. */
import { csvCells } from '../csv.ts';
import { isMap, type Path, type PlainMap } from '../path.ts';
import { LONGEST_US, parseDurationUs } from '../units.ts';
import { type Complain, describeFound } from './complaints.ts';
import { contentOf, type ReadFile } from './file-content.ts';

/** The units that numbers of a file can have. */
export const FILE_UNITS = ['us', 'ms', 's', 'm', 'h', 'd'] as const;

const SEPARATORS = [',', ';', '\t'];

/** A longer list is kept as quantiles; this is as long as a list in a scenario may be. */
const MOST_VALUES = 5_000;
/** Quantiles between the least and the greatest that a longer list is kept as, and of each tail, ten of each power of ten. */
const QUANTILES = 2_000;
const A_DECADE = 10;

interface Reading {
  /** Lists that were read: aliases and designs share them. */
  readonly lists: Map<string, unknown>;
  /** What was made of maps and lists: aliases share them. */
  readonly known: Map<object, unknown>;
  readonly complain: Complain;
  readonly readFile: ReadFile | undefined;
}

/** A part of a scenario in which every `empirical: { file: … }` is the list that stands in the file. */
export function withDurations(value: PlainMap, reading: Omit<Reading, 'lists' | 'known'>): PlainMap {
  return replaced(value, [], { ...reading, lists: new Map(), known: new Map() }) as PlainMap;
}

function replaced(value: unknown, path: Path, reading: Reading): unknown {
  if (!Array.isArray(value) && !isMap(value)) return value;
  const known = reading.known.get(value);
  if (known !== undefined) return known;
  // An alias can stand inside of what it means: there it is left as it is, and refused by whoever reads on.
  reading.known.set(value, value);
  const made = Array.isArray(value)
    ? value.map((item, i) => replaced(item, [...path, i], reading))
    : mapWithDurations(value, path, reading);
  reading.known.set(value, made);
  return made;
}

function mapWithDurations(value: PlainMap, path: Path, reading: Reading): PlainMap {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const at = [...path, key];
      if (key === 'empirical' && isMap(inner) && typeof inner.file === 'string') {
        return [key, listOf(inner.file, inner, at, reading) ?? inner];
      }
      return [key, replaced(inner, at, reading)];
    }),
  );
}

/** The list as it could stand in the scenario; undefined where it cannot be read, which is told. */
function listOf(file: string, { column, unit }: PlainMap, at: Path, reading: Reading): unknown {
  const path = [...at, 'file'];
  const identity = JSON.stringify([file, column, unit]);
  const known = reading.lists.get(identity);
  if (known !== undefined) return known;
  const expected = 'a text file with one duration a line, or a CSV file with a column of them';
  const content = contentOf(file, 'the file of durations', expected, path, reading.complain, reading.readFile);
  if (content === undefined) return undefined;
  const us = readDurations(content, {
    file,
    column: typeof column === 'string' ? column : undefined,
    unit: typeof unit === 'string' ? unit : undefined,
    path,
    complain: reading.complain,
  });
  if (us === undefined) return undefined;
  const sorted = Float64Array.from(us).sort();
  const list = sorted.length <= MOST_VALUES ? [...sorted].map(written) : quantilesOf(sorted);
  reading.lists.set(identity, list);
  return list;
}

interface DurationsFile {
  readonly file: string;
  readonly column: string | undefined;
  readonly unit: string | undefined;
  readonly path: Path;
  readonly complain: Complain;
}

/** @returns integer µs in the order of the file; empty lines and lines that begin with `#` are not read. */
function readDurations(content: string, { file, column, unit, path, complain }: DurationsFile): number[] | undefined {
  const us: number[] = [];
  let header: { readonly separator: string; readonly index: number } | undefined;
  for (const [i, line] of content.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (header === undefined) {
      const separator = SEPARATORS.find((one) => line.includes(one)) ?? ',';
      const cells = csvCells(line, separator);
      const index = column === undefined ? 0 : cells.indexOf(column);
      if (index < 0) {
        complain({
          path: [...path.slice(0, -1), 'column'],
          message: `${file} has no column of this name in line ${i + 1}`,
          expected: `one of: ${cells.slice(0, 30).join(', ')}`,
          found: describeFound(column),
        });
        return undefined;
      }
      header = { separator, index };
      if (column !== undefined) continue;
    }
    const separator = column === undefined ? (SEPARATORS.find((one) => line.includes(one)) ?? ',') : header.separator;
    const cell = csvCells(line, separator)[header.index] ?? '';
    const value = durationUs(cell, unit);
    if (value === undefined) {
      complain({
        path,
        message: `line ${i + 1} of ${file} is not a duration`,
        expected:
          unit === undefined
            ? 'a duration with its unit, or `unit:` beside the file'
            : `a number of ${unit}, at least 0, or a duration with its unit`,
        found: describeFound(cell),
        hint:
          unit === undefined && BARE.test(cell)
            ? 'say what the numbers are, such as `unit: ms`'
            : us.length === 0 && column === undefined && /[a-z]/i.test(cell)
              ? 'name the column of a CSV file with `column:`'
              : undefined,
      });
      return undefined;
    }
    us.push(value);
  }
  if (us.length > 0) return us;
  complain({ path, message: `${file} has no durations`, expected: 'one a line', found: 'nothing' });
  return undefined;
}

const BARE = /^\d*\.?\d+(?:e[+-]?\d+)?$/i;

function durationUs(cell: string, unit: string | undefined): number | undefined {
  const bare = BARE.test(cell);
  if (bare && unit === undefined) return undefined;
  const us = bare ? Math.round(Number(cell) * (parseDurationUs(`1${unit}`) ?? 0)) : parseDurationUs(cell);
  return us !== undefined && us <= LONGEST_US ? us : undefined;
}

function written(us: number): string {
  return `${us}us`;
}

/** Quantiles evenly spaced, and closer at both ends, so that no tail is cut or drawn out; each between two values, as of the whole list. */
function quantilesOf(sorted: Float64Array): PlainMap {
  const last = sorted.length - 1;
  const shares = new Set<number>();
  for (let i = 0; i <= QUANTILES; i += 1) shares.add(Number(((100 * i) / QUANTILES).toFixed(6)));
  for (let k = 0; 10 ** (-k / A_DECADE) > 1 / last; k += 1) {
    const tail = Number((50 * 10 ** (-k / A_DECADE)).toFixed(6));
    shares.add(tail);
    shares.add(Number((100 - tail).toFixed(6)));
  }
  const rising = [...shares].filter((share) => share >= 0 && share <= 100).sort((a, b) => a - b);
  return Object.fromEntries(
    rising.map((share) => {
      const at = (share / 100) * last;
      const low = Math.floor(at);
      const left = sorted[low] as number;
      const right = sorted[Math.min(last, low + 1)] as number;
      return [`p${share}`, written(Math.round(left + (at - low) * (right - left)))];
    }),
  );
}
