import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { isWorthWatching, ReplicationViews } from '../../src/run/replication-views.ts';
import type { ReplicationView } from '../../src/run/replications.ts';
import type { Design } from '../../src/scenario/model.ts';
import { scenarioOf } from '../sim/run-scenario.ts';

const SCENARIO = scenarioOf({
  duration: '30m',
  warmUp: '5m',
  pools: { storage: { threads: 12 } },
  store: { upload: '1s', delete: '100ms' },
  deletion: { pool: 'storage', delay: '60s' },
  jobs: {
    sync: {
      arrivals: { poisson: '6/min' },
      steps: [{ task: { name: 'up', pool: 'storage', steps: ['upload'] } }, 'defer'],
    },
  },
  designs: { sleeping: { deletion: 'sleep-in-pool' }, janitor: { deletion: 'janitor' } },
});
const [SLEEPING] = SCENARIO.designs as [Design];

const { port1: heard, port2: told } = new MessageChannel();
afterAll(() => heard.close());

/** Simulates a replication while somebody watches one in `every`, on a machine whose clock ticks at each look. */
function watched(replication: number, every: number) {
  let nowUs = 0;
  const views = new ReplicationViews({ views: told, every }, () => (nowUs += 10_000));
  const record = simulateReplication(
    SCENARIO,
    SLEEPING,
    replication,
    undefined,
    (layout) => views.begin(SCENARIO, SLEEPING, replication, layout),
    (atUs) => views.look(atUs),
  );
  return { record, seen: received(heard) };
}

function received(port: MessagePort): ReplicationView[] {
  const all: ReplicationView[] = [];
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port))
    all.push(next.message);
  return all;
}

describe('the views of a simulated replication', () => {
  it('come while it runs, in the order of its time, and show its sleepers', () => {
    const { seen } = watched(0, 1);
    const times = seen.map(({ view }) => view.atSeconds);
    expect(times.length).toBeGreaterThan(50);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(2_100);
    expect(seen.filter(({ view }) => view.pools[0]?.threads.includes('P')).length).toBeGreaterThan(seen.length / 2);
  });

  it('change no figure', () => {
    expect(watched(0, 1).record).toEqual(simulateReplication(SCENARIO, SLEEPING, 0));
  });

  it('are of one in so many replications', () => {
    expect(watched(1, 2).seen).toEqual([]);
    expect(watched(2, 2).seen.every(({ replication }) => replication === 2)).toBe(true);
  });

  it('are worth their while where a replication takes long', () => {
    expect(isWorthWatching(SCENARIO)).toBe(false);
    expect(isWorthWatching({ ...SCENARIO, durationUs: 2_000 * SCENARIO.durationUs })).toBe(true);
  });
});
