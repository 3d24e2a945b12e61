/** From checked `choice`, `retry` and `fail` steps to those of the model: steps that go several ways, or the same way again. */

import { isMap, type Path, type PlainMap } from '../path.ts';
import type { Complain } from './complaints.ts';
import type { Branch, Step } from './model.ts';
import { durationUsOf, numberOf, probabilityOf, resolveDistribution } from './resolve-values.ts';

/** What probabilities may add up to more than 1 by, since they are written in percents. */
const ROUNDING = 1e-9;

/** Resolves a list of steps inside a step; what it acquires it has to release. */
export type ResolveInner = (steps: unknown, at: Path, what: string) => readonly Step[];

export function choiceStep(
  value: readonly unknown[],
  at: Path,
  path: string,
  inner: ResolveInner,
  complain: Complain,
): Step {
  let left = 1;
  const branches = value.flatMap((branch, i): Branch[] => {
    if (!isMap(branch)) return [];
    const isLast = i === value.length - 1;
    if (branch.probability === undefined && !isLast) {
      complain({
        path: [...at, i],
        message: 'a branch has no probability, and only the last one may take the rest',
        expected: '`probability:` with a percentage, such as 10%',
        found: 'none',
      });
    }
    const probability = branch.probability === undefined ? Math.max(0, left) : probabilityOf(branch.probability, 0);
    left -= probability;
    return [{ probability, steps: inner(branch.steps, [...at, i, 'steps'], 'branch') }];
  });
  if (left < -ROUNDING) {
    complain({
      path: at,
      message: 'the probabilities of the branches add up to more than 100 %',
      expected: 'at most 100% in all',
      found: `${Number(((1 - left) * 100).toPrecision(6))}%`,
    });
  }
  return { do: 'choice', path, branches };
}

export function failStep(value: unknown, path: string): Step {
  return { do: 'fail', path, probability: probabilityOf(value, 0) };
}

/** @param runner who tries: a job has no thread to return. @param isRetried whether a `retry` stands around it already. */
export function retryStep(
  value: PlainMap,
  at: Path,
  path: string,
  runner: { readonly kind: 'job' | 'task'; readonly isRetried: boolean },
  inner: ResolveInner,
  complain: Complain,
): Step {
  if (runner.isRetried) {
    complain({
      path: at,
      atKey: true,
      message: 'a `retry` stands inside another one',
      expected: 'one `retry` around the steps, or the inner steps in a `task` of their own',
      found: '`retry` in `retry`',
    });
  }
  if (runner.kind === 'job' && value.thread !== undefined) {
    complain({
      path: [...at, 'thread'],
      message: 'a job holds no thread, so it neither keeps nor returns one',
      expected: 'no `thread` here, or the `retry` inside a task',
      found: String(value.thread),
    });
  }
  return {
    do: 'retry',
    path,
    attempts: numberOf(value.attempts, 1),
    backoff: resolveDistribution(value.backoff, [...at, 'backoff'], complain),
    factor: numberOf(value.factor, 1),
    maxBackoffUs: value.maxBackoff === undefined ? Number.POSITIVE_INFINITY : durationUsOf(value.maxBackoff, 0),
    returnsThread: value.thread === 'returned',
    steps: inner(value.steps, [...at, 'steps'], 'retry'),
  };
}
