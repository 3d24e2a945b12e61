import { ln } from '../workload/arithmetic.ts';
import type { ArrivalLaw, ArrivalProcess } from '../workload/arrivals.ts';
import type { DurationDistribution } from '../workload/distribution.ts';
import type { Deletion, Fault, JobKind, Scenario, Step, Store, System } from './model.ts';

/**
 * The scenario of a live run, in the time of the machine: everything that only has to pass (delays, sleeps, work, the gaps between arrivals) is divided by the factor, so the
 * rates rise by it and the offered load of sleeps and work stays. What the object store takes is not divided, since it is real: the latencies of the result are those of `store`.
 * @param factor how many times faster than the scenario, at least 1. Times are rounded to whole µs.
 * @param store what is known of the real store's latencies; it replaces the scenario's, its steps' own latencies included.
 */
export function compressScenario(scenario: Scenario, factor: number, store: Partial<Store> = {}): Scenario {
  const us = (value: number) => Math.round(value / factor);
  return {
    ...scenario,
    durationUs: us(scenario.live.durationUs),
    warmUpUs: us(scenario.live.warmUpUs),
    replications: 1,
    designs: scenario.designs.map(({ name, system }) => ({ name, system: compressSystem(system, factor, store) })),
  };
}

function compressSystem(system: System, factor: number, store: Partial<Store>): System {
  return {
    ...system,
    pools: system.pools.map(({ health, ...pool }) => ({
      ...pool,
      health: health && { ...health, everyUs: Math.max(1, Math.round(health.everyUs / factor)) },
    })),
    store: { ...system.store, ...store },
    jobs: system.jobs.map((job) => compressJob(job, factor)),
    faults: system.faults.map((fault) => compressFault(fault, factor)),
  };
}

function compressJob(job: JobKind, factor: number): JobKind {
  return {
    ...job,
    arrivals: job.arrivals.map((process) => compressArrivals(process, factor)),
    steps: job.steps.map((step) => compressStep(step, factor)),
    deletion: compressDeletion(job.deletion, factor),
  };
}

function compressDeletion(deletion: Deletion, factor: number): Deletion {
  const { retry } = deletion.janitor;
  return {
    ...deletion,
    delayUs: Math.round(deletion.delayUs / factor),
    urlValidityUs: Math.round(deletion.urlValidityUs / factor),
    janitor: {
      ...deletion.janitor,
      retry: {
        ...retry,
        backoffUs: Math.round(retry.backoffUs / factor),
        maxBackoffUs: Math.round(retry.maxBackoffUs / factor),
      },
    },
  };
}

function compressArrivals(process: ArrivalProcess, factor: number): ArrivalProcess {
  return {
    ...process,
    law: compressLaw(process.law, factor),
    fromUs: Math.round(process.fromUs / factor),
    untilUs: Math.round(process.untilUs / factor),
  };
}

function compressLaw(law: ArrivalLaw, factor: number): ArrivalLaw {
  switch (law.kind) {
    case 'constant':
    case 'poisson':
      return { ...law, perSecond: law.perSecond * factor };
    case 'profile':
      return {
        ...law,
        periodUs: law.periodUs / factor,
        steps: law.steps.map(({ atUs, perSecond }) => ({ atUs: atUs / factor, perSecond: perSecond * factor })),
      };
    case 'trace':
      return { ...law, timesUs: law.timesUs.map((timeUs) => Math.round(timeUs / factor)) };
  }
}

function compressStep(step: Step, factor: number): Step {
  switch (step.do) {
    case 'work':
    case 'park':
    case 'wait':
      return { ...step, duration: compressDistribution(step.duration, factor) };
    case 'upload':
    case 'download':
    case 'delete':
      return { ...step, latency: undefined };
    case 'fanOut':
      return { ...step, steps: step.steps.map((inner) => compressStep(inner, factor)) };
    case 'defer':
      return { ...step, delayUs: step.delayUs === undefined ? undefined : Math.round(step.delayUs / factor) };
    case 'choice':
      return {
        ...step,
        branches: step.branches.map((branch) => ({
          ...branch,
          steps: branch.steps.map((inner) => compressStep(inner, factor)),
        })),
      };
    case 'retry':
      return {
        ...step,
        backoff: compressDistribution(step.backoff, factor),
        maxBackoffUs: Math.round(step.maxBackoffUs / factor),
        steps: step.steps.map((inner) => compressStep(inner, factor)),
      };
    case 'acquire':
    case 'release':
    case 'fail':
      return step;
  }
}

/** A slow store is our own doing in a live run, so its latency is compressed like a sleep. */
function compressFault(fault: Fault, factor: number): Fault {
  const atUs = Math.round(fault.atUs / factor);
  if (fault.kind === 'kill-janitor') return { ...fault, atUs };
  const untilUs = Math.round(fault.untilUs / factor);
  if (fault.kind === 'fail') return { ...fault, atUs, untilUs };
  return { ...fault, atUs, untilUs, latency: compressDistribution(fault.latency, factor) };
}

/** The distribution of the time ÷ factor. */
function compressDistribution(distribution: DurationDistribution, factor: number): DurationDistribution {
  switch (distribution.kind) {
    case 'constant':
      return { ...distribution, valueUs: distribution.valueUs / factor };
    case 'uniform':
      return { ...distribution, minUs: distribution.minUs / factor, maxUs: distribution.maxUs / factor };
    case 'exponential':
      return { ...distribution, meanUs: distribution.meanUs / factor };
    case 'lognormal':
      return { ...distribution, mu: distribution.mu - ln(factor) };
    case 'empirical':
      return {
        ...distribution,
        points: distribution.points.map(({ probability, valueUs }) => ({ probability, valueUs: valueUs / factor })),
      };
  }
}
