import { exitCode, InputError, type Problem } from '../errors.ts';
import { knownFile, knownText, RESULT } from '../known-file.ts';
import { migrate } from '../result/migrate.ts';
import { RESULT_SCHEMA_VERSION, type Result, resultSchema } from '../result/schema.ts';
import { LARGEST, requireInputFile } from '../scenario/input-file.ts';
import { didYouMeanFile } from '../scenario/near-file.ts';
import { expectedBy, foundAt, messageOf, type SchemaIssue } from '../schema-words.ts';
import { isTooDeep, MOST_LEVELS, shown } from '../shown.ts';

/** Further problems of the same file say little. */
const MOST_PROBLEMS = 20;
const A_RESULT = 'a result.json';
const HINT = 'give a result.json that `npx unpark run` has written';

/**
 * Reads a saved result, of this schema version or an older one.
 * @param file as the user named it; errors name it so.
 * @throws InputError with everything that is wrong with it.
 */
export function readResult(file: string): Result {
  const parsed = parse(file, readText(file));
  if (isTooDeep(parsed)) {
    throw new InputError({
      file,
      message: 'its maps and lists lie too deep inside each other',
      expected: `at most ${MOST_LEVELS} levels`,
      found: 'a deeper one',
      hint: HINT,
    });
  }
  const other = knownFile(file, parsed, A_RESULT);
  if (other !== undefined && other.found !== RESULT) throw new InputError(other);
  const value = migrate(parsed);
  const found = schemaVersionOf(value);
  if (found !== RESULT_SCHEMA_VERSION) {
    throw new InputError(
      {
        file,
        path: 'schemaVersion',
        message: found === undefined ? 'this is no result of unpark' : 'this result has another schema version',
        expected: `1 to ${RESULT_SCHEMA_VERSION}`,
        found: shown(found),
        hint:
          found === undefined ? HINT : 'open it with the version of unpark that wrote it, or run the scenario again',
      },
      typeof found === 'number' ? exitCode.notComparable : exitCode.badInput,
    );
  }
  return checkedResult(file, value, HINT);
}

/**
 * The value as a result.
 * @param file that it comes from; errors name it so. @param hint what to do about one that is none.
 * @throws InputError with everything that the schema of results refuses.
 */
export function checkedResult(file: string, value: unknown, hint: string): Result {
  const checked = resultSchema.safeParse(value);
  if (checked.success) return checked.data;
  const issues = checked.error.issues.slice(0, MOST_PROBLEMS);
  throw new InputError(issues.map((issue) => problemOf(file, issue, value, hint)));
}

function readText(file: string): string {
  return requireInputFile(file, LARGEST.result, 'a result.json', () => didYouMeanFile(file, 'result') ?? HINT);
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const other = knownText(file, text, A_RESULT);
    if (other !== undefined) throw new InputError(other);
    throw new InputError({
      file,
      message: `not JSON: ${error instanceof Error ? error.message : String(error)}`,
      expected: 'a result.json',
      found: text.trim() === '' ? 'an empty file' : `a file that begins with ${JSON.stringify(text.slice(0, 30))}`,
      hint: HINT,
    });
  }
}

function schemaVersionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
}

function problemOf(file: string, issue: SchemaIssue, root: unknown, hint: string): Problem {
  const { value, found } = foundAt(issue, root);
  return {
    file,
    path: issue.path.join('.'),
    message: messageOf(issue, value),
    expected: expectedBy(issue),
    found,
    hint,
  };
}
