/**
 * What arithmetic alone says of a scenario, without a simulation: Little's law for every pool, limit and deletion. Rates are means over the whole run, and times are what the steps
 * take when nothing waits: so the load of a pool is exact, and what is blocked or held for longer by waiting is not in it.
 */

import type { Design, Scenario, System } from '../scenario/model.ts';
import { deletionLoads } from './deletion-load.ts';
import { deleteSecondsOf } from './due.ts';
import type { DesignExplanation, DesignLoads, Explanation, LimitLoad } from './explanation.ts';
import { findingsOf } from './findings.ts';
import { type JobLoad, meanJobs, phasesOf, spansOf } from './phases.ts';
import { defersSingly, poolLoad } from './pool-load.ts';
import { usablePermits } from './usable-permits.ts';

/** Explains a scenario by arithmetic alone. */
export function explainScenario(scenario: Scenario): Explanation {
  const endUs = scenario.warmUpUs + scenario.durationUs;
  const { name, question, assumptions, sources } = scenario;
  return {
    name,
    question,
    designs: scenario.designs.map((design) => explainDesign(design, endUs)),
    assumptions,
    sources,
  };
}

/** Explains one design. @param endUs the time over which rates are averaged, from 0. */
export function explainDesign({ name, system }: Design, endUs: number): DesignExplanation {
  const phases = phasesOf(system, endUs);
  const spans = spansOf(phases);
  const jobs = meanJobs(phases);
  const secondsOf = (load: JobLoad) => deleteSecondsOf(load, spans);
  const loads: DesignLoads = {
    system,
    pools: system.pools.map((pool) => poolLoad(pool, jobs, secondsOf)),
    limits: limitLoads(system, jobs),
    deletions: deletionLoads(jobs, phases, defersSingly),
    // Who waits for whom is the same in every phase.
    waiting: (phases[0]?.jobs ?? []).flatMap(({ job, times }) => times.waiting.map((one) => ({ ...one, job }))),
  };
  const { pools, limits, deletions } = loads;
  return { design: name, pools, limits, deletions, findings: findingsOf(loads) };
}

function limitLoads(system: System, jobs: readonly JobLoad[]): LimitLoad[] {
  const concurrency = system.concurrency.map(({ name, limit }): LimitLoad => {
    const admitted = jobs.filter(({ job, jobsPerSecond }) => job.concurrency === name && jobsPerSecond > 0);
    return {
      kind: 'concurrency',
      name,
      limit,
      usable: limit,
      held: admitted.reduce((sum, { jobsPerSecond, times }) => sum + jobsPerSecond * times.seconds, 0),
      isAtLeast: admitted.some(({ times }) => times.isAtLeast),
    };
  });
  const semaphores = system.semaphores.map((semaphore): LimitLoad => {
    const { name, limit } = semaphore;
    const holders = jobs.flatMap(({ jobsPerSecond, times }) => {
      const permits = times.permits.get(name);
      return permits === undefined || jobsPerSecond === 0 ? [] : [{ jobsPerSecond, ...permits }];
    });
    return {
      kind: 'semaphore',
      name,
      limit,
      usable: usablePermits(semaphore, system),
      held: holders.reduce((sum, { jobsPerSecond, seconds }) => sum + jobsPerSecond * seconds, 0),
      isAtLeast: holders.some(({ isAtLeast }) => isAtLeast),
    };
  });
  return [...concurrency, ...semaphores];
}
