import { closeSync, openSync, readSync } from 'node:fs';
import { InputError } from '../errors.ts';
import type { LogPlan } from '../live/service-log.ts';
import { codeOf, reasonOf } from '../report/files/disk.ts';
import { checkDistinct, checkOutside, type Named } from './apart.ts';
import type { LiveOptions } from './live-options.ts';

/** What a line of such a log begins with. */
const START = '{"level":"';

/**
 * Where the services of a live run log: lines are added to a log that is there, and nothing else is written to.
 * @param out the folder of the report.
 * @throws InputError where it cannot be written, is no log, or is not apart from the other files of the command.
 */
export function logPlan(options: LiveOptions, out: string): LogPlan | undefined {
  const { log, logLevel = 'info' } = options;
  if (log === undefined) return undefined;
  const file: Named = { option: '--log', path: log };
  checkOutside(file, { option: '--out', path: out });
  for (const [option, path] of [
    ['--events', options.events],
    ['--trace', options.trace],
  ] as const) {
    if (path !== undefined) checkDistinct(file, { option, path });
  }
  const found = startOf(log);
  if (found !== '' && !found.startsWith(START)) {
    throw cannotLog(log, 'a new file, or a log of ours to add to', 'something else', 'give --log another name');
  }
  return { file: log, level: logLevel };
}

/** What stands at the beginning of a file, which is made where there is none. */
function startOf(path: string): string {
  try {
    const file = openSync(path, 'a+');
    try {
      const bytes = Buffer.alloc(START.length);
      return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw cannotLog(
      path,
      'a place to write to',
      reasonOf(codeOf(error) ?? String(error)),
      'make the folder first, or name another',
    );
  }
}

function cannotLog(file: string, expected: string, found: string, hint: string): InputError {
  return new InputError({
    file,
    message: 'the log cannot be written there; nothing was changed',
    expected,
    found,
    hint,
  });
}
