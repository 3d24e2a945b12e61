/**
 * `unpark`: scenarios, the simulator, results and reports, the janitor and the theory. Times that people read are seconds, or texts with a unit (`480s`); names that end in `Us`
 * are integer microseconds.
 *
 * @module
 */

import { version as ownVersion } from '../run/assets.ts';

export { type ExitCode, exitCode } from '../errors.ts';
export type { Png } from '../report/png.ts';
export { readResult } from '../report/read.ts';
export { resultJson } from '../report/write.ts';
export type {
  DesignResult,
  Durations,
  JobResult,
  Level,
  Note,
  PoolResult,
  Result,
  Series,
  TaskKindResult,
} from '../result/schema.ts';
export type {
  Shard,
  SweepAxis,
  SweepHeader,
  SweepMeasure,
  SweepReading,
  SweepRow,
  SweepTable,
} from '../result/sweep/sweep-schema.ts';
export { sweepCsv, sweepJsonLines } from '../result/sweep/sweep-text.ts';
export { scenarioHash } from '../scenario/hash.ts';
export type { Design, Scenario, System } from '../scenario/model.ts';
export type { ScenarioInput } from '../scenario/schema.ts';
export * from './janitor.ts';
export { renderCharts, renderSummary, writeReport } from './report.ts';
export { defineScenario, loadScenario, parseScenario, type ScenarioChanges } from './scenario.ts';
export { simulate } from './simulate.ts';
export { DesignPart, ResultPart, Simulation } from './simulation.ts';
export { mergeSweeps, type SweepOptions, sweep } from './sweep.ts';
export * as theory from './theory.ts';

/** The version of unpark, as its package has it. */
export const version: string = ownVersion;
