import { simulate } from '../../../sim/simulate.ts';
import type { Design, Scenario } from '../../scenario/model.ts';
import { US_PER_HOUR } from '../../units.ts';
import { version } from '../assets.ts';

/** Long enough to know how often a few threads are held at once. */
const DURATION_US = 24 * US_PER_HOUR;
const REPLICATIONS = 2;
/** Nobody else holds a thread. */
const NONE: readonly number[] = [1];

/** How many threads of a pool the job kinds hold that do not park in it: the probability of 0, 1, 2 …, by simulating these kinds alone. */
export function otherThreads(
  scenario: Scenario,
  { name, system }: Design,
  pool: string,
  parkingJobs: readonly string[],
): readonly number[] {
  const jobs = system.jobs.filter((job) => !parkingJobs.includes(job.name));
  if (jobs.length === 0) return NONE;
  const alone: Scenario = {
    ...scenario,
    durationUs: Math.min(scenario.durationUs, DURATION_US),
    replications: REPLICATIONS,
    designs: [{ name, system: { ...system, jobs } }],
  };
  const found = simulate(alone, version).designs[name]?.pools[pool];
  // A pool of more threads than a distribution has entries is far from such bursts.
  if (found === undefined || found.distributionStep !== 1 || found.distribution.length === 0) return NONE;
  return found.distribution;
}
