import { Engine } from '../../sim/engine.ts';
import { bestProcessorSeconds, type Figures } from '../contender.ts';
import { exponential } from '../random.ts';
import { ARRIVALS_PER_SECOND, CUSTOMERS, figures } from './single-server.ts';

/** M/M/1 as two handlers upon the bare engine, with a ring of arrival times and nothing else. */
export function unparkEngine(): Figures {
  let totalUs = 0;
  const seconds = bestProcessorSeconds(() => {
    totalUs = 0;
    const engine = new Engine();
    const gapUs = exponential(1e6 / ARRIVALS_PER_SECOND, 1);
    const serviceUs = exponential(1e6, 2);
    const arrivedUs = new Float64Array(4_096);
    let arrived = 0;
    let served = 0;
    const departs = engine.handler(() => {
      totalUs += engine.nowUs - (arrivedUs[served & 4_095] as number);
      served += 1;
      if (served < arrived) engine.schedule(engine.nowUs + Math.round(serviceUs()), departs, 0);
    });
    const arrives = engine.handler(() => {
      arrivedUs[arrived & 4_095] = engine.nowUs;
      arrived += 1;
      if (arrived - served === 1) engine.schedule(engine.nowUs + Math.round(serviceUs()), departs, 0);
      if (arrived < CUSTOMERS) engine.schedule(engine.nowUs + Math.round(gapUs()), arrives, 0);
    });
    engine.schedule(0, arrives, 0);
    engine.runUntil(Number.MAX_SAFE_INTEGER);
  });
  return figures(seconds, totalUs / CUSTOMERS / 1e6);
}
