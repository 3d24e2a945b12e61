/** A worker thread: simulates replications of a design at a size, pools them here, and sends back the figures of all that it has of it so far. */
import { parentPort, workerData } from 'node:worker_threads';
import { simulateReplication } from '../../../sim/replication.ts';
import { invariant } from '../../errors.ts';
import { entryOf } from '../../map-entry.ts';
import { SERIES_BINS } from '../../record/level-recorder.ts';
import type { ReplicationRecord } from '../../record/replication-record.ts';
import { DesignAccumulator } from '../../result/design-accumulator.ts';
import { designResult } from '../../result/design-result.ts';
import type { Design, Scenario } from '../../scenario/model.ts';
import type { SizeFigures, SizeRequest } from './size-workers.ts';

/** What this worker has of one design at one size. */
interface Begun {
  readonly scenario: Scenario;
  readonly design: Design;
  readonly pooled: DesignAccumulator;
  /** The shares of the time that the result has pooled alone, by replication: their intervals are made of these. */
  readonly shares: Record<string, (number | null)[]>;
  replications: number;
}

invariant(parentPort !== null && workerData === undefined, 'a worker has a parent, and begins with nothing');
const port = parentPort;
const begun = new Map<number, Begun>();

port.on('message', ({ trial, scenario, replications }: SizeRequest) => {
  const one = entryOf(begun, trial, () => begin(scenario as Scenario));
  for (; one.replications < replications; one.replications += 1) {
    const record = simulateReplication(one.scenario, one.design, one.replications);
    one.pooled.add(record);
    addShares(one, record);
  }
  port.postMessage(figures(one));
});

function begin(scenario: Scenario): Begun {
  const design = scenario.designs[0] as Design;
  const pooled = new DesignAccumulator(scenario.warmUpUs, scenario.warmUpUs + scenario.durationUs, SERIES_BINS);
  return { scenario, design, pooled, shares: {}, replications: 0 };
}

/** Of each pool: the share of the time in which it was full, and in which a task waited. */
function addShares({ design, shares }: Begun, { levels }: ReplicationRecord): void {
  for (const { name, threads } of design.system.pools) {
    const path = `pools.${name}`;
    listIn(shares, `${path}.fullFraction`).push(shareFrom(levels[`${path}.active`]?.heldUs, threads));
    listIn(shares, `${path}.queuedFraction`).push(shareFrom(levels[`${path}.queueDepth`]?.heldUs, 1));
  }
}

function listIn(lists: Record<string, (number | null)[]>, key: string): (number | null)[] {
  lists[key] ??= [];
  return lists[key];
}

/** The share of the time in which a level was at least so high. */
function shareFrom(heldUs: Float64Array | undefined, least: number): number | null {
  let above = 0;
  let total = 0;
  heldUs?.forEach((us, level) => {
    total += us;
    if (level >= least) above += us;
  });
  return total > 0 ? above / total : null;
}

/** Without what is drawn of a design: that is long, and nobody asks for it here. */
function figures({ scenario, design, pooled, shares }: Begun): SizeFigures {
  const { timeline: _, series: __, ...result } = designResult(pooled, design.system, scenario);
  const pools = Object.fromEntries(
    Object.entries(result.pools).map(([name, pool]) => [name, { ...pool, distribution: [] }]),
  );
  return { ...result, pools, perReplication: { ...result.perReplication, ...shares } };
}
