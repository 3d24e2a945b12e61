import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NaiveModel } from './naive-model.ts';
import { randomSystem } from './random-system.ts';
import { replay } from './replay.ts';
import { expectSame } from './same.ts';
import { simulateService } from './simulated-service.ts';
import { bySubject, Trace } from './trace.ts';

it('the simulated service does what the naive model does, to the µs, in any small system', () => {
  let lines = 0;
  fc.assert(
    fc.property(randomSystem, (scenario) => {
      const untilUs = scenario.durationUs * 3;
      const { heard } = simulateService(scenario, untilUs, (layout) => new Trace(layout));
      const naive = new NaiveModel(scenario);
      naive.runUntil(untilUs);
      lines += naive.lines.length;
      expectSame(bySubject(heard.lines.filter(({ what }) => !what.startsWith('is starved'))), bySubject(naive.lines));
    }),
    replay({ seed: 22, numRuns: 250 }),
  );
  expect(lines).toBeGreaterThan(10_000);
});
