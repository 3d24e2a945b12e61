import type { Result } from '../../result/schema.ts';

/**
 * One result of two of one scenario, so that charts draw both on the same axes: each design twice, as `before-name` and `after-name`, one under the other. What is told of a whole result is told
 * of both.
 */
export function combineResults(before: Result, after: Result): Result {
  const names = [...new Set([...Object.keys(before.designs), ...Object.keys(after.designs)])];
  const both = <T>(of: (result: Result) => Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      names.flatMap((name) =>
        [before, after].flatMap((result, i): [string, T][] => {
          const designs = of(result);
          return Object.hasOwn(designs, name) ? [[`${i === 0 ? 'before' : 'after'}-${name}`, designs[name] as T]] : [];
        }),
      ),
    );
  const told = (first: string, second: string) => (first === second ? first : `${first} and ${second}`);
  return {
    ...after,
    engineVersion: told(before.engineVersion, after.engineVersion),
    scenario: {
      ...after.scenario,
      question: 'What changed from one result to the other?',
      hash: told(before.scenario.hash, after.scenario.hash),
      overrides: [],
      designs: both(({ scenario }) => scenario.designs),
    },
    designs: both(({ designs }) => designs),
  };
}
