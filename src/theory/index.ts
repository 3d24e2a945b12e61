/** Closed forms, as pure functions in deterministic arithmetic. Each file is one family of models and names its source and where it stops being valid. */

export { erlangB } from './erlang-b.ts';
export { leastPrintedActive, occupancyMeanBehindLog, printedMean } from './health-log.ts';
export {
  type Brownout,
  type BrownoutFigures,
  brownoutFigures,
  janitorLatenessSecondsMean,
  janitorLimitSeconds,
  janitorLoad,
  sleepersLimitSeconds,
} from './janitor-load.ts';
export { littleArrivalsPerSecond, littleSojournSeconds, offeredErlangs } from './littles-law.ts';
export { type MachineRepair, type MachineRepairFigures, machineRepair } from './machine-repair.ts';
export { averageMeanFromEmpty, averageVariance, averageVarianceFromEmpty, heldMeanFromEmpty } from './md-infinity.ts';
export { mdc } from './mdc.ts';
export {
  type BatchSize,
  constantBatch,
  geometricBatch,
  type HeldThreads,
  heldThreads,
  heldThreadsAbove,
  heldThreadsInBatches,
  heldThreadsQuantile,
} from './mg-infinity.ts';
export { md1, mg1 } from './mg1.ts';
export { mm1, mm1SojournSecondsQuantile } from './mm1.ts';
export { erlangC, mmc, mmcQueueWaitSecondsQuantile } from './mmc.ts';
export { type BoundedQueueFigures, mmck } from './mmck.ts';
export { arrivalsMeanOfProfile, heldMeanOfProfile, type RateProfile } from './mt-infinity.ts';
export { poissonAtLeast, poissonAtMost, poissonProbability, poissonQuantile } from './poisson.ts';
export type { Queue, QueueFigures } from './queue-figures.ts';
export { capacityPerSecond, growthPerSecond, saturatedWaitSecondsMean } from './saturation.ts';
export {
  threadsBySquareRoot,
  threadsForBlocking,
  threadsForMeanWait,
  threadsForOverflow,
  threadsForWaitProbability,
  threadsWithHeadroom,
} from './sizing.ts';
