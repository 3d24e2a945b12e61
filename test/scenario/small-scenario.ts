import { InputError, type Problem } from '../../src/errors.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { type BuildOptions, parseScenario } from '../../src/scenario/parse.ts';

/** A small scenario that loads. Tests change one line of it. */
export const SMALL = `name: small
question: Does it hold?
duration: 1h
warmUp: 5m
pools:
  storage: { threads: 8, healthLog: {}, source: a measurement }
semaphores:
  slots: { limit: 2, assumed: a guess }
concurrency:
  pipelines: 16
store:
  upload: 0.3s
  delete: { latency: { exponential: { mean: 0.1s } }, assumed: no figure }
deletion: { delay: 60s, pool: storage, source: the code }
jobs:
  sync:
    arrivals: { poisson: 6/min }
    concurrency: pipelines
    steps: &steps
      - acquire: slots
      - task:
          name: decode
          steps:
            - work: { lognormal: { p50: 2s, p99: 20s } }
              assumed: not measured
            - upload
      - release: slots
      - defer
  chat:
    arrivals: { poisson: 1/min }
    steps: *steps
designs:
  legacy:
    deletion: sleep-in-pool
  janitor:
    deletion: janitor
    semaphores: { slots: 4 }
`;

/** A quarter of its time, for tests of commands, whose figures are nobody's question. */
export const BRIEF = SMALL.replace('duration: 1h', 'duration: 15m').replace('warmUp: 5m', 'warmUp: 75s');

/** The small scenario with one text in it replaced. */
export function changed(from: string, to: string): string {
  if (!SMALL.includes(from)) throw new Error(`the small scenario has no ${from}`);
  return SMALL.replace(from, to);
}

export function load(text: string = SMALL, options: BuildOptions = {}): Scenario {
  return parseScenario(text, 'small.yaml', options);
}

/** The problems of a scenario that must not load. */
export function problemsOf(text: string, options: BuildOptions = {}): readonly Problem[] {
  return problemsThrownBy(() => load(text, options));
}

export function problemsThrownBy(action: () => unknown): readonly Problem[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error('it loaded');
}

/** The one problem of a scenario that must not load. */
export function problemOf(text: string, options: BuildOptions = {}): Problem {
  const problems = problemsOf(text, options);
  if (problems.length !== 1)
    throw new Error(
      `expected one problem, found:\n${problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n')}`,
    );
  return problems[0] as Problem;
}
