import type { Readable } from 'node:stream';
import type { NamedLog } from '../../observed/calibration/choose-samples.ts';
import { type HealthColumn, HealthReader } from '../../observed/calibration/health-reader.ts';
import { readText } from '../text-file.ts';

/** Reads the logs of a pool, one after the other. @throws InputError where one is not there. */
export async function readLogs(
  files: readonly string[],
  standardInput: Readable,
  columns: Readonly<Partial<Record<HealthColumn, string>>>,
): Promise<NamedLog[]> {
  const logs: NamedLog[] = [];
  for (const file of files) {
    const reader = new HealthReader(columns, file);
    const failure = await readText(
      file,
      standardInput,
      (text) => reader.push(text),
      'a log with executor_pool_health lines, a Cloud Logging export of them, or CSV',
    );
    const log = reader.end();
    const line = Math.max(1, log.lines);
    logs.push(
      failure === undefined
        ? { ...log, file }
        : { ...log, file, unread: log.unread + 1, firstUnread: log.firstUnread ?? { line, text: '', why: failure } },
    );
  }
  return logs;
}
