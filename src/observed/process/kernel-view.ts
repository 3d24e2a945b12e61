import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { arch } from 'node:process';
import { systemCall } from './system-calls.ts';

/** A thread as the kernel sees it. */
export interface KernelThread {
  readonly tid: number;
  /** At most 15 characters, as the runtime has given it to the kernel. */
  readonly name: string;
  /** `system call/wait channel`, `running/` for one that runs or could, `disk/`; `unreadable/` where it may not be read. */
  readonly waitsIn: string;
  /** How often it has given its processor away: where that has not moved, it has not run. */
  readonly switches: number | null;
}

/** All threads of a process. @throws the system's error where the process has ended or may not be read. */
export function kernelThreads(pid: number): KernelThread[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((tid) => {
    const folder = `/proc/${pid}/task/${tid}`;
    const name = read(`${folder}/comm`)?.trimEnd();
    // A thread may end while the others are read.
    return name === undefined
      ? []
      : [{ tid: Number(tid), name, waitsIn: waitsIn(folder), switches: switchesOf(folder) }];
  });
}

function waitsIn(folder: string): string {
  // The name stands in brackets and may hold any character.
  const state = /\) (\S)/.exec(read(`${folder}/stat`) ?? '')?.[1] ?? '?';
  if (state === 'R') return 'running/';
  const channel = (read(`${folder}/wchan`) ?? '').trim();
  const call = read(`${folder}/syscall`);
  if (state === 'D') return `disk/${channel}`;
  if (call === undefined) return `unreadable/${channel}`;
  if (call.startsWith('running')) return 'running/';
  return `${systemCall(Number.parseInt(call, 10), arch)}/${channel}`;
}

function switchesOf(folder: string): number | null {
  const switches = /^voluntary_ctxt_switches:\s*(\d+)/m.exec(read(`${folder}/status`) ?? '')?.[1];
  return switches === undefined ? null : Number(switches);
}

/** Processor time that a process has taken so far, in seconds. @throws the system's error where it has ended. */
export function processorSeconds(pid: number): number {
  const [, after = ''] = /\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const fields = after.split(' ');
  // utime and stime are the 14th and 15th; the state, the first after the name, is the third. Linux counts them in hundredths for everybody.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** What a process runs, by its program and what it has loaded. */
export function runtimeOf(pid: number): 'java' | 'python' | 'native' {
  const program = link(`/proc/${pid}/exe`) ?? '';
  const loaded = read(`/proc/${pid}/maps`) ?? '';
  if (/\/java$/.test(program) || loaded.includes('libjvm.so')) return 'java';
  if (/\/python[\d.]*$/.test(program) || /libpython\d/.test(loaded)) return 'python';
  return 'native';
}

/** The program that a process runs; undefined where it may not be read. */
export function programOf(pid: number): string | undefined {
  return link(`/proc/${pid}/exe`);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function link(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}
