import { availableParallelism, totalmem } from 'node:os';
import { counted } from '../counted.ts';
import { InputError } from '../errors.ts';
import { mostOf } from '../explain/expectation.ts';
import { jobsIn, meanJobs, phasesOf } from '../explain/phases.ts';
import type { Scenario, Step } from '../scenario/model.ts';
import { innerSteps } from '../scenario/steps.ts';
import { formatSeconds, threeDigits, toSeconds } from '../units.ts';
import { type CountDistribution, countMoments } from '../workload/distribution.ts';

/** Steps that one core simulates in a second, about: an old laptop's. bench/ has the measured figures. */
const STEPS_PER_SECOND = 1_000_000;
/** Bytes of an open job with a task and its blobs, of a step of a program that is under way, and of what a replication leaves behind; about. */
const BYTES_PER_JOB = 400;
/** Bytes of a task that is open; about. */
const BYTES_PER_TASK = 400;
const BYTES_PER_REPLICATION = 4_000;

/** A run that takes longer is told before it starts, and one that takes longer still, or more memory, has to be asked for. */
const TOLD_SECONDS = 60;
export const LONG_SECONDS = 3_600;
const MOST_OF_MEMORY = 0.75;

/** How large a simulation will be, by arithmetic alone. */
export interface RunSize {
  readonly seconds: number;
  readonly bytes: number;
}

/** @param cores how many replications run at once. */
export function runSize(scenarios: readonly Scenario[], cores: number): RunSize {
  let steps = 0;
  let bytes = 0;
  for (const { designs, replications, warmUpUs, durationUs } of scenarios) {
    const endUs = warmUpUs + durationUs;
    for (const { system } of designs) {
      // An arrival, its own steps and those of its tasks, as often as they are tried.
      for (const { jobsPerSecond, times } of meanJobs(phasesOf(system, endUs))) {
        steps += jobsPerSecond * toSeconds(endUs) * (1 + times.steps) * replications;
      }
      for (const job of system.jobs) {
        const perSecond = jobsIn(job, 0, endUs) / toSeconds(endUs);
        const openSeconds = Math.min(toSeconds(endUs), toSeconds(job.deletion.delayUs) + 60);
        const atOnce = Math.max(...job.arrivals.map(({ batch }) => largest(batch)));
        const ofOne =
          Math.max(perSecond * openSeconds, atOnce) * BYTES_PER_JOB + atOnce * tasksAtOnce(job.steps) * BYTES_PER_TASK;
        bytes = Math.max(bytes, ofOne * Math.min(cores, replications));
      }
    }
    bytes += designs.length * replications * BYTES_PER_REPLICATION;
  }
  return { seconds: steps / STEPS_PER_SECOND / cores, bytes };
}

/** How many tasks one job can have open at once. */
function tasksAtOnce(steps: readonly Step[]): number {
  return steps.reduce((most, step) => {
    const inner = tasksAtOnce(innerSteps(step));
    return Math.max(most, step.do === 'fanOut' ? Math.min(step.window, largest(step.tasks)) * (1 + inner) : inner);
  }, 0);
}

/** What a count comes to at most, and hardly ever more where nothing bounds it. */
function largest(count: CountDistribution): number {
  const most = mostOf(count);
  return Number.isFinite(most) ? most : 10 * countMoments(count).mean;
}

/** What is estimated, where it is more than one run of the scenarios. */
export interface ManyRuns {
  /** How often the scenarios are simulated, about: a number over 0. */
  readonly runs: number;
  /** What all of it is called: `sweep`. */
  readonly what: string;
  /** What makes it shorter; `--long` is named beside. */
  readonly hint: string;
}

const ONE_RUN: ManyRuns = {
  runs: 1,
  what: 'run',
  hint: 'fewer --replications or a shorter --duration show the same within their intervals',
};

/**
 * Tells how long a run will take where that is long.
 * @param isAskedFor the user has said that a run may be as long as it is (`--long`). @param many what it is a part of, where there is more than one run.
 * @returns a sentence to tell before it starts; undefined where there is nothing to tell.
 * @throws InputError where it would take more than an hour or most of the memory, and nobody asked for that.
 */
export function checkRunSize(
  scenarios: readonly Scenario[],
  workers: number | undefined,
  isAskedFor: boolean,
  many: ManyRuns = ONE_RUN,
) {
  const cores = workers ?? availableParallelism();
  const { seconds: ofOne, bytes } = runSize(scenarios, cores);
  const seconds = ofOne * many.runs;
  const time = formatSeconds(Number(seconds.toPrecision(1)));
  const memory = `${threeDigits(Number((bytes / 2 ** 30).toPrecision(1)))} GiB`;
  const needsMuch = bytes > MOST_OF_MEMORY * totalmem();
  if (!isAskedFor && (seconds > LONG_SECONDS || needsMuch)) {
    throw new InputError({
      message: `this ${many.what} is very large`,
      expected: 'at most an hour, and less than three quarters of the memory, by a rough estimate',
      found: `about ${time} on ${counted(cores, 'core')}, and about ${memory}`,
      hint: `${many.hint}; or add --long to run it all the same`,
    });
  }
  return seconds > TOLD_SECONDS ? `This takes about ${time} (a rough estimate).` : undefined;
}
