import type { Step, System } from '../scenario/model.ts';
import type { TaskKind } from '../service/program.ts';
import { programAddress } from '../workload/addresses.ts';

/** What a coordinator or a task runs in the live world. Plain data, so that it passes to threads. */
export interface Program {
  /** Its place among the programs. */
  readonly index: number;
  /** What its draws are addressed by, in both worlds. */
  readonly address: number;
  /** The number of its job kind. */
  readonly job: number;
  /** The kind of the tasks that run it; −1 for a coordinator. */
  readonly taskKind: number;
  /** The number of the pool that its tasks run in; −1 for a coordinator. */
  readonly pool: number;
  readonly steps: readonly Step[];
  /** Of each step the program of the tasks that it fans out, or −1. */
  readonly children: readonly number[];
}

export interface Programs {
  readonly programs: readonly Program[];
  /** The coordinator's program of each job kind. */
  readonly coordinators: readonly number[];
  /** The kind of the deletion tasks of each job kind. */
  readonly deletionKinds: readonly number[];
  readonly taskKinds: readonly TaskKind[];
}

/** Numbers the programs of a system as the simulator's compiler does: the tasks of a step before the program that the step belongs to, job kind after job kind. */
export function programsOf(system: System): Programs {
  const programs: Program[] = [];
  const taskKinds: TaskKind[] = [];
  const kind = (name: string, job: string) => {
    const known = taskKinds.findIndex((one) => one.name === name);
    return known >= 0 ? known : taskKinds.push({ name, job }) - 1;
  };
  const add = (job: number, name: string, steps: readonly Step[], taskKind: number, pool: number): number => {
    const children = steps.map((step) => {
      if (step.do !== 'fanOut') return -1;
      const jobName = (system.jobs[job] as System['jobs'][number]).name;
      const poolIndex = system.pools.findIndex(({ name }) => name === step.pool);
      return add(job, step.taskKind, step.steps, kind(step.taskKind, jobName), poolIndex);
    });
    const address = programAddress(name);
    return programs.push({ index: programs.length, address, job, taskKind, pool, steps, children }) - 1;
  };
  const coordinators = system.jobs.map(({ name, steps }, job) => add(job, name, steps, -1, -1));
  const deletionKinds = system.jobs.map(({ name }) => kind(`${name}.deletion`, name));
  return { programs, coordinators, deletionKinds, taskKinds };
}
