import { describe, expect, it } from 'vitest';
import { resourceLoads } from '../../src/explain/capacity.ts';
import { explainScenario } from '../../src/explain/explain.ts';
import { usablePermits } from '../../src/explain/usable-permits.ts';
import { renderExplanation } from '../../src/report/explain.ts';
import type { Scenario, System } from '../../src/scenario/model.ts';
import { runOne, scenarioOf } from '../sim/run-scenario.ts';

const taking = (limit: number, perSecond: number, ...permits: readonly number[]) => ({
  semaphores: { slots: limit },
  pools: { pool: 10 },
  jobs: {
    job: {
      arrivals: { constant: `${perSecond}/s` },
      steps: permits.flatMap((count) => [
        { acquire: { semaphore: 'slots', permits: count } },
        { wait: '1s' },
        { release: { semaphore: 'slots', permits: count } },
      ]),
    },
  },
});
const systemOf = (value: Readonly<Record<string, unknown>>): System =>
  (scenarioOf(value).designs[0] as Scenario['designs'][number]).system;

describe('the permits that can be held at once', () => {
  it.each([
    [5, [2], 4],
    [5, [1, 2], 5],
    [6, [4], 4],
    [7, [3, 5], 6],
    [100_001, [2], 100_000],
    [999_999_999, [4, 6], 999_999_998],
  ])('of %i, taken by %j, are %i', (limit, permits, usable) => {
    const system = systemOf(taking(limit, 1, ...permits));
    expect(usablePermits(system.semaphores[0] as System['semaphores'][number], system)).toBe(usable);
  });

  it('are what the load is held against: two at once for a second each is too much at 2.2 a second', () => {
    const value = taking(5, 2.2, 2);
    const [load] = resourceLoads(systemOf(value), 3_600_000_000);
    expect(load?.load).toBeCloseTo(1.1, 9);
    const scenario = scenarioOf(value);
    const text = renderExplanation(explainScenario(scenario), { colour: false });
    expect(text).toContain('allows 4, of 5');
    const { semaphores, stability } = runOne(value);
    expect(semaphores.slots?.inUse.max).toBe(4);
    expect(stability.stable).toBe(false);
  });
});
