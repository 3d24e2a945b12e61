import type { z } from 'zod';
import { exitCode, InputError, type Problem } from '../errors.ts';
import { migrate } from '../result/migrate.ts';
import { RESULT_SCHEMA_VERSION, type Result, resultSchema } from '../result/schema.ts';
import { LARGEST, readInputFile, unreadable } from '../scenario/input-file.ts';
import { didYouMeanFile } from '../scenario/near-file.ts';

/** Further problems of the same file say little. */
const MOST_PROBLEMS = 20;
const HINT = 'give a result.json that `npx unpark run` has written';

/**
 * Reads a saved result, of this schema version or an older one.
 * @param file as the user named it; errors name it so.
 * @throws InputError with everything that is wrong with it.
 */
export function readResult(file: string): Result {
  const value = migrate(parse(file, readText(file)));
  const found = schemaVersionOf(value);
  if (found !== RESULT_SCHEMA_VERSION) {
    throw new InputError(
      {
        file,
        path: 'schemaVersion',
        message: found === undefined ? 'this is no result of unpark' : 'this result has another schema version',
        expected: `1 to ${RESULT_SCHEMA_VERSION}`,
        found: JSON.stringify(found) ?? 'nothing',
        hint:
          found === undefined ? HINT : 'open it with the version of unpark that wrote it, or run the scenario again',
      },
      typeof found === 'number' ? exitCode.notComparable : exitCode.badInput,
    );
  }
  const checked = resultSchema.safeParse(value);
  if (checked.success) return checked.data;
  throw new InputError(checked.error.issues.slice(0, MOST_PROBLEMS).map((issue) => problemOf(file, issue, value)));
}

function readText(file: string): string {
  try {
    return readInputFile(file, LARGEST.result);
  } catch (error) {
    throw new InputError({
      file,
      message: 'the file cannot be read',
      expected: 'a result.json',
      ...unreadable(error, didYouMeanFile(file, 'result') ?? HINT),
    });
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
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

function problemOf(file: string, issue: z.core.$ZodIssue, value: unknown): Problem {
  let found: unknown = value;
  for (const key of issue.path) found = (found as Record<PropertyKey, unknown> | undefined)?.[key];
  const text = JSON.stringify(found) ?? 'nothing';
  return {
    file,
    path: issue.path.join('.'),
    message: issue.message,
    expected: 'what the schema of results says',
    found: text.length > 60 ? `${text.slice(0, 60)}…` : text,
    hint: HINT,
  };
}
