import { simulateReplication } from '../../../sim/replication.ts';
import { silent } from '../../events/silent.ts';
import { systemClock } from '../../live/clock.ts';
import { isPrinted } from '../../record/health-line.ts';
import type { SimulatedBand } from '../../result/calibration.ts';
import { estimate } from '../../result/statistics.ts';
import type { Scenario } from '../../scenario/model.ts';
import { US_PER_DAY } from '../../units.ts';

export interface BandOptions {
  readonly pool: string;
  /** Of a log that prints all samples: null. */
  readonly abovePercent: number | null;
  /** How many parts of the day have a band of their own; 1: the same all day. */
  readonly parts: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Simulates the only design of a scenario, and keeps what its pool’s log would sample. The pool must keep one. */
export async function simulatedBand(scenario: Scenario, options: BandOptions): Promise<SimulatedBand> {
  const { pool: name, abovePercent, parts, signal, onProgress } = options;
  const [design] = scenario.designs;
  const number = design?.system.pools.findIndex((pool) => pool.name === name) ?? -1;
  const threads = design?.system.pools[number]?.threads ?? 0;
  const means: number[] = [];
  const counts = Array.from({ length: parts }, () => new Float64Array(threads + 1));
  for (let replication = 0; replication < scenario.replications; replication += 1) {
    signal.throwIfAborted();
    onProgress(replication, scenario.replications);
    // A replication keeps the thread: signals are heard in between.
    await new Promise<void>((passed) => systemClock.nextTurn(passed));
    if (design === undefined) break;
    let [sampled, sum] = [0, 0];
    simulateReplication(scenario, design, replication, undefined, () => ({
      ...silent(),
      poolSampled: (at, active, _queued, atUs) => {
        if (at !== number || atUs < scenario.warmUpUs) return;
        const part = Math.floor(((atUs % US_PER_DAY) * parts) / US_PER_DAY);
        const own = counts[part] as Float64Array;
        own[active] = (own[active] as number) + 1;
        sampled += 1;
        sum += active;
      },
    }));
    if (sampled > 0) means.push(sum / sampled);
  }
  const all = counts.reduce((sum, one) => sum.map((count, n) => count + (one[n] as number)));
  const printed = all.map((count, n) => (abovePercent === null || isPrinted(n, threads, abovePercent) ? count : 0));
  const samples = total(all);
  return {
    replications: scenario.replications,
    mean: meanOf(all),
    meanHalfWidth: estimate(means).halfWidth95,
    printedMean: total(printed) === 0 ? null : meanOf(printed),
    printedFraction: total(printed) / Math.max(1, samples),
    // A part that no sample fell into is drawn as the whole.
    parts: counts.map((one) => quantiles(total(one) === 0 ? all : one)),
    distribution: [...all.map((count) => Number((count / Math.max(1, samples)).toPrecision(6)))],
  };
}

const QUANTILES = [0.025, 0.5, 0.975] as const;

function quantiles(counts: Float64Array): readonly [number, number, number] {
  const wanted = total(counts);
  const at = (share: number) => {
    let sum = 0;
    const found = counts.findIndex((count) => {
      sum += count;
      return sum >= share * wanted;
    });
    return Math.max(0, found);
  };
  return [at(QUANTILES[0]), at(QUANTILES[1]), at(QUANTILES[2])];
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function meanOf(counts: Float64Array): number {
  return counts.reduce((sum, count, n) => sum + count * n, 0) / Math.max(1, total(counts));
}
