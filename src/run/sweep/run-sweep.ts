import { availableParallelism } from 'node:os';
import type { Measure } from '../../gate/measure.ts';
import { indicesAt, type SweepRow } from '../../result/sweep/sweep-schema.ts';
import { scenarioHash } from '../../scenario/hash.ts';
import type { Scenario } from '../../scenario/model.ts';
import { sweepWorkerFile } from '../assets.ts';
import { inOrder, startWorkers } from '../in-order.ts';
import { tableValue } from './grid.ts';
import type { SweepPlan, SweepUnit } from './plan.ts';

/** What a worker is started with. */
export interface SweepWorkerSetup {
  readonly measures: readonly Measure[];
}

/** What a worker is asked: one row. */
export interface SweepRequest extends SweepUnit {
  readonly set: SweepRow['set'];
  readonly hash: string;
  readonly scenario: Scenario;
}

export interface RunSweepOptions {
  /** How many rows are known already: the first ones. */
  readonly known: number;
  /** How many designs are simulated at once, at least 1. Default: the machine's cores. */
  readonly workers?: number | undefined;
  /** Called with each row, in their order whatever finished first. */
  readonly onRow: (row: SweepRow) => void;
  /** Called whenever a row has finished, with those that have been simulated and those that there are to simulate. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal: AbortSignal;
}

/** A row is small, so that many may wait for one that takes long. */
const AHEAD = 256;

/**
 * Simulates what a plan has beyond the rows that are known, on worker threads. A worker takes a design at a point with all its replications: the table has the same bytes with any
 * number of workers.
 * @throws InputError where the values of a point do not go together, and the signal's reason.
 */
export async function runSweep(plan: SweepPlan, options: RunSweepOptions): Promise<void> {
  const units = plan.units.slice(options.known);
  const count = Math.min(options.workers ?? availableParallelism(), units.length);
  const setup: SweepWorkerSetup = { measures: plan.measures };
  const pointAt = pointRequests(plan);
  const workers = startWorkers(sweepWorkerFile, setup, count);
  try {
    await inOrder<SweepRow>({
      workers,
      tasks: units.length,
      request: (index): SweepRequest => {
        const unit = units[index] as SweepUnit;
        return { ...pointAt(unit.point), design: unit.design };
      },
      onAnswer: (_, row) => options.onRow(row),
      onDone: (done) => options.onProgress?.(done, units.length),
      ahead: AHEAD,
      signal: options.signal,
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** What is asked of all designs at a point is made once. */
function pointRequests({ header, scenarioAt }: SweepPlan): (point: number) => Omit<SweepRequest, 'design'> {
  let last: Omit<SweepRequest, 'design'> | undefined;
  return (point) => {
    if (last?.point === point) return last;
    const scenario = scenarioAt(point);
    const indices = indicesAt(header.axes, point);
    const set = Object.fromEntries(
      header.axes.map(({ path, values }, axis) => [path, tableValue(values[indices[axis] as number] as string)]),
    );
    last = { point, set, hash: scenarioHash(scenario), scenario };
    return last;
  };
}
