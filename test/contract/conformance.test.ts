import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NaiveModel } from './naive-model.ts';
import { randomSystem, withASteadyStore } from './random-system.ts';
import { replay } from './replay.ts';
import { expectSame } from './same.ts';
import { SCRIPTS } from './scripts.ts';
import { bySubject, type Line } from './trace.ts';
import { type Heard, live, simulated } from './two-worlds.ts';

describe.each(SCRIPTS)('$name', ({ scenario, shows }) => {
  it('is the same in the live world, in the simulated one and in the naive model', async () => {
    const [real, modelled] = [await live(scenario), await simulated(scenario)];
    const text = modelled.lines.map(({ of, what }) => `${of} ${what}`);
    for (const pattern of shows) expect(text).toContainEqual(expect.stringMatching(pattern));
    agree(real, modelled);
    const naive = new NaiveModel(scenario);
    naive.runUntil(scenario.warmUpUs + scenario.durationUs);
    expectSame(bySubject(modelled.lines.filter(isDone)), bySubject(naive.lines));
  });
});

describe('any small system', () => {
  it('is the same in the live world and in the simulated one, to the µs', async () => {
    let lines = 0;
    await fc.assert(
      fc.asyncProperty(randomSystem.map(withASteadyStore), async (scenario) => {
        const [real, modelled] = [await live(scenario), await simulated(scenario)];
        lines += real.lines.length;
        agree(real, modelled);
      }),
      replay({ seed: 22, numRuns: 50 }),
    );
    expect(lines).toBeGreaterThan(10_000);
  });
});

/** That nothing of a pool will be done any more is a verdict, and not a thing that is done. */
function isDone({ what }: Line): boolean {
  return !what.startsWith('is starved');
}

/**
 * The worlds agree on what happened, and on every measure of it. One thing they see differently: a request of a driver that was killed still reaches a real store, so the blob that was
 * put back is gone when it is tried again; the simulated world forgets the request.
 */
function agree(real: Heard, modelled: Heard): void {
  expectSame(seen(real), seen(modelled));
  expectSame(measured(real), measured(modelled));
}

function seen({ lines }: Heard): Record<string, string[]> {
  const histories = Object.entries(bySubject(lines));
  return Object.fromEntries(
    histories.map(([of, history]) => {
      const wasPutBack = history.some((line) => line.endsWith('is put back'));
      return [of, wasPutBack ? history.map((line) => line.replace(' is gone,', ' is deleted,')) : history];
    }),
  );
}

/** Events are those of the simulator's engine. */
function measured({ record: { counts, events: _events, ...rest } }: Heard): unknown {
  const { 'deletions.deleted': deleted = 0, 'deletions.gone': gone = 0, ...others } = counts;
  return { ...rest, counts: others, deletedOrGone: deleted + gone };
}
