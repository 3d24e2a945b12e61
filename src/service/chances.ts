import { attemptItem } from '../workload/addresses.ts';
import { countQuantile } from '../workload/distribution.ts';
import type { DurationSource } from '../workload/sampler.ts';
import type { Stream } from '../workload/streams.ts';
import type { ProcessTable } from './process-table.ts';
import type { Instruction, Retry } from './program.ts';

/** What the draws of a process are addressed by: those of each try are its own. */
export function drawItem(table: ProcessTable, row: number): number {
  return attemptItem(table.item[row] as number, table.attempt[row] as number);
}

/** Whether what an instruction gives one chance happens. */
export function happens(table: ProcessTable, row: number, instruction: Instruction): boolean {
  return drawn(table, row, instruction) < (instruction.chances[0] as number);
}

/** Where a choice goes on. */
export function placeOf(table: ProcessTable, row: number, instruction: Instruction): number {
  const { chances, targets } = instruction;
  const chance = drawn(table, row, instruction);
  let branch = 0;
  while (branch < chances.length && chance >= (chances[branch] as number)) branch += 1;
  return targets[branch] as number;
}

/** How long a process waits before the try that its row counts already. */
export function backoffUs(table: ProcessTable, row: number, retry: Retry, backoff: DurationSource): number {
  const firstUs = backoff.drawUs(table.jobSerial[row] as number, drawItem(table, row));
  const factor = retry.factor ** ((table.attempt[row] as number) - 1);
  return Math.min(retry.maxBackoffUs, Math.round(firstUs * factor));
}

/** How many tasks a fan-out has. */
export function tasksOf(table: ProcessTable, row: number, { tasks, tasksStream }: Instruction): number {
  const count = tasks as NonNullable<Instruction['tasks']>;
  if (count.kind === 'constant') return countQuantile(count, 0.5);
  const chance = (tasksStream as Stream).uniform(table.jobSerial[row] as number, drawItem(table, row));
  return countQuantile(count, chance);
}

function drawn(table: ProcessTable, row: number, { chanceStream }: Instruction): number {
  return (chanceStream as Stream).uniform(table.jobSerial[row] as number, drawItem(table, row));
}
