import { exitCode, InputError, type Problem } from '../../errors.ts';
import { knownText } from '../../known-file.ts';
import { expectedBy, foundAt, messageOf, type SchemaIssue } from '../../schema-words.ts';
import { shown } from '../../shown.ts';
import {
  indicesAt,
  pointsOf,
  SWEEP_SCHEMA_VERSION,
  type SweepHeader,
  type SweepRow,
  type SweepTable,
  sweepHeaderSchema,
  sweepRowSchema,
} from './sweep-schema.ts';

const HINT = 'give a file that `npx unpark sweep` has written';

/**
 * Reads a sweep, or a part of one, from JSON Lines: all of its rows have to be there, each once and in their order.
 * @param file as errors name it. @throws InputError
 */
export function readSweep(text: string, file: string): SweepTable {
  const lines = text.split('\n');
  const header = readHeader(lines[0] as string, file);
  const expected = pointsOf(header).flatMap((point) => header.designs.map((design) => ({ point, design })));
  const isEnded = lines.pop() === '';
  const rows: SweepRow[] = [];
  for (const [index, line] of lines.slice(1).entries()) {
    const next = expected[index];
    const row = next === undefined ? undefined : readRow(line);
    const place = { file, line: index + 2 };
    if (next === undefined) throw new InputError(notThere(place, 'a line too many', 'the end of the file', line));
    const wanted = `design ${next.design} at point ${next.point}`;
    if (row === undefined) throw new InputError(notThere(place, 'this is no row of a sweep', wanted, line));
    if (row.point !== next.point || row.design !== next.design) {
      const found = `design ${row.design} at point ${row.point}`;
      throw new InputError(notThere(place, 'another row is expected here', wanted, found));
    }
    const wrong = whyNotOf(header, row);
    if (wrong !== undefined) throw new InputError({ ...place, ...wrong, hint: HINT });
    rows.push(row);
  }
  if (isEnded && rows.length === expected.length) return { header, rows };
  throw new InputError({
    file,
    message: 'the sweep is not whole',
    expected: `${expected.length} rows`,
    found: isEnded ? String(rows.length) : `${rows.length}, and a last line that is cut off`,
    hint: 'run it again: what an interrupted sweep has left is gone on with',
  });
}

/** @throws InputError where it is not the first line of a sweep of this schema. */
export function readHeader(line: string, file: string): SweepHeader {
  const value = parsed(line);
  const { sweep, schemaVersion } = (value ?? {}) as { readonly sweep?: unknown; readonly schemaVersion?: unknown };
  if (sweep !== 'unpark-sweep') {
    const other = knownText(file, line, 'a part or a table of a sweep');
    if (other !== undefined) throw new InputError(other);
    throw new InputError({
      file,
      message: 'this is no sweep of unpark',
      expected: 'lines of JSON, the first of which begins with {"sweep":"unpark-sweep"',
      found: line.trim() === '' ? 'nothing' : `a file that begins with ${JSON.stringify(line.slice(0, 30))}`,
      hint: HINT,
    });
  }
  if (schemaVersion !== SWEEP_SCHEMA_VERSION) {
    const message = 'this sweep has another schema version';
    const hint = 'open it with the version of unpark that wrote it, or run it again';
    throw new InputError(
      { file, message, expected: String(SWEEP_SCHEMA_VERSION), found: shown(schemaVersion), hint },
      exitCode.notComparable,
    );
  }
  const checked = sweepHeaderSchema.safeParse(value);
  if (!checked.success)
    throw new InputError(checked.error.issues.slice(0, 5).map((issue) => problemOf(file, issue, value)));
  const { axes, points, shard } = checked.data;
  const product = axes.reduce((all, { values }) => all * values.length, 1);
  if (product === points && shard.index <= shard.count) return checked.data;
  throw new InputError({
    file,
    line: 1,
    message: 'the header contradicts itself',
    expected: `${product} points, and a shard from 1 to ${shard.count}`,
    found: `${points} points, and shard ${shard.index}`,
    hint: HINT,
  });
}

/** A row, or undefined where a line is none. */
export function readRow(line: string): SweepRow | undefined {
  const checked = sweepRowSchema.safeParse(parsed(line));
  return checked.success ? checked.data : undefined;
}

/** What keeps a row from being one of a sweep. */
function whyNotOf({ axes, measures }: SweepHeader, { point, design, set, measures: readings }: SweepRow) {
  const indices = indicesAt(axes, point);
  const wrong = axes.find(({ path, values }, axis) => {
    const text = values[indices[axis] as number] as string;
    return !(Object.hasOwn(set, path) && isValue(set[path], text));
  });
  if (wrong !== undefined || Object.keys(set).length !== axes.length) {
    const expected = axes.map(({ path, values }, axis) => `${path}=${values[indices[axis] as number]}`).join(', ');
    return { message: 'a row says of another point', expected, found: shown(set) };
  }
  const own = measures.filter(({ designs }) => designs.includes(design)).map(({ path }) => path);
  const found = Object.keys(readings);
  if (own.length === found.length && own.every((path) => Object.hasOwn(readings, path))) return undefined;
  return { message: 'a row has other measures', expected: own.join(', '), found: found.join(', ') };
}

/** Whether a value of a row is the one that a header has as text: `1e3`, `0x10` and quoted texts are other texts of it. */
function isValue(value: unknown, text: string): boolean {
  if (typeof value === 'number') return Number(text) === value || !/^-?[\d.]+$/.test(text);
  return typeof value !== 'string' || value === text || /["']/.test(text);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function notThere(place: Pick<Problem, 'file' | 'line'>, message: string, expected: string, found: string): Problem {
  return { ...place, message, expected, found: found === '' ? 'an empty line' : shown(found), hint: HINT };
}

function problemOf(file: string, issue: SchemaIssue, root: unknown): Problem {
  const { value, found } = foundAt(issue, root);
  return {
    file,
    line: 1,
    path: issue.path.join('.'),
    message: messageOf(issue, value),
    expected: expectedBy(issue),
    found,
    hint: HINT,
  };
}
