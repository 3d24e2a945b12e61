import type { JanitorEvent } from '../../src/janitor/janitor.ts';
import { systemClock } from '../../src/live/clock.ts';
import { JanitorDriver } from '../../src/live/janitor-driver.ts';
import type { ObjectStore } from '../../src/live/object-store.ts';
import { US_PER_MS } from '../../src/units.ts';
import { installFakeTimers } from '../live/fake-timers.ts';
import { ANY_SCRIPT, answersOf, type JanitorScript, type JanitorWorld, stepsByTime } from './janitor-world.ts';

/** The driver of the live world with its own clock, under fake timers. */
export const liveJanitor: JanitorWorld = {
  name: 'the live driver under fake timers',
  scripts: ANY_SCRIPT,
  async run(script) {
    const timers = installFakeTimers();
    try {
      const events: JanitorEvent<number>[] = [];
      const driver = new JanitorDriver(storeOf(script), systemClock, script.options, (event) => events.push(event));
      // All steps of one time in one timer: between two timers promises would run.
      for (const [atMs, steps] of stepsByTime(script)) {
        setTimeout(() => {
          for (const step of steps) {
            if (step.do === 'kill') driver.kill();
            else driver.schedule(step.ref, step.delayMs * US_PER_MS);
          }
        }, atMs);
      }
      await timers.tickAsync(script.endMs);
      return events;
    } finally {
      timers.uninstall();
    }
  },
};

/** A failure for good is a rejection: the driver makes an outcome of it. */
function storeOf(script: JanitorScript): ObjectStore<number> {
  const answer = answersOf(script);
  return {
    delete: (ref) => {
      const { outcome, latencyMs } = answer(ref);
      return new Promise((resolve, reject) => {
        setTimeout(() => (outcome === 'failed' ? reject(new Error('the store failed')) : resolve(outcome)), latencyMs);
      });
    },
  };
}
