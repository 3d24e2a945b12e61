import { InputError } from '../errors.ts';
import { checkIsOf } from '../gate/saved-result.ts';
import type { DesignResult, JobResult, PoolResult, Result } from '../result/schema.ts';
import type { Scenario } from '../scenario/model.ts';
import { didYouMean } from '../suggest.ts';

/** A part of a result with the measures that it has: a pool, a semaphore, the deletions of a design. Times are seconds, and a statistic of nothing is null. */
export class ResultPart<Measures> {
  /** The run that it belongs to. */
  readonly simulation: Simulation;
  /** Where it stands among the designs of the result: `['janitor', 'pools', 'storage']`. */
  readonly path: readonly string[];
  /** The part of the plain record. */
  readonly measures: Measures;

  constructor(simulation: Simulation, path: readonly string[], measures: Measures) {
    this.simulation = simulation;
    this.path = path;
    this.measures = measures;
  }
}

/** What a run found of one design. Each of its methods throws an InputError with the nearest name for a name that the design does not have. */
export class DesignPart extends ResultPart<DesignResult> {
  /** The design's name. */
  get name(): string {
    return this.path[0] as string;
  }

  /** A pool of threads. */
  pool(name: string): ResultPart<PoolResult> {
    return this.#named('pools', this.measures.pools, 'pool', name);
  }

  /** A semaphore: its permits, and who waits for one. */
  semaphore(name: string): ResultPart<DesignResult['semaphores'][string]> {
    return this.#named('semaphores', this.measures.semaphores, 'semaphore', name);
  }

  /** A limit to how many jobs are admitted at once. */
  concurrency(name: string): ResultPart<DesignResult['concurrency'][string]> {
    return this.#named('concurrency', this.measures.concurrency, 'concurrency limit', name);
  }

  /** A kind of job. */
  job(name: string): ResultPart<JobResult> {
    return this.#named('jobs', this.measures.jobs, 'job', name);
  }

  /** The deletions that were handed to the design. */
  get deletions(): ResultPart<DesignResult['deletions']> {
    return new ResultPart(this.simulation, [...this.path, 'deletions'], this.measures.deletions);
  }

  #named<Measures>(
    section: string,
    all: Readonly<Record<string, Measures>>,
    what: string,
    name: string,
  ): ResultPart<Measures> {
    return new ResultPart(this.simulation, [...this.path, section, name], entry(all, what, name, ` in ${this.name}`));
  }
}

/** A scenario and what a run of it found: one that `simulate` made, or any result of that scenario, saved or live. */
export class Simulation {
  readonly scenario: Scenario;
  /** The plain record, as result.json has it. */
  readonly result: Result;

  /** @throws InputError when the result is not one of the scenario as it is, or of a live run that was cut short or lost something. */
  constructor(scenario: Scenario, result: Result) {
    checkIsOf(result, scenario, { scenario: scenario.name });
    this.scenario = scenario;
    this.result = result;
  }

  /** The names of the designs, in their order; the first is the one that the others are compared with. */
  get designs(): readonly string[] {
    return Object.keys(this.result.designs);
  }

  /** @throws InputError for a design that the run does not have, with the nearest name. */
  design(name: string): DesignPart {
    return new DesignPart(this, [name], entry(this.result.designs, 'design', name, ''));
  }
}

function entry<Value>(map: Readonly<Record<string, Value>>, what: string, name: string, where: string): Value {
  const value = Object.hasOwn(map, name) ? map[name] : undefined;
  if (value !== undefined) return value;
  const names = Object.keys(map);
  const hint = didYouMean(String(name), names);
  throw new InputError({
    message: `unknown ${what} \`${name}\`${where}`,
    expected: names.length === 0 ? `no ${what}: the scenario has none` : `one of: ${names.join(', ')}`,
    found: String(name),
    ...(hint === undefined ? {} : { hint }),
  });
}
