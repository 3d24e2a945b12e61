import type { DesignSizing, SizePoint, Sizing, Standing } from '../../../src/result/sizing/sizing.ts';

export function point(size: number, value: number | null, standing: Standing, why: string | null = null): SizePoint {
  const figure = {
    value,
    low95: value === null ? null : value * 0.8,
    high95: value === null ? null : value * 1.2,
    bound: 0.01,
  };
  return { size, replications: 4, standing, figures: [figure], why };
}

export function madeUpDesign(changes: Partial<DesignSizing> = {}): DesignSizing {
  return {
    design: 'before',
    written: 40,
    size: 12,
    lowest: 11,
    jobs: 20_000,
    failing: null,
    beside: [],
    offered: 8,
    offeredPeak: 8,
    waiting: null,
    unsteady: null,
    curve: [
      point(2, null, 'misses', 'pool web has starved, so its work stands still'),
      point(8, 1, 'misses', 'unstable: `pools.web.queueDepth` grows by 40 an hour'),
      point(10, 0.05, 'misses'),
      point(11, 0.0101, 'close'),
      point(12, 0.006, 'meets'),
      point(40, 0, 'meets'),
      point(100_000, 0, 'meets'),
    ],
    notMonotone: null,
    headroom: { volume: 1, atMost: 1.061, isAtLeast: false, breaks: 'the objective' },
    headroomWritten: { volume: 10.03, atMost: 10.03, isAtLeast: true, breaks: null },
    volumes: [
      { volume: 1, size: 12, lowest: 11, within: 1, raised: [], beside: [], limitedBy: null },
      {
        volume: 10,
        size: null,
        lowest: null,
        within: 3,
        raised: [{ name: 'slots', from: 2, to: 20 }],
        beside: [],
        limitedBy: 'no size up to 400 meets it; what limits it there: nothing',
      },
    ],
    recorded: [],
    rules: [
      { rule: "Little's law", size: 8, point: 1 },
      { rule: 'cores × (1 + wait/compute)', size: 2, point: 0 },
      { rule: 'Erlang C, 1 % wait', size: null, point: null },
    ],
    ...changes,
  };
}

export function madeUpSizing(changes: Partial<Sizing> = {}): Sizing {
  return {
    sizing: 'unpark-sizing',
    schemaVersion: 1,
    engineVersion: '0.1.0',
    scenario: { name: 'made-up', question: 'How many?', hash: 'a'.repeat(64) },
    overrides: ['pools.web.threads=40'],
    seed: 1,
    replications: 4,
    durationSeconds: 3_600,
    warmUpSeconds: 60,
    path: 'pools.web.threads',
    unit: 'threads',
    least: 1,
    most: 100_000,
    objective: {
      text: 'pools.web.fullFraction < 1%',
      isDefault: true,
      measures: [{ name: 'pools.web.fullFraction', unit: 'fraction' }],
      bounds: ['< 1%'],
    },
    cores: 2,
    designs: [
      madeUpDesign(),
      madeUpDesign({ design: 'after', size: 11, lowest: 11, written: null, headroomWritten: null }),
    ],
    unmet: [],
    simulated: { trials: 20, replications: 80 },
    ...changes,
  };
}
