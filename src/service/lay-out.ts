import type { Deletion, System } from '../scenario/model.ts';
import type { Draws } from '../workload/draws.ts';
import { Compiler } from './compiler.ts';
import type { Layout, PoolLayout, StrategyLayout } from './layout.ts';
import { strategies as kinds } from './strategies/strategies.ts';
import type { StrategyKind } from './strategies/strategy-kind.ts';

/** Makes a system ready to run. @param draws where the programs take their random numbers from. */
export function layOut(system: System, draws: Draws): Layout {
  const compiler = new Compiler(system, draws);
  const coordinators = system.jobs.map(({ name, steps }) => compiler.coordinator(name, steps));
  const pools: PoolLayout[] = system.pools.map(({ name, threads, queueBound }) => ({
    name,
    path: `pools.${name}`,
    threads,
    queueBound,
  }));
  const strategies: StrategyLayout[] = [];
  const bySettings = new Map<string, number>();
  const strategyOf = system.jobs.map(({ deletion }) => {
    const settings = settingsOf(deletion);
    const known = bySettings.get(settings);
    if (known !== undefined) return known;
    const pool = (kinds[deletion.by] as StrategyKind).sleepersPool(deletion, pools);
    const sleepers = pool < 0 ? [] : system.jobs.map(({ name }) => compiler.sleeper(name, pool));
    bySettings.set(settings, strategies.length);
    return strategies.push({ deletion, sleepers }) - 1;
  });
  const { programs, taskKinds } = compiler;
  return { system, pools, programs, coordinators, taskKinds, strategies, strategyOf };
}

/** What one instance of a strategy depends on; the rest of the settings belongs to the blobs. */
export function settingsOf({ by, pool, janitor }: Deletion): string {
  return JSON.stringify([by, by === 'sleep-in-pool' ? pool : '', by === 'janitor' ? janitor : '']);
}
