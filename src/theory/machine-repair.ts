/**
 * The machine-repair model, M/M/c//N: a closed network. N machines each run for an exponential time and then wait, first come first served, for one of c repairers; the
 * repair takes an exponential time too. In a service the machines are admitted jobs, or connections, that come back as soon as they are served, and the repairers are threads.
 *
 * Source: C. Palm, 1947; L. Kleinrock, "Queueing Systems", volume 1, 1975, section 3.8 (finite customer population, M/M/m//M).
 */

import { birthDeathDistribution, expectation } from './birth-death.ts';
import { requirePositive, requireWhole } from './ranges.ts';

/** A closed network of two stations. */
export interface MachineRepair {
  /** N, a whole number of at least 1. */
  readonly machines: number;
  /** c, a whole number of at least 1. */
  readonly repairers: number;
  /** The mean time that a machine runs, above 0. */
  readonly runSeconds: number;
  /** The mean time of a repair, above 0. */
  readonly repairSeconds: number;
}

/** Its steady state. */
export interface MachineRepairFigures {
  /** Repairers that repair. */
  readonly busyMean: number;
  /** Machines that wait for a repairer. */
  readonly waitingMean: number;
  /** From the failure of a machine to its repairer, over all repairs. */
  readonly waitSecondsMean: number;
  /** The throughput: repairs that end in a second. */
  readonly repairsPerSecond: number;
  /** The share of the time in which every repairer repairs. */
  readonly allBusyFraction: number;
}

/** The steady state. @throws RangeError when an argument is out of its range. */
export function machineRepair({ machines, repairers, runSeconds, repairSeconds }: MachineRepair): MachineRepairFigures {
  requireWhole('machines', machines, 1);
  requireWhole('repairers', repairers, 1);
  requirePositive('runSeconds', runSeconds);
  requirePositive('repairSeconds', repairSeconds);
  const down = birthDeathDistribution(
    machines + 1,
    (k) => (machines - k) / runSeconds,
    (k) => Math.min(k, repairers) / repairSeconds,
  );
  const busyMean = expectation(down, (k) => Math.min(k, repairers));
  const waitingMean = expectation(down, (k) => Math.max(0, k - repairers));
  const repairsPerSecond = busyMean / repairSeconds;
  return {
    busyMean,
    waitingMean,
    waitSecondsMean: waitingMean / repairsPerSecond,
    repairsPerSecond,
    allBusyFraction: expectation(down, (k) => (k >= repairers ? 1 : 0)),
  };
}
