import { describe, expect, it } from 'vitest';
import type { DesignSizing } from '../../../src/result/sizing/sizing.ts';
import { type Offered, offeredTo, rulesOf } from '../../../src/run/size/rules.ts';
import type { Design } from '../../../src/scenario/model.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import { threadsForWaitProbability } from '../../../src/theory/index.ts';
import { onePool, sized } from './sized.ts';

async function only(...args: Parameters<typeof sized>): Promise<DesignSizing> {
  const { designs } = await sized(...args);
  return designs[0] as DesignSizing;
}

describe('what stands beside a least size', () => {
  it('is the share of the tasks that wait, where they come in bursts and the pool is seldom full', async () => {
    const burst = onePool('work: 1s', '{ constant: 6/h, batch: 20 }', 'duration: 125m\nreplications: 4');
    const { size, waiting } = await only(burst, { least: 2, most: 40 });
    // A burst of 20 is worked off in ⌈20 ÷ size⌉ seconds of each ten minutes, so that for two of them the pool is full; all but the first of a burst wait.
    expect(size).toBeLessThan(10);
    expect(waiting).toMatchObject({ pool: 'web', share: (20 - size) / 20, holdingSeconds: 1 });
    expect(waiting?.p99).toBeCloseTo(Math.ceil(20 / size) - 1, 1);
    const chance = onePool(
      'work: { exponential: { mean: 1s } }',
      '{ poisson: 3/s }',
      'duration: 10m\nwarmUp: 1m\nreplications: 4',
    );
    expect(await only(chance, { most: 12 })).toMatchObject({ waiting: null });
  });

  it('are rules of thumb for the peak of a profile, and not for its mean', () => {
    const day = onePool(
      'work: { exponential: { mean: 6s } }',
      '{ profile: [{ at: 0h, rate: 0/min }, { at: 2h, rate: 50/min }], every: 3h }',
      'duration: 6h',
    );
    const offeredIn = (text: string) => {
      const scenario = parseScenario(text, 'day.yaml', { overrides: [] });
      const [design] = scenario.designs;
      return offeredTo({ path: '', kind: 'pool', name: 'web' }, design as Design, scenario) as Offered;
    };
    const offered = offeredIn(day);
    expect([offered.erlangs, offered.peak]).toEqual([expect.closeTo(5 / 3, 6), expect.closeTo(5, 6)]);
    const said = Object.fromEntries(rulesOf(offered, 2).map(({ rule, size }) => [rule, size]));
    expect(said).toMatchObject({ "Little's law": 5, 'Erlang C, 1 % wait': threadsForWaitProbability(5, 0.01) });
    // A peak that is over before what it brings has come together does not bring as much.
    const short = day.replace('at: 2h, rate: 50/min }', 'at: 2h, rate: 50/min }, { at: 7203s, rate: 0/min }');
    expect(offeredIn(short).peak).toBeCloseTo(2.5, 6);
    const steady = offeredIn(day.replace(/profile.*3h/, 'poisson: 50/min'));
    expect(steady.peak).toBe(steady.erlangs);
  });

  it('is a start that is not yet steady when the measured time begins', async () => {
    const slow = (run: string) => onePool('park: 480s', '{ poisson: 20/min }', `${run}\nreplications: 6`);
    const request = { least: 180, most: 181, objective: 'pools.web.fullFraction < 50%' };
    const { unsteady } = await only(slow('duration: 1h'), request);
    expect(unsteady).toMatchObject({ design: 'only', path: 'pools.web.active.mean' });
    expect(unsteady?.bias).toBeLessThan(-0.04);
    expect(unsteady?.neededSeconds).toBeGreaterThan(300);
    expect((await only(slow('duration: 1h\nwarmUp: 30m'), request)).unsteady).toBeNull();
  });
});
