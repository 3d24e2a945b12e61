import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { ResultBuilder } from '../../src/result/build-result.ts';
import type { PoolResult } from '../../src/result/schema.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { dumpsOf, expectRoundTrip, observed, STATES, systems } from './round-trip.ts';

describe('what was observed, written as a scenario and simulated', () => {
  it.each(systems.slice(0, 3).map((one, i) => [i, one] as const))(
    'gives every pool its state means back: system %i',
    (_, one) => expectRoundTrip(one),
  );

  it('is what the simulation itself measured, sampled', () => {
    const [one] = systems as [Scenario];
    const builder = new ResultBuilder(one);
    builder.add(0, simulateReplication(one, one.designs[0] as Design, 0));
    const exact = builder.build('sim', 'test', []).designs.only?.pools.first as PoolResult;
    const pool = observed(dumpsOf(one)).designs.observed?.pools.first as PoolResult;
    for (const state of STATES) expect(Math.abs((pool[state].mean ?? 0) - (exact[state].mean ?? 0))).toBeLessThan(0.4);
  });
});
