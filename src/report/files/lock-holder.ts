import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive } from './process-alive.ts';

/** The process that holds a lock. Where the system does not say when it was started, `start` is absent. */
export interface LockHolder {
  readonly pid: number;
  /** The machine, since when it is up, and the numbering of its processes: a container has its own. */
  readonly host: string;
  /** When the process was started, in ticks since the machine is up: a number that was given again is another process. */
  readonly start?: string;
}

export function thisProcess(): LockHolder {
  const host = [hostname(), bootId(), processNumbering()].filter((part) => part !== undefined).join(' ');
  const start = startOf(process.pid);
  return { pid: process.pid, host, ...(start === undefined ? {} : { start }) };
}

/**
 * Whether the process that holds a lock which is not this run's is still there.
 * @returns undefined where that cannot be told from here: its process is another machine's or container's, or only its number is known.
 */
export function isThere(holder: LockHolder): boolean | undefined {
  const here = thisProcess();
  if (holder.host !== here.host) return undefined;
  // One run of a process writes at a time.
  if (holder.pid === here.pid || !isAlive(holder.pid)) return false;
  const start = startOf(holder.pid);
  return holder.start === undefined || start === undefined ? undefined : holder.start === start;
}

/** @returns undefined where a text is not one that a holder has written. */
export function readHolder(text: string): LockHolder | undefined {
  try {
    const { pid, host, start } = JSON.parse(text) as Record<string, unknown>;
    if (!Number.isInteger(pid) || (pid as number) < 1 || typeof host !== 'string') return undefined;
    return { pid: pid as number, host, ...(typeof start === 'string' ? { start } : {}) };
  } catch {
    return undefined;
  }
}

/** The 22nd word of the line; the second one, in brackets, can have spaces in it. */
function startOf(pid: number): string | undefined {
  const line = ifKnown(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return line?.slice(line.lastIndexOf(')') + 2).split(' ')[19];
}

const bootId = () => ifKnown(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
const processNumbering = () => ifKnown(() => readlinkSync('/proc/self/ns/pid'));

/** Linux says it; elsewhere it is undefined. */
function ifKnown(look: () => string): string | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
