import { join } from 'node:path';
import { checkReportFolder, checkSameWorld } from '../report/write.ts';
import type { Result } from '../result/schema.ts';

/**
 * Where a report goes: the folder that was asked for, or one in reports/out.
 * @param name of the folder there. @param world of the result: a folder that nobody has named keeps a result of another one. @param inputs files that are read for the report.
 * @throws InputError where it cannot go there.
 */
export function reportFolder(
  asked: string | undefined,
  name: string,
  world: Result['world'],
  inputs: readonly string[] = [],
): string {
  const out = asked ?? join('reports', 'out', name);
  checkReportFolder(out, inputs);
  if (asked === undefined) checkSameWorld(out, world);
  return out;
}
