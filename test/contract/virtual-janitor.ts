import { US_PER_MS } from '../../src/units.ts';
import { VirtualDriver } from '../janitor/virtual-driver.ts';
import { ANY_SCRIPT, answersOf, type JanitorWorld } from './janitor-world.ts';

/** The core alone, driven by a discrete-event loop. */
export const virtualJanitor: JanitorWorld = {
  name: 'the core in virtual time',
  scripts: ANY_SCRIPT,
  run(script) {
    const answer = answersOf(script);
    const driver = new VirtualDriver<number>(script.options, (ref) => {
      const { outcome, latencyMs } = answer(ref);
      return { outcome, latencyUs: latencyMs * US_PER_MS };
    });
    for (const step of script.steps) {
      driver.time.at(step.atMs * US_PER_MS, () => {
        if (step.do === 'kill') driver.kill();
        else driver.schedule(step.ref, step.delayMs * US_PER_MS);
      });
    }
    driver.time.runUntil(script.endMs * US_PER_MS);
    return driver.events;
  },
};
