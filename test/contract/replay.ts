import { relative } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';

/** A property that has not ended by then fails with what it has: a failing case is otherwise made smaller for as long as that takes, which may be hours. */
const LONGEST_MS = 60_000;

/**
 * The parameters of a property that tells how to replay it: when it fails, its message ends with the command that runs the failing case again, and only that.
 * It always ends: after a minute it fails. Call it inside the test.
 */
export function replay<T>(parameters: fc.Parameters<T> = {}): fc.Parameters<T> {
  const { testPath = '', currentTestName = '' } = expect.getState();
  return {
    interruptAfterTimeLimit: LONGEST_MS,
    markInterruptAsFailure: true,
    ...parameters,
    ...caseOf(process.env.REPLAY),
    reporter: (details) => {
      if (!details.failed) return;
      const pattern = currentTestName.replaceAll(' > ', ' ').replace(/[.*+?^${}()|[\]\\']/g, '.');
      // A property that was only too slow has no failing case, but its seed gives the same cases again.
      const path = details.counterexamplePath ?? '';
      const command = `REPLAY=${details.seed},${path} npx vitest run ${relative('.', testPath)} -t '${pattern}'`;
      throw new Error(`${fc.defaultReportMessage(details)}\n\nReplay it with:\n  ${command}`, {
        cause: details.errorInstance,
      });
    },
  };
}

function caseOf(text: string | undefined): { seed?: number; path?: string; endOnFailure?: boolean } {
  if (text === undefined) return {};
  const match = /^(-?\d+),([\d:]*)$/.exec(text);
  if (match === null) throw new Error(`REPLAY is ${text}, and should be a seed and a path such as 42,7:0:1`);
  const [, seed, path] = match as unknown as [string, string, string];
  return { seed: Number(seed), ...(path === '' ? {} : { path, endOnFailure: true }) };
}
