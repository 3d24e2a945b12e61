import { expect, it } from 'vitest';
import { carries, designsOf, growthOf, namesIn, poolOf, poolsThatMatter } from '../../src/report/selection.ts';
import type { PoolResult, Result } from '../../src/result/schema.ts';
import { beforeAfter, poolHistory } from './made-up-result.ts';

it('the busiest pools come first, at most four, and pools that did nothing not at all', () => {
  const result = beforeAfter();
  const legacy = result.designs.legacy!;
  const busy = (mean: number): PoolResult => ({
    ...legacy.pools.storage!,
    active: { ...legacy.pools.storage!.active, mean },
  });
  const pools = { idle: busy(0), low: busy(1), db: busy(30), ...legacy.pools, llm: busy(2), stripe: busy(3) };
  const wide: Result = { ...result, designs: { ...result.designs, legacy: { ...legacy, pools } } };
  expect(poolsThatMatter(wide)).toEqual(['storage', 'db', 'stripe', 'llm']);
});

it('a pool that a design does not have is undefined, also where its name is that of a method', () => {
  const [legacy] = designsOf(beforeAfter());
  expect(poolOf(legacy!, 'other')).toBeUndefined();
  expect(poolOf(legacy!, 'toString')).toBeUndefined();
  expect(poolOf(legacy!, 'storage')?.threads).toBe(128);
});

it('a design carries its load when no line of it grows', () => {
  const designs = designsOf(poolHistory());
  expect(designs.filter(carries).map(({ name }) => name)).toEqual(['legacy-192', 'janitor-32']);
  expect(growthOf(designs[0]!, 'concurrency.pipelines.waiting')?.perHour).toBe(794);
  expect(growthOf(designs[5]!, 'concurrency.pipelines.waiting')).toBeUndefined();
  expect(namesIn(designs, (design) => design.jobs)).toEqual(['sync', 'precache']);
});
