import { describe, expect, it } from 'vitest';
import { exitCode, InputError } from '../../src/errors.ts';
import { type SystemFiles, thisMachine, threadLimits } from '../../src/live/machine.ts';
import { checkMachine } from '../../src/live/preflight.ts';

const MIB = 2 ** 20;
const need = { workerThreads: 128, smaller: '--set pools.storage.threads=64' };

function problemsOf(freeBytes: number, ...threads: { free: number; by: string }[]) {
  try {
    checkMachine(need, { freeBytes, threads });
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).code).toBe(exitCode.noTarget);
    return (error as InputError).problems;
  }
}

describe('the preflight', () => {
  it('lets a run pass that fits, to the last byte and thread', () => {
    expect(problemsOf((1_280 + 512) * MIB, { free: 192, by: 'a limit' })).toEqual([]);
  });

  it('tells what is needed, what there is and how to need less: every shortage at once', () => {
    expect(problemsOf((1_280 + 512) * MIB - 1, { free: 500, by: 'a wide one' }, { free: 191, by: 'a limit' })).toEqual([
      {
        message: 'there is too little memory for this run',
        expected: '1792 MiB, for 128 worker threads and the rest',
        found: '1791 MiB',
        hint: 'free some, or take a smaller pool: --set pools.storage.threads=64',
      },
      {
        message: 'the system allows too few threads for this run',
        expected: '192: 128 worker threads and 64 for the rest',
        found: '191, by a limit',
        hint: 'raise the limit, or take a smaller pool: --set pools.storage.threads=64',
      },
    ]);
  });

  it('lets a small run pass on this machine', () => {
    checkMachine({ workerThreads: 2, smaller: '' }, thisMachine());
  });
});

describe("a system's limits of threads", () => {
  function limits(files: Readonly<Record<string, string>>, uid: number | undefined = 1000) {
    const system: SystemFiles = {
      read: (file) => files[file],
      list: (folder) =>
        Object.keys(files)
          .filter((file) => file.startsWith(`${folder}/`))
          .map((file) => file.slice(folder.length + 1).split('/')[0] as string),
      uid,
    };
    return threadLimits(system).map(({ free, by }) => [free, by]);
  }

  it('are none where the system does not tell', () => {
    expect(limits({})).toEqual([]);
  });

  it("are the user's, less the threads that the user has", () => {
    const files = {
      '/proc/self/limits':
        'Limit   Soft Limit   Hard Limit   Units\nMax processes             100           200    processes\n',
      '/proc/7/status': 'Name:\tone\nUid:\t1000\t1000\t1000\t1000\nThreads:\t30\n',
      '/proc/8/status': 'Name:\ttwo\nUid:\t1000\t0\t0\t0\nThreads:\t5\n',
      '/proc/9/status': 'Name:\tanother\nUid:\t0\t0\t0\t0\nThreads:\t50\n',
    };
    expect(limits(files)).toEqual([[65, "the user's limit, ulimit -u"]]);
    expect(limits(files, 0)).toEqual([]);
    expect(limits({ '/proc/self/limits': 'Max processes             unlimited   unlimited processes' })).toEqual([]);
  });

  it("are the system's, less the threads that it has", () => {
    expect(
      limits({
        '/proc/loadavg': '0.20 0.18 0.12 1/80 11206\n',
        '/proc/sys/kernel/threads-max': '1000\n',
        '/proc/sys/kernel/pid_max': '90\n',
      }),
    ).toEqual([
      [920, "the system's limit, /proc/sys/kernel/threads-max"],
      [10, "the system's limit, /proc/sys/kernel/pid_max"],
    ]);
  });

  it("are the control groups', of either version, from the innermost to the outermost", () => {
    expect(
      limits({
        '/proc/self/cgroup': '0::/a/b\n',
        '/sys/fs/cgroup/a/b/pids.max': 'max\n',
        '/sys/fs/cgroup/a/pids.max': '50\n',
        '/sys/fs/cgroup/a/pids.current': '60\n',
        '/sys/fs/cgroup/pids.max': '500\n',
        '/sys/fs/cgroup/pids.current': '100\n',
      }),
    ).toEqual([
      [0, "the control group's, /sys/fs/cgroup/a/pids.max"],
      [400, "the control group's, /sys/fs/cgroup/pids.max"],
    ]);
    expect(
      limits({
        '/proc/self/cgroup': '8:pids:/docker/1\n4:memory:/docker/1\n0::/\n',
        '/sys/fs/cgroup/pids/docker/1/pids.max': '64\n',
        '/sys/fs/cgroup/pids/docker/1/pids.current': '4\n',
      }),
    ).toEqual([[60, "the control group's, /sys/fs/cgroup/pids/docker/1/pids.max"]]);
  });
});
