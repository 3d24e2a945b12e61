import type { System } from '../scenario/model.ts';
import type { DeletionRecorder } from './deletion-recorder.ts';
import type { Recorder } from './recorder.ts';

/** Records what stands in lines when the measured time ends, as counts beside the others; in both worlds. @param starved the names of the pools that have starved. */
export function countWhatIsOpen(
  recorder: Recorder,
  ledger: DeletionRecorder,
  system: System,
  starved: ReadonlySet<string>,
): void {
  recorder.counter('deletions.pendingAtEnd').count = recorder.level('deletions.pending').level;
  recorder.counter('deletions.inFlightAtEnd').count = ledger.inFlight;
  recorder.counter('deletions.aliveAfterUrl').count = ledger.outlived;
  for (const { name } of system.concurrency) {
    recorder.counter(`concurrency.${name}.waitingAtEnd`).count = recorder.level(`concurrency.${name}.waiting`).level;
  }
  for (const { name } of system.jobs) {
    recorder.counter(`jobs.${name}.waitingAtEnd`).count = recorder.level(`jobs.${name}.waiting`).level;
    recorder.counter(`jobs.${name}.runningAtEnd`).count = recorder.level(`jobs.${name}.running`).level;
  }
  for (const { name } of system.pools) recorder.counter(`pools.${name}.starved`).count = starved.has(name) ? 1 : 0;
}
