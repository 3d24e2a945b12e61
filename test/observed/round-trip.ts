import fc from 'fast-check';
import { expect } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { silent } from '../../src/events/silent.ts';
import { DumpReader } from '../../src/observed/dumps/dump-reader.ts';
import { Observation } from '../../src/observed/observation.ts';
import { observedPools } from '../../src/observed/observed-pools.ts';
import { observedResult } from '../../src/observed/observed-result.ts';
import { scenarioOf } from '../../src/observed/to-scenario.ts';
import { ResultBuilder } from '../../src/result/build-result.ts';
import type { PoolResult, Result } from '../../src/result/schema.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Layout } from '../../src/service/layout.ts';
import { scenarioOf as scenario } from '../sim/run-scenario.ts';

const EVERY_US = 5_000_000;
export const STATES = ['working', 'parked', 'blocked'] as const;
/** What stands on top of a thread of each state, as HotSpot prints it. */
const TOPS = [
  ['RUNNABLE', ''],
  ['TIMED_WAITING (sleeping)', '\tat java.lang.Thread.sleep(java.base@17/Native Method)\n'],
  ['WAITING (parking)', '\tat java.util.concurrent.Semaphore.acquire(java.base@17/Semaphore.java:318)\n'],
] as const;
const IDLE =
  '   java.lang.Thread.State: WAITING (parking)\n\tat java.util.concurrent.ThreadPoolExecutor.getTask(java.base@17/ThreadPoolExecutor.java:1062)\n';

/** Simulates one replication and prints its threads every five seconds of the measured time, as a JVM would. */
export function dumpsOf(system: Scenario): string {
  const parts: string[] = [];
  simulateReplication(system, system.designs[0] as Design, 0, undefined, (layout: Layout) => {
    const held = layout.system.pools.map(({ threads }) => Array.from({ length: threads }, () => ''));
    let nextUs = system.warmUpUs;
    const print = (nowUs: number) => {
      for (; nextUs < nowUs; nextUs += EVERY_US) parts.push(dump(nextUs));
    };
    const dump = (atUs: number) => {
      const time = new Date(atUs / 1000).toISOString().slice(0, 19).replace('T', ' ');
      const threads = held.flatMap((pool, p) =>
        pool.map((stack, t) => {
          const name = `${layout.system.pools[p]?.name}-${t + 1}`;
          return `"${name}" #${p * 1000 + t} prio=5 os_prio=0 tid=0x00007f${p}${t} nid=0x${t} waiting\n${stack || IDLE}\n`;
        }),
      );
      return `${time}\nFull thread dump OpenJDK 64-Bit Server VM (17 mixed mode):\n\n${threads.join('')}JNI global refs: 15, weak refs: 0\n\n`;
    };
    const hold = (pool: number, thread: number, kind: number, state: number) => {
      const [word, top] = TOPS[state] as (typeof TOPS)[number];
      const method = layout.taskKinds[kind]?.name.replace(/\W/g, '_');
      (held[pool] as string[])[thread] =
        `   java.lang.Thread.State: ${word}\n${top}\tat com.example.Tasks.${method}(Tasks.java:1)\n`;
    };
    return {
      ...silent(),
      taskStarted: (_row, pool, kind, thread, _waited, _fromQueue, atUs) => {
        print(atUs);
        hold(pool, thread, kind, 0);
      },
      taskChanged: (_row, pool, kind, thread, _before, state, atUs) => {
        print(atUs);
        hold(pool, thread, kind, STATES.indexOf(STATES[state] as 'working'));
      },
      taskEnded: (_row, pool, _kind, thread, _state, _held, _goesOn, atUs) => {
        print(atUs);
        (held[pool] as string[])[thread] = '';
      },
    };
  });
  return parts.join('');
}

export function observed(text: string): Result {
  const seen = new Observation({ pools: [], rules: [], redact: false, everyUs: EVERY_US });
  const reader = new DumpReader((dump) => seen.add(dump));
  reader.push(text);
  reader.end();
  const notes = { name: 'round-trip', question: 'q', everyUs: EVERY_US, isTimed: true, left: [] };
  return observedResult(seen, observedPools(seen, new Map()), notes, 'test');
}

function simulated(again: Scenario): Result {
  const builder = new ResultBuilder(again);
  for (let i = 0; i < 2; i += 1) builder.add(0, simulateReplication(again, again.designs[0] as Design, i));
  return builder.build('sim', 'test', []);
}

const seconds = fc.integer({ min: 2, max: 40 }).map((s) => `${s}s`);
const task = (pool: string) =>
  fc
    .record({ work: seconds, park: seconds, blocked: seconds, rate: fc.integer({ min: 2, max: 8 }) })
    .map(({ work, park, blocked, rate }) => ({
      arrivals: { poisson: `${rate}/min` },
      steps: [
        {
          task: {
            name: 'task',
            pool,
            steps: [
              { work: { exponential: { mean: work } } },
              { park },
              { task: { name: 'inner', pool: 'beside', steps: [{ work: { exponential: { mean: blocked } } }] } },
            ],
          },
        },
      ],
    }));

const system = fc.record({ a: task('first'), b: task('first'), c: task('second') }).map((jobs) =>
  scenario({
    name: 'random',
    duration: '2h',
    warmUp: '10m',
    pools: { first: { threads: 90 }, second: { threads: 60 }, beside: { threads: 90 } },
    jobs,
    designs: { only: {} },
  }),
);

/** Ten random systems; the first few are in every run of the tests, the others in the slow suite. */
export const systems = fc.sample(system, { numRuns: 10, seed: 20_261_127 });

/** What was observed of a system, written as a scenario and simulated, gives every pool its state means back. */
export function expectRoundTrip(one: Scenario): void {
  const seen = observed(dumpsOf(one));
  // The last samples have no event after them.
  expect(seen.observed?.samples).toBeGreaterThan(2 * 720 - 5);
  const again = simulated(
    parseScenario(scenarioOf(seen, { perSecond: 0.5, rateSource: 'test', parks: new Map() }), 'out.yaml'),
  );
  for (const [name, pool] of Object.entries(seen.designs.observed?.pools ?? {})) {
    const other = again.designs.observed?.pools[name] as PoolResult;
    for (const state of STATES) {
      const [first, second] = [pool[state], other[state]];
      // Two estimates of one mean: their difference lies within the root of the sum of squares of their half widths, and a little more, since there are 90 of them.
      const together = Math.hypot(first.meanHalfWidth95 ?? 0, second.meanHalfWidth95 ?? 0) * 1.7 + 0.01;
      expect(Math.abs((first.mean ?? 0) - (second.mean ?? 0)), `${name}.${state}`).toBeLessThan(together);
    }
    expect(pool.unknown?.max).toBe(0);
  }
}
