import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { silent } from '../../src/events/silent.ts';
import { toAll } from '../../src/events/to-all.ts';
import type { Design } from '../../src/scenario/model.ts';
import { LiveView } from '../../src/view/live-view.ts';
import type { DesignView } from '../../src/view/snapshot.ts';
import { scenarioOf } from '../sim/run-scenario.ts';

const SCENARIO = scenarioOf({
  duration: '30m',
  warmUp: '5m',
  pools: { storage: { threads: 12 } },
  semaphores: { slots: 2 },
  store: { upload: { exponential: { mean: '1s' } }, delete: '100ms' },
  deletion: { pool: 'storage', delay: '60s' },
  jobs: {
    sync: {
      arrivals: { poisson: '14/min' },
      steps: [
        {
          task: {
            name: 'up',
            pool: 'storage',
            steps: [{ work: '2s' }, { acquire: 'slots' }, 'upload', { release: 'slots' }],
          },
        },
        'defer',
      ],
    },
  },
  designs: { sleeping: { deletion: 'sleep-in-pool' }, janitor: { deletion: 'janitor' } },
});

/** The views of a simulated run at an even pace, and what was measured of it. */
function viewsOf(design: number) {
  const everyUs = 1_000_000;
  const views: DesignView[] = [];
  const record = simulateReplication(SCENARIO, SCENARIO.designs[design] as Design, 0, undefined, (layout) => {
    const view = new LiveView('d', layout, SCENARIO);
    let nextUs = 0;
    // Before an event is heard, the views of the time up to it are taken.
    const clock = Object.fromEntries(
      Object.keys(silent()).map((name) => [
        name,
        (...values: number[]) => {
          for (const atUs = values.at(-1) as number; nextUs < atUs; nextUs += everyUs)
            views.push(view.snapshot(nextUs));
        },
      ]),
    ) as unknown as ReturnType<typeof silent>;
    return toAll([clock, view.listener]);
  });
  return { views, record };
}

describe.each([0, 1])('the live view of design %i', (design) => {
  const { views, record } = viewsOf(design);
  const measured = views.filter(({ atSeconds }) => atSeconds >= 300);
  const mean = (of: (view: DesignView) => number) =>
    measured.reduce((sum, view) => sum + of(view), 0) / measured.length;
  const levelMean = (path: string) => {
    const { heldUs } = record.levels[path] as { heldUs: Float64Array };
    let sum = 0;
    let total = 0;
    heldUs.forEach((us, n) => {
      sum += us * n;
      total += us;
    });
    return total === 0 ? 0 : sum / total;
  };
  const count = (view: DesignView, letter: string) =>
    [...(view.pools[0]?.threads ?? '')].filter((one) => one === letter).length;

  it('shows each thread once, in the states that are measured', () => {
    expect(views.length).toBeGreaterThan(2_000);
    for (const { pools } of views) expect(pools[0]?.threads).toHaveLength(12);
    for (const [letter, state] of [
      ['W', 'working'],
      ['P', 'parked'],
      ['B', 'blocked'],
    ] as const) {
      expect(Math.abs(mean((view) => count(view, letter)) - levelMean(`pools.storage.${state}`))).toBeLessThan(0.15);
    }
  });

  it('shows the queue, what is pending, and how late deletions start', () => {
    const queue = mean(({ pools }) => pools[0]?.queueDepth ?? 0);
    const expected = levelMean('pools.storage.queueDepth');
    expect(Math.abs(queue - expected)).toBeLessThan(0.02 * expected + 0.1);
    expect(Math.abs(mean(({ pending }) => pending) - levelMean('deletions.pending'))).toBeLessThan(0.5);
    const late = Math.max(...measured.map(({ lateness }) => lateness ?? 0));
    expect(late).toBeCloseTo((record.durations['deletions.lateness']?.maxUs ?? 0) / 1e6, 0);
  });

  it('counts jobs from the start', () => {
    const last = views.at(-1) as DesignView;
    expect(last.arrived).toBeGreaterThan(400);
    expect(last.failed).toBe(0);
    expect(last.done).toBeLessThanOrEqual(last.arrived);
  });
});
