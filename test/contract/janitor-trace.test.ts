import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JanitorEvent } from '../../src/janitor/janitor.ts';
import { JanitorLaws } from './janitor-laws.ts';
import { janitorScripts } from './janitor-scripts.ts';
import { ANY_SCRIPT, type JanitorWorld } from './janitor-world.ts';
import { liveJanitor } from './live-janitor.ts';
import { replay } from './replay.ts';
import { simulatedJanitor } from './simulated-janitor.ts';
import { virtualJanitor } from './virtual-janitor.ts';

// One suite for every world in which the janitor runs: what a simulated run shows is what the shipped class does.
const WORLDS: readonly JanitorWorld[] = [virtualJanitor, liveJanitor, simulatedJanitor];

test('the core in virtual time keeps the laws of the janitor, for any script', async () => {
  await fc.assert(
    fc.asyncProperty(janitorScripts(ANY_SCRIPT), async (script) => {
      new JanitorLaws(script).holdFor(await virtualJanitor.run(script));
    }),
    replay({ numRuns: 500 }),
  );
});

describe.each(WORLDS)('$name', (world) => {
  test('gives the same trace as the core in virtual time, for any script', async () => {
    await fc.assert(
      fc.asyncProperty(janitorScripts(world.scripts), async (script) => {
        expect(traceOf(await world.run(script))).toEqual(traceOf(await virtualJanitor.run(script)));
      }),
      replay({ numRuns: 5000 }),
    );
  });
});

/**
 * What two worlds must agree on: every event of every deletion and of the driver, each with its time, in its order, and the order of all starts. Which of two
 * deletions' events of one time comes first is left open: it hangs on whether a timer or an answer is served first, which changes nothing that happens. Left out is
 * why a deletion failed or a driver died: each world has words of its own for that.
 */
function traceOf(events: readonly JanitorEvent<number>[]): unknown {
  return {
    starts: events.filter((event) => event.kind === 'started').map((event) => event.ref),
    events: events
      .toSorted((a, b) => a.atUs - b.atUs || refOf(a) - refOf(b))
      .map((event) => ({ ...event, cause: undefined })),
  };
}

function refOf(event: JanitorEvent<number>): number {
  return 'ref' in event ? event.ref : -1;
}
