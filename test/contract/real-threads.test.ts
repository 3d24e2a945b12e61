import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/live/clock.ts';
import { World } from '../../src/live/service/world.ts';
import type { StoreServer } from '../../src/live/store/emulator.ts';
import { OutsideClient, runBucketName } from '../../src/live/store/outside-client.ts';
import { SOURCE_BLOB } from '../../src/live/store-operation.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { hasEmulator, realEmulator } from '../live/store/real-emulator.ts';
import { scenarioOf } from '../sim/run-scenario.ts';
import { arrivalsOf } from './simulated-service.ts';
import { bySubject, type Line } from './trace.ts';
import { type Heard, hearing, simulated } from './two-worlds.ts';

// Whatever the machine is busy with, the order of what happens to each is given: jobs are admitted one after another, and each pool has one thread.
const SCENARIO = scenarioOf({
  duration: '10m',
  pools: { a: { threads: 1, queue: { bound: 2 } }, b: 1, c: 1 },
  semaphores: { slots: 1 },
  concurrency: { one: 1 },
  store: { upload: '5ms', download: '5ms', delete: '5ms' },
  deletion: { delay: '300ms', pool: 'b' },
  jobs: {
    sleeping: {
      arrivals: { times: ['0s'] },
      deletion: { by: 'sleep-in-pool' },
      steps: [{ task: { name: 'send', pool: 'b', steps: ['upload', 'upload', 'delete'] } }, 'defer'],
    },
    swept: {
      arrivals: { times: ['0s'] },
      deletion: { by: 'janitor' },
      steps: [{ wait: '20ms' }, { task: { name: 'send', pool: 'c', steps: ['upload'] } }, 'defer'],
    },
    working: {
      arrivals: { times: ['0s', '0s'] },
      concurrency: 'one',
      deletion: { by: 'janitor' },
      steps: [
        {
          task: {
            name: 'step',
            pool: 'a',
            steps: [{ park: '30ms' }, { acquire: 'slots' }, { work: '20ms' }, { release: 'slots' }],
          },
        },
        { fanOut: { name: 'part', pool: 'a', tasks: 3, window: 2, permit: 'slots', steps: ['download'] } },
        {
          task: {
            name: 'tried',
            pool: 'a',
            steps: [
              {
                retry: { attempts: 2, backoff: '20ms', thread: 'returned', steps: [{ work: '5ms' }, { fail: '50%' }] },
              },
              { retry: { attempts: 2, backoff: '20ms', steps: [{ work: '5ms' }, { fail: '50%' }] } },
            ],
          },
        },
        { fanOut: { name: 'many', pool: 'a', tasks: 4, steps: [{ work: '30ms' }] } },
      ],
    },
  },
  designs: { only: {} },
});

describe.skipIf(!hasEmulator)('worker threads at a real object store', () => {
  const server = realEmulator();

  it('do to each job, thread, permit and blob what the simulated world does, in its order', async () => {
    const modelled = untimed((await simulated(SCENARIO)).lines);
    expect(Object.values(modelled).flat()).toEqual(
      expect.arrayContaining([
        'refuses working.many',
        'is parked',
        'is admitted after … in the queue',
        'grants 1 after … in the queue',
        'starts sleeping.deletion after …',
        'is deleted at once, its URL ends at Infinity',
      ]),
    );
    expect(untimed((await real(SCENARIO, server())).lines)).toEqual(modelled);
  });
});

/** Runs a scenario's first design on worker threads until all is done. */
function real(scenario: Scenario, { url, honoursGenerationMatch }: StoreServer): Promise<Heard> {
  return hearing(scenario, async () => {
    const outside = new OutsideClient(url);
    const bucket = runBucketName();
    await outside.createBucket(bucket);
    await outside.upload(bucket, SOURCE_BLOB.name, Buffer.from('a voice note'));
    const failures: unknown[] = [];
    const access = { url, bucket, honoursGenerationMatch };
    const world = new World({ scenario, design: 0, access, port: 0 }, (error) => failures.push(error));
    try {
      await world.open();
      world.begin(systemClock.nowUs(), () => {});
      for (const { kind } of arrivalsOf(scenario)) world.arrive(kind, '');
      do await pause(20);
      while (failures.length === 0 && isBusy(world));
      const record = world.snapshot();
      if (record === undefined || failures.length > 0) throw failures[0];
      return record;
    } finally {
      await world.close();
      await outside.deleteObjects(bucket, await outside.names(bucket));
      await outside.deleteBucket(bucket);
      outside.close();
    }
  });
}

function isBusy(world: World): boolean {
  const open = world.jobsRunning + world.jobsWaiting + world.deletionsOpen;
  return open > 0 || world.sample().some(({ active }) => active > 0);
}

/** What happened to each, without the times at which it did. */
function untimed(lines: readonly Line[]): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(bySubject(lines)).map(([of, history]) => [
      of,
      history.map((line) => line.replace(/^\d+ /, '').replace(/(after|at) \d+/g, '$1 …')),
    ]),
  );
}
