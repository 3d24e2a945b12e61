import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sweep } from '../../../src/library/sweep.ts';
import type { DesignSizing } from '../../../src/result/sizing/sizing.ts';
import { erlangC, mdc, mmcQueueWaitSecondsQuantile, threadsForWaitProbability } from '../../../src/theory/index.ts';
import { temporaryFolder } from '../../cli/temporary-folder.ts';
import { onePool, sized } from './sized.ts';

const PER_SECOND = 1;
const HOLDING_SECONDS = 10;
const ERLANGS = PER_SECOND * HOLDING_SECONDS;
/** M/M/c with 10 erlangs. */
const MMC = onePool('work: { exponential: { mean: 10s } }', '{ poisson: 60/min }');

async function only(...args: Parameters<typeof sized>): Promise<DesignSizing> {
  const { designs } = await sized(...args);
  return designs[0] as DesignSizing;
}

/** The least size of the same for the share of the tasks that wait, found once. */
const forWait = only(MMC, { objective: 'pools.web.fullFraction < 5%' });

/** The least threads for which something holds. */
function leastThreads(holds: (threads: number) => boolean): number {
  let threads = ERLANGS + 1;
  while (!holds(threads)) threads += 1;
  return threads;
}

describe('the least size', () => {
  it("is Erlang C's for a share of the tasks that wait, by arrivals that see time averages", async () => {
    const found = await forWait;
    const exact = threadsForWaitProbability(ERLANGS, 0.05);
    expect(found.lowest).toBeLessThanOrEqual(exact);
    expect(found.size).toBeGreaterThanOrEqual(exact);
    expect(found.size - exact).toBeLessThanOrEqual(1);
    for (const { size, figures, replications } of found.curve.filter((point) => point.size > ERLANGS)) {
      const figure = figures[0] as { value: number };
      if (replications === 8) expect(figure.value).toBeCloseTo(erlangC(size, ERLANGS), 2);
    }
  });

  it('is that of the quantile of M/M/c’s wait', async () => {
    const found = await only(MMC, { objective: 'pools.web.queueWait.p95 <= 2s' });
    const exact = leastThreads(
      (threads) =>
        mmcQueueWaitSecondsQuantile(
          { threads, arrivalsPerSecond: PER_SECOND, holdingSeconds: HOLDING_SECONDS },
          0.95,
        ) <= 2,
    );
    expect([found.lowest, found.lowest + 1, found.size]).toContain(exact);
    expect(found.size - found.lowest).toBeLessThanOrEqual(1);
  });

  it("is M/D/c's where tasks are parked for one constant time", async () => {
    const found = await only(
      onePool('park: 100s', '{ poisson: 6/min }', 'duration: 12h\nwarmUp: 10m\nreplications: 10'),
      {
        objective: 'pools.web.fullFraction < 2%',
      },
    );
    const exact = leastThreads(
      (threads) => mdc({ threads, arrivalsPerSecond: 0.1, holdingSeconds: 100 }).waitProbability < 0.02,
    );
    expect(found.lowest).toBeLessThanOrEqual(exact);
    expect(found.size).toBeGreaterThanOrEqual(exact);
    expect(found.size - exact).toBeLessThanOrEqual(2);
  });

  it('grows for more volume as square-root staffing says, and what it carries more ends where theory ends it', async () => {
    const found = await forWait;
    for (const { volume, size, lowest, within } of found.volumes) {
      const exact = threadsForWaitProbability(ERLANGS * volume, 0.05);
      expect(size).toBeGreaterThanOrEqual(exact);
      expect(lowest).toBeLessThanOrEqual(exact);
      expect((size as number) - exact).toBeLessThanOrEqual(within + Math.ceil(exact * 0.03));
    }
    expect(found.volumes.map(({ volume }) => volume)).toEqual([1, 2, 5, 10]);
    // 200 threads are written.
    let most = 1;
    while (threadsForWaitProbability(ERLANGS * (most + 0.01), 0.05) <= 200) most += 0.01;
    if (found.headroomWritten?.isAtLeast === true) expect(most).toBeGreaterThan(10);
    else {
      expect(found.headroomWritten?.volume).toBeLessThanOrEqual(most);
      expect(found.headroomWritten?.atMost).toBeGreaterThan(most * 0.98);
    }
  });

  it('has the rules of thumb beside it, each simulated', async () => {
    const found = await forWait;
    const said = Object.fromEntries(found.rules.map(({ rule, size }) => [rule, size]));
    expect(said).toEqual({
      "Little's law": 10,
      "Little's law + 25 %": 13,
      "Little's law + 50 %": 15,
      'Erlang C, 1 % wait': threadsForWaitProbability(ERLANGS, 0.01),
      'square root, β = 2': Math.ceil(ERLANGS + 2 * Math.sqrt(ERLANGS)),
      // All of the work computes.
      'cores × (1 + wait/compute)': 2,
    });
    const standings = found.rules.map(({ point }) => found.curve[point as number]?.standing);
    expect(erlangC(17, ERLANGS)).toBeLessThan(0.05);
    expect(standings).toEqual(['misses', 'misses', 'misses', 'meets', 'meets', 'misses']);
  });
});

describe('the search', () => {
  it('finds what a scan of all sizes finds, and simulates less', async () => {
    const short = MMC.replace('duration: 3h', 'duration: 1h');
    const file = join(temporaryFolder(), 'mmc.yaml');
    writeFileSync(file, short);
    const [least, most] = [9, 28];
    const found = await only(short, { objective: 'pools.web.queueWait.mean <= 1s', least, most });
    const { rows } = await sweep(file, {
      vary: { 'pools.web.threads': Array.from({ length: most - least + 1 }, (_, index) => least + index) },
      measures: ['only.pools.web.queueWait.mean'],
    });
    const isMet = rows.map(({ measures }) => {
      const { high95 } = measures['pools.web.queueWait.mean'] as { high95: number | null };
      return high95 !== null && high95 < 1;
    });
    expect(found.size).toBe(least + isMet.indexOf(true));
    expect(isMet.lastIndexOf(false)).toBe(isMet.indexOf(true) - 1);
    // Those that rules of thumb name are among them.
    const simulated = found.curve.reduce((sum, { replications }) => sum + replications, 0);
    expect(simulated).toBeLessThan((rows.length * 8) / 2);
  });
});
