import { readdirSync, readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { posix } from 'node:path';

/** What a machine still has to give. */
export interface Machine {
  /** Bytes, within the control group's limit where there is one. */
  readonly freeBytes: number;
  /** The limits of threads, each with what is left of it; empty where the system does not tell. */
  readonly threads: readonly ThreadLimit[];
}

export interface ThreadLimit {
  readonly free: number;
  /** Which limit it is, for a person. */
  readonly by: string;
}

/** The files in which Linux tells of itself. */
export interface SystemFiles {
  /** A file's text; undefined where there is no such file, or it may not be read. */
  read(file: string): string | undefined;
  /** The names in a folder; empty where there is none. */
  list(folder: string): readonly string[];
  /** The user; undefined where there are none. */
  readonly uid: number | undefined;
}

/** Looks at this machine. */
export function thisMachine(): Machine {
  return {
    // Elsewhere than on Linux what is free leaves out what the system would give up at once.
    freeBytes: process.platform === 'linux' ? process.availableMemory() : totalmem(),
    threads: threadLimits(systemFiles),
  };
}

/** The limits that Linux sets to the threads of this process: the user's, the system's and the control groups'. */
export function threadLimits(files: SystemFiles): ThreadLimit[] {
  // Such as `0.20 0.18 0.12 1/80 11206`: of 80 threads in all, one runs.
  const inSystem = Number(/ \d+\/(\d+) /.exec(files.read('/proc/loadavg') ?? '')?.[1] ?? 0);
  return [
    ...userLimit(files),
    ...['/proc/sys/kernel/threads-max', '/proc/sys/kernel/pid_max'].flatMap((file) =>
      left(files.read(file), inSystem, `the system's limit, ${file}`),
    ),
    ...controlGroups(files).flatMap((folder) => {
      const used = files.read(posix.join(folder, 'pids.current'));
      return left(
        files.read(posix.join(folder, 'pids.max')),
        Number(used ?? 0),
        `the control group's, ${folder}/pids.max`,
      );
    }),
  ];
}

/** The soft limit is the one that holds, and for root none does. */
function userLimit(files: SystemFiles): ThreadLimit[] {
  const most = /^Max processes\s+(\d+)/m.exec(files.read('/proc/self/limits') ?? '')?.[1];
  if (most === undefined || files.uid === undefined || files.uid === 0) return [];
  let used = 0;
  for (const name of files.list('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = files.read(`/proc/${name}/status`) ?? '';
    if (Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]) !== files.uid) continue;
    used += Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  }
  return left(most, used, "the user's limit, ulimit -u");
}

/** The groups that hold this process, of either version, from its own up to the outermost that it can see. */
function controlGroups(files: SystemFiles): string[] {
  const lines = (files.read('/proc/self/cgroup') ?? '').split('\n');
  return lines.flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    const isSecondVersion = controllers === '';
    if (!isSecondVersion && !controllers.split(',').includes('pids')) return [];
    const root = isSecondVersion ? '/sys/fs/cgroup' : '/sys/fs/cgroup/pids';
    const parts = path.split('/').filter((part) => part !== '');
    return Array.from({ length: parts.length + 1 }, (_, i) => posix.join(root, ...parts.slice(0, parts.length - i)));
  });
}

/** A limit that is not a number, such as `max`, is none. */
function left(most: string | undefined, used: number, by: string): ThreadLimit[] {
  if (most === undefined || !/^\d+$/.test(most.trim())) return [];
  return [{ free: Math.max(0, Number(most) - used), by }];
}

const systemFiles: SystemFiles = {
  read(file) {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  },
  list(folder) {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
  uid: process.getuid?.(),
};
