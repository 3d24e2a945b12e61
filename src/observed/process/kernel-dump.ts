import type { Dump, DumpThread } from '../dumps/dump.ts';
import type { KernelThread } from './kernel-view.ts';

/** What the kernel says of all threads, as a dump without stacks. */
export function kernelDump(pid: number | null, atUs: number, threads: readonly KernelThread[]): Dump {
  return {
    runtime: 'native',
    format: 'kernel',
    pid,
    atUs,
    threads: threads.map(
      ({ tid, name, waitsIn, switches }): DumpThread => ({
        id: String(tid),
        osId: tid,
        name,
        state: waitsIn,
        frames: [],
        isVirtual: false,
        ran: switches,
      }),
    ),
    deadlocks: [],
    line: 1,
    isCut: false,
  };
}
