import { InputError } from '../errors.ts';
import { A_FUNCTION, A_TEXT, aMap, type OptionRules, optionProblems, shownKind, TEXTS } from '../options.ts';
import { isMap } from '../path.ts';
import { readSweep } from '../result/sweep/read-sweep.ts';
import type { SweepTable } from '../result/sweep/sweep-schema.ts';
import { readGrid } from '../run/sweep/grid.ts';
import { mergeParts } from '../run/sweep/merge.ts';
import { planSweep } from '../run/sweep/plan.ts';
import { runSweep } from '../run/sweep/run-sweep.ts';
import { readShard } from '../run/sweep/shard.ts';
import type { Scenario } from '../scenario/model.ts';
import { overridesOf, scenarioOf } from './scenario.ts';
import { CHANGES, type ScenarioChanges } from './scenario-changes.ts';

/** What a sweep varies and measures. */
export interface SweepOptions extends ScenarioChanges {
  /** The values of each path, as they would stand in the scenario: `{ 'pools.storage.threads': [64, 96, 128] }`. The last path varies fastest. */
  readonly vary: Readonly<Record<string, readonly unknown[]>>;
  /** What is measured, in the language of `expect`: `*.pools.storage.queueWait.p99`. Default: occupancy, waits, job times and lateness. */
  readonly measures?: readonly string[] | undefined;
  /** A part of the sweep, such as `3/8`: every eighth point from the third on. Default: the whole. */
  readonly shard?: string | undefined;
  /** How many designs are simulated at once, from 1. Default: one for each core. */
  readonly workers?: number | undefined;
  /** Ends it; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called whenever a design at a point has been simulated, with how many have and how many there are. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

const VARY = "values by their path, such as { 'pools.storage.threads': [64, 96] }";

const OPTIONS: OptionRules = {
  vary: aMap(VARY),
  measures: TEXTS,
  shard: A_TEXT,
  workers: {
    expected: 'a whole number of at least 1',
    allows: (value) => Number.isInteger(value) && Number(value) >= 1,
  },
  signal: { expected: 'an AbortSignal', allows: (value) => isMap(value) && typeof value.aborted === 'boolean' },
  onProgress: A_FUNCTION,
  ...CHANGES,
};

/**
 * Simulates a scenario at each point of a grid, on worker threads. The same scenario, seed and grid give the same table, to the last bit.
 * @param source a path, the name of a shipped scenario, or a scenario.
 * @returns a row for each point and design; times are seconds, and a statistic of nothing is null.
 * @throws InputError with all that is wrong: paths, values, measures.
 */
export async function sweep(source: string | Scenario, options: SweepOptions): Promise<SweepTable> {
  checkSweepOptions(options);
  const { vary, measures, shard, workers, signal, onProgress, ...changes } = options;
  const base = scenarioOf(source, changes);
  const build = (overrides: readonly string[]) =>
    scenarioOf(base, { set: Object.fromEntries(overrides.map(pathAndValue)) });
  const grid = readGrid(Object.entries(vary).map(([path, values]) => `${path}=${values.map(asText).join(',')}`));
  const plan = planSweep(build, grid, measures, readShard(shard, undefined, {}), overridesOf(base));
  const rows: SweepTable['rows'][number][] = [];
  await runSweep(plan, {
    known: 0,
    workers,
    onRow: (row) => rows.push(row),
    onProgress,
    signal: signal ?? new AbortController().signal,
  });
  return { header: plan.header, rows };
}

/**
 * Joins the parts of a sweep that was run in shards: the same table as if it had been run in one.
 * @param parts the texts of `part-….jsonl` files, in any order.
 * @throws InputError where a part is lost, there twice, not whole (its code is 2), or of another sweep (3).
 */
export function mergeSweeps(parts: readonly string[]): SweepTable {
  if (!TEXTS.allows(parts)) {
    const expected = 'a list of the texts of all parts';
    throw new InputError({ path: 'parts', message: 'a value of the wrong kind', expected, found: shownKind(parts) });
  }
  return mergeParts(
    parts.map((text, index) => ({ from: `part ${index + 1}`, table: readSweep(text, `part ${index + 1}`) })),
  );
}

function checkSweepOptions(options: SweepOptions): void {
  const problems = optionProblems(options, OPTIONS);
  if (!isMap(options)) throw new InputError(problems);
  if (options.vary === undefined) {
    problems.push({ path: 'vary', message: 'it is missing', expected: `a map of ${VARY}`, found: 'nothing' });
  }
  for (const [path, values] of Object.entries(isMap(options.vary) ? options.vary : {})) {
    if (Array.isArray(values)) continue;
    const expected = 'a list of the values that it takes';
    problems.push({ path: `vary.${path}`, message: 'a value of the wrong kind', expected, found: shownKind(values) });
  }
  if (problems.length > 0) throw new InputError(problems);
}

function pathAndValue(override: string): [path: string, value: string] {
  const equals = override.indexOf('=');
  return [override.slice(0, equals), override.slice(equals + 1)];
}

/** JSON is YAML too; a text that is more than a word is told apart from a list or a range by its quotes. */
function asText(value: unknown): string {
  return typeof value === 'string' && !/[,'"[\]{}]|\.\.|^\s*$/.test(value) ? value : JSON.stringify(value);
}
