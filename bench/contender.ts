import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What a contender measured, by name. */
export type Figures = Readonly<Record<string, number>>;

/** One of those that are compared. It measures itself and gets the numbers that the suite hands it. */
export type Contender = (...parameters: number[]) => Figures | Promise<Figures>;

const FLAG = '--contender';

/** In the process of a contender: runs it and prints its figures. @returns false when this process is not one. */
export async function runAsContender(
  contenders: Readonly<Record<string, Contender>>,
  args: readonly string[],
): Promise<boolean> {
  const [flag, name, ...parameters] = args;
  if (flag !== FLAG) return false;
  const contender = contenders[name ?? ''];
  if (contender === undefined) throw new Error(`no contender ${name}`);
  process.stdout.write(JSON.stringify(await contender(...parameters.map(Number))));
  return true;
}

/** Runs a contender in a process of its own, so that neither the heap nor the compiled code of another one is in its way. */
export function measure(name: string, ...parameters: number[]): Figures {
  const args = ['--expose-gc', process.argv[1] as string, FLAG, name, ...parameters.map(String)];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`contender ${name} failed: ${stderr}`);
  return JSON.parse(stdout) as Figures;
}

/** The shortest of several runs in seconds, the first of which only warms up. The least disturbed run says most about the code. */
export function bestSeconds(run: () => void, runs = 5, clock = secondsOf): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= runs; i += 1) {
    const seconds = clock(run);
    if (i > 0 && seconds < best) best = seconds;
  }
  return best;
}

export function secondsOf(run: () => void): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1_000;
}

/** Processor time of this process, its compiler's and its collector's threads included: other load on the machine disturbs it least. */
export function processorSecondsOf(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** The same of the least of several runs. */
export function bestProcessorSeconds(run: () => void): number {
  return bestSeconds(run, 5, processorSecondsOf);
}

/** Bytes in use, in and beside the heap, once garbage is collected. */
export function usedBytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

export const MACHINE = `${availableParallelism()} vCPU, Node ${process.versions.node.split('.')[0]}`;
