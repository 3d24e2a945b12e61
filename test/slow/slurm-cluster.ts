import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'sinfo'];
const READY_WITHIN_MS = 60_000;
/** Daemons are in folders that are not on everybody's path. */
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Whether a Slurm can be started here: its programs are there, or root can install Debian's. */
export function slurmIsAtHand(): boolean {
  const areThere = () => PROGRAMS.every((name) => spawnSync('which', [name], { env: { PATH } }).status === 0);
  if (process.getuid?.() !== 0) return false;
  if (areThere()) return true;
  if (spawnSync('which', ['apt-get']).status !== 0) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update'], { env });
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'slurm-wlm', 'munge'], { env });
  return areThere();
}

/** A Slurm of one node on this machine, with its own munge; nothing of the system's configuration is read or changed. */
export class SlurmCluster {
  /** What commands such as sbatch need. */
  readonly env: NodeJS.ProcessEnv;
  readonly #processes: ChildProcess[] = [];
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.env = { ...process.env, PATH, SLURM_CONF: join(folder, 'slurm.conf') };
  }

  /** @param folder an empty one. */
  static async start(folder: string): Promise<SlurmCluster> {
    const cluster = new SlurmCluster(folder);
    const at = (name: string) => join(folder, name);
    for (const name of ['munge', 'state', 'spool']) mkdirSync(at(name));
    chmodSync(at('munge'), 0o700);
    writeFileSync(at('munge/key'), randomBytes(128), { mode: 0o400 });
    const [control, node] = [await freePort(), await freePort()];
    writeFileSync(at('slurm.conf'), configuration(folder, control, node));
    try {
      // It warns of a socket that only root can reach; only root is here.
      cluster.#start('munged', [
        ...['--foreground', '--force', `--key-file=${at('munge/key')}`, `--socket=${at('munge/socket')}`],
        ...[`--pid-file=${at('munge/pid')}`, `--log-file=${at('munge/log')}`, `--seed-file=${at('munge/seed')}`],
      ]);
      await cluster.#until(
        () => spawnSync('munge', ['-n', '-S', at('munge/socket')], { env: cluster.env }).status === 0,
      );
      cluster.#start('slurmctld', ['-D', '-f', at('slurm.conf')]);
      cluster.#start('slurmd', ['-D', '-N', 'localhost', '-f', at('slurm.conf')]);
      const states = () =>
        spawnSync('sinfo', ['--noheader', '--format=%t'], { env: cluster.env, encoding: 'utf8' }).stdout;
      await cluster.#until(() => states().trim() === 'idle');
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  /** Ends what was started here, by its process, the last one first. */
  async close(): Promise<void> {
    for (const child of [...this.#processes].reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
  }

  #start(program: string, args: readonly string[]): void {
    const log = openSync(join(this.#folder, `${program}.log`), 'a');
    this.#processes.push(spawn(program, args, { env: this.env, stdio: ['ignore', log, log] }));
  }

  async #until(isReady: () => boolean): Promise<void> {
    const untilMs = performance.now() + READY_WITHIN_MS;
    while (!isReady()) {
      if (performance.now() > untilMs) throw new Error(`Slurm does not come up:\n${this.#logs()}`);
      await sleep(200);
    }
  }

  #logs(): string {
    return ['munged', 'slurmctld', 'slurmd'].map((name) => readLog(join(this.#folder, `${name}.log`))).join('\n');
  }
}

function readLog(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(-2_000);
  } catch {
    return '';
  }
}

function configuration(folder: string, control: number, node: number): string {
  return `ClusterName=unpark
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=${control}
SlurmdPort=${node}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SchedulerParameters=sched_interval=1
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
ReturnToService=2
MpiDefault=none
NodeName=localhost NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN
PartitionName=main Nodes=localhost Default=YES MaxTime=INFINITE State=UP
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
