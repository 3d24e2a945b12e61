/**
 * The time of this machine, integer µs. Its zero means nothing, but it is the same in all processes and threads of the machine, so that what several of them saw can be
 * compared; the clock of `clock.ts` has another zero in each.
 */
export function machineTimeUs(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
