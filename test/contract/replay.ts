import { relative } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';

/**
 * The parameters of a property that tells how to replay it: when it fails, its message ends with the command that runs the failing case again, and only that.
 * Call it inside the test.
 */
export function replay<T>(parameters: fc.Parameters<T> = {}): fc.Parameters<T> {
  const { testPath = '', currentTestName = '' } = expect.getState();
  return {
    ...parameters,
    ...caseOf(process.env.REPLAY),
    reporter: (details) => {
      if (!details.failed) return;
      const pattern = currentTestName.replaceAll(' > ', ' ').replace(/[.*+?^${}()|[\]\\']/g, '.');
      const command = `REPLAY=${details.seed},${details.counterexamplePath} npx vitest run ${relative('.', testPath)} -t '${pattern}'`;
      throw new Error(`${fc.defaultReportMessage(details)}\n\nReplay it with:\n  ${command}`, {
        cause: details.errorInstance,
      });
    },
  };
}

function caseOf(text: string | undefined): { seed?: number; path?: string; endOnFailure?: boolean } {
  if (text === undefined) return {};
  const match = /^(-?\d+),([\d:]+)$/.exec(text);
  if (match === null) throw new Error(`REPLAY is ${text}, and should be a seed and a path such as 42,7:0:1`);
  return { seed: Number(match[1]), path: match[2] as string, endOnFailure: true };
}
