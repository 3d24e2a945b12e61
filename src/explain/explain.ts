/**
 * What arithmetic alone says of a scenario, without a simulation: Little's law for every pool, limit and deletion. Rates are means over the whole run, and times are what the steps
 * take when nothing waits: so the load of a pool is exact, and what is blocked or held for longer by waiting is not in it.
 */

import type { Design, JobKind, Scenario } from '../scenario/model.ts';
import { deletionLoads } from './deletion-load.ts';
import { deleteSecondsOf } from './due.ts';
import type { DesignExplanation, DesignLoads, Explanation } from './explanation.ts';
import { findingsOf } from './findings.ts';
import { limitLoads } from './limit-load.ts';
import { type JobLoad, meanJobs, phasesOf, spansOf } from './phases.ts';
import { defersSingly, poolLoad } from './pool-load.ts';
import { triesRefusedAgain } from './refused-tasks.ts';

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
  const limits = limitLoads(system, jobs, phases);
  const mayRefuse = new Set(
    system.pools.flatMap((pool) => (pool.queueBound === Number.POSITIVE_INFINITY ? [] : pool.name)),
  );
  const comesAgain = (job: JobKind) => triesRefusedAgain(job, (pool) => mayRefuse.has(pool));
  const loads: DesignLoads = {
    system,
    pools: system.pools.map((pool) => poolLoad(pool, jobs, phases, limits, secondsOf, comesAgain)),
    limits,
    deletions: deletionLoads(jobs, phases, defersSingly),
    // Who waits for whom is the same in every phase.
    waiting: (phases[0]?.jobs ?? []).flatMap(({ job, times }) => times.waiting.map((one) => ({ ...one, job }))),
  };
  const { pools, deletions } = loads;
  return { design: name, pools, limits, deletions, findings: findingsOf(loads) };
}
