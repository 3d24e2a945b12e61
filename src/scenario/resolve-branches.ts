/** From `choice` and `retry` steps to those of the model: steps that go several ways, or the same way again. */

import type { Path } from '../path.ts';
import type { Complain } from './complaints.ts';
import type { Branch, Step } from './model.ts';
import type { Runner } from './step-names.ts';
import type { WrittenStep, WrittenSteps } from './step-schema.ts';

/** What probabilities may add up to more than 1 by, since they are written in percents. */
const ROUNDING = 1e-9;

/** Resolves a list of steps inside a step; what it acquires it has to release. */
export type ResolveInner = (steps: WrittenSteps, at: Path, what: string) => readonly Step[];

type Written<Key> = Extract<WrittenStep, { do: Key }>['value'];

export function choiceStep(
  value: Written<'choice'>,
  at: Path,
  path: string,
  inner: ResolveInner,
  complain: Complain,
): Step {
  let left = 1;
  const branches = value.map(({ probability: written, steps }, i): Branch => {
    const probability = written ?? Math.max(0, left);
    if (written === undefined && i < value.length - 1) {
      complain({
        path: [...at, i],
        message: 'a branch has no probability, and only the last one may take the rest',
        expected: '`probability:` with a percentage, such as 10%',
        found: 'none',
      });
    }
    left -= probability;
    return { probability, steps: inner(steps, [...at, i, 'steps'], 'branch') };
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

/** @param runner who tries: a job has no thread to return. @param isRetried whether a `retry` stands around it already. */
export function retryStep(
  value: Written<'retry'>,
  at: Path,
  path: string,
  { kind, isRetried, walk: { complain } }: Runner,
  inner: ResolveInner,
): Step {
  if (isRetried) {
    complain({
      path: at,
      atKey: true,
      message: 'a `retry` stands inside another one',
      expected: 'one `retry` around the steps, or the inner steps in a `task` of their own',
      found: '`retry` in `retry`',
    });
  }
  if (kind === 'job' && value.thread !== undefined) {
    complain({
      path: [...at, 'thread'],
      message: 'a job holds no thread, so it neither keeps nor returns one',
      expected: 'no `thread` here, or the `retry` inside a task',
      found: value.thread,
    });
  }
  return {
    do: 'retry',
    path,
    attempts: value.attempts,
    backoff: value.backoff,
    factor: value.factor,
    maxBackoffUs: value.maxBackoff ?? Number.POSITIVE_INFINITY,
    returnsThread: value.thread === 'returned',
    steps: inner(value.steps, [...at, 'steps'], 'retry'),
  };
}
