/** A worker thread: simulates replications of a design at a size, pools them here, and sends back the figures of all that it has of it so far. */
import { parentPort, workerData } from 'node:worker_threads';
import { simulateReplication } from '../../../sim/replication.ts';
import { invariant } from '../../errors.ts';
import { entryOf } from '../../map-entry.ts';
import { SERIES_BINS } from '../../record/level-recorder.ts';
import type { ReplicationRecord } from '../../record/replication-record.ts';
import { DesignAccumulator } from '../../result/design-accumulator.ts';
import { designResult } from '../../result/design-result.ts';
import type { DesignResult, Result } from '../../result/schema.ts';
import { unsteadyStarts } from '../../result/warm-up.ts';
import type { Design, Scenario } from '../../scenario/model.ts';
import { toSeconds } from '../../units.ts';
import type { SizeFigures, SizeRequest } from './size-workers.ts';

/** What this worker has of one design at one size. */
interface Begun {
  readonly scenario: Scenario;
  readonly design: Design;
  readonly pooled: DesignAccumulator;
  /** The shares of the time that the result has pooled alone, by replication: their intervals are made of these. */
  readonly shares: Record<string, (number | null)[]>;
  /** By pool: how many tasks got a thread, and how many of them had waited for it. */
  readonly tasks: Map<string, { started: number; waited: number }>;
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
    addWaits(one, record);
  }
  port.postMessage(figures(one));
});

function begin(scenario: Scenario): Begun {
  const design = scenario.designs[0] as Design;
  const pooled = new DesignAccumulator(scenario.warmUpUs, scenario.warmUpUs + scenario.durationUs, SERIES_BINS);
  return { scenario, design, pooled, shares: {}, tasks: new Map(), replications: 0 };
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

/** A task that got its thread at once has waited for 0 µs. */
function addWaits({ design, tasks }: Begun, { durations }: ReplicationRecord): void {
  for (const { name } of design.system.pools) {
    const waits = durations[`pools.${name}.queueWait`];
    if (waits === undefined) continue;
    const sum = entryOf(tasks, name, () => ({ started: 0, waited: 0 }));
    sum.started += waits.count;
    sum.waited += waits.count - (waits.cells[0] ?? 0);
  }
}

/** Without what is drawn of a design: that is long, and nobody asks for it here. */
function figures({ scenario, design, pooled, shares, tasks }: Begun): SizeFigures {
  const whole = designResult(pooled, design.system, scenario);
  const { timeline: _, series: __, ...result } = whole;
  const pools = Object.fromEntries(
    Object.entries(result.pools).map(([name, pool]) => [name, { ...pool, distribution: [] }]),
  );
  const waited = Object.fromEntries(
    [...tasks].map(([name, { started, waited: late }]) => [name, started > 0 ? late / started : null]),
  );
  const perReplication = { ...result.perReplication, ...shares };
  return { ...result, pools, perReplication, waited, unsteady: unsteadyIn(scenario, design, whole) };
}

function unsteadyIn(
  { warmUpUs, durationUs }: Scenario,
  { name, system }: Design,
  whole: DesignResult,
): SizeFigures['unsteady'] {
  // Of a result it reads these, and nothing of the rest.
  const times = { warmUpSeconds: toSeconds(warmUpUs), durationSeconds: toSeconds(durationUs) };
  const result = { world: 'sim', scenario: { ...times, designs: { [name]: system } }, designs: { [name]: whole } };
  return unsteadyStarts(result as unknown as Result)[0] ?? null;
}
