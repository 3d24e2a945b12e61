import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import { compressScenario } from '../../src/scenario/compress.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { smallLive } from '../live/small-live.ts';

const SHIPPED = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));

describe('a compressed scenario', () => {
  it('with a store that is compressed too does the same, only faster: occupancy stays, times shrink', () => {
    const factor = 60;
    const scenario = smallLive();
    const [{ system }] = scenario.designs as [Scenario['designs'][number]];
    const store = (operation: 'upload' | 'download' | 'delete') => ({
      ...system.store[operation],
      latency: { kind: 'constant', valueUs: 100_000 / factor } as const,
    });
    const fast = compressScenario(scenario, factor, {
      upload: store('upload'),
      download: store('download'),
      delete: store('delete'),
    });
    const slow = { ...compressScenario(scenario, 1), durationUs: scenario.live.durationUs };
    const before = simulate(slow, 'test').designs;
    const after = simulate(fast, 'test').designs;
    for (const name of Object.keys(before)) {
      const [one, other] = [before[name]?.pools.storage, after[name]?.pools.storage];
      for (const state of ['active', 'parked', 'working', 'blocked'] as const) {
        expect(other?.[state].mean).toBeCloseTo(one?.[state].mean ?? Number.NaN, 3);
        expect(other?.[state].max).toBe(one?.[state].max);
      }
      const time = before[name]?.jobs.sync?.time.mean ?? Number.NaN;
      expect((after[name]?.jobs.sync?.time.mean ?? Number.NaN) * factor).toBeCloseTo(time, 3);
    }
  });

  it.each(SHIPPED)('of %s has its live block’s times, and a factor of 1 changes nothing else', (file) => {
    const scenario = loadScenario(`scenarios/${file}`);
    const same = compressScenario(scenario, 1);
    expect(same.durationUs).toBe(scenario.live.durationUs);
    expect(same.warmUpUs).toBe(scenario.live.warmUpUs);
    expect(same.designs.map(({ system }) => system.pools)).toEqual(scenario.designs.map(({ system }) => system.pools));
    expect(same.designs.map(({ system }) => system.jobs.map(({ deletion }) => deletion))).toEqual(
      scenario.designs.map(({ system }) => system.jobs.map(({ deletion }) => deletion)),
    );
  });
});
