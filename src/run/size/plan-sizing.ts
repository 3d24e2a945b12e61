import { InputError, type Problem } from '../../errors.ts';
import { isObjection, measureName, problemOf } from '../../gate/measure.ts';
import { type Objective, parseObjective, referencesOf, UNBOUNDED } from '../../gate/objective.ts';
import type { Scenario } from '../../scenario/model.ts';
import type { BuildScenario } from '../sweep/plan.ts';
import { type Sizes, type Subject, sizesOf, subjectOf } from './subject.ts';
import type { TrialPlace } from './trials.ts';
import { fullLimits, scaledVolume, withLargerLimits } from './volume.ts';

/** At that size nobody waits for what is sized, and a pool still costs nothing. */
const LARGEST = 100_000;

export interface SizingRequest {
  /** As written; undefined: one that suits what is sized. */
  readonly objective: string | undefined;
  /** The path of what is sized; undefined: the busiest pool. */
  readonly vary: string | undefined;
  /** Sizes that are looked at, ends included. Defaults: 1, and 100,000 or the largest that the scenario allows. */
  readonly least: number | undefined;
  readonly most: number | undefined;
}

/** What a sizing looks for, and where. */
export interface SizingPlan {
  readonly base: Scenario;
  readonly subject: Subject;
  readonly least: number;
  readonly most: number;
  readonly objective: { readonly text: string; readonly isDefault: boolean };
  /** The designs in which the path is a size, each with its objective. */
  readonly designs: readonly string[];
  objectiveOf(design: string): Objective;
  /** The scenario of a place, with its one design. @throws InputError where the size does not fit it. */
  scenarioAt(place: TrialPlace): Scenario;
}

/**
 * Plans a sizing: reads the objective for each design, and tries the path.
 * @throws InputError with what is wrong.
 */
export function planSizing(build: BuildScenario, request: SizingRequest): SizingPlan {
  const base = build([]);
  const subject = subjectOf(request.vary, base);
  const sizes = sizesOf(build, subject, base.designs, Math.max(LARGEST, request.most ?? 0));
  const designs = base.designs.filter(({ name }) => sizes.has(name));
  const largest = Math.min(...[...sizes.values()].map((one) => one.largest));
  const { least = 1, most = Math.min(LARGEST, largest) } = request;
  checkRange(least, most, largest);
  const text = request.objective ?? defaultObjective(subject);
  const objectives = objectivesOf(text, designs, base, subject);
  const sizesIn = (design: string) => sizes.get(design) as Sizes;
  return {
    base,
    subject,
    least,
    most,
    objective: { text, isDefault: request.objective === undefined },
    designs: designs.map(({ name }) => name),
    objectiveOf: (design) => objectives.get(design) as Objective,
    scenarioAt: ({ design, size, volume, withLargerLimits: isLarger }) => {
      const scenario =
        size === 'written'
          ? { ...base, designs: base.designs.filter(({ name }) => name === design) }
          : sizesIn(design).at(size === UNBOUNDED ? sizesIn(design).largest : size);
      const scaled = scaledVolume(scenario, volume);
      return isLarger ? withLargerLimits(scaled, fullLimits(scaled, subject), volume) : scaled;
    },
  };
}

/** Of a pool that it has a free thread for 99 % of the time; of anything else that jobs take about as long as if nobody waited for it. */
function defaultObjective({ kind, name }: Subject): string {
  return kind === 'pool' ? `pools.${name}.fullFraction < 1%` : `jobs.*.time.p99 <= 105% of ${UNBOUNDED}`;
}

function objectivesOf(text: string, designs: Scenario['designs'], base: Scenario, subject: Subject) {
  const objectives = new Map<string, Objective>();
  const file = `--objective ${text}`;
  for (const design of designs) {
    const objective = parseObjective(text, design, base);
    if (isObjection(objective)) throw new InputError(problemOf({ file }, objective));
    const set = objective.comparisons
      .flatMap(({ left }) => left.terms)
      .find(({ measure }) => isSet(measure.path, subject));
    if (set !== undefined) throw new InputError(isSized(file, measureName(set.measure)));
    if (
      base.designs.some(({ name }) => name === UNBOUNDED) &&
      referencesOf(objective, design.name).includes(UNBOUNDED)
    ) {
      throw new InputError(twoUnbounded(file));
    }
    objectives.set(design.name, objective);
  }
  return objectives;
}

/** Whether a measure is the size itself. */
function isSet(path: readonly string[], { kind, name }: Subject): boolean {
  const section = {
    pool: ['pools', 'threads'],
    semaphore: ['semaphores', 'limit'],
    concurrency: ['concurrency', 'limit'],
  };
  return kind !== 'other' && path.join('.') === `${section[kind][0]}.${name}.${section[kind][1]}`;
}

function isSized(file: string, found: string): Problem {
  return { file, message: 'it is what is sized', expected: 'what comes of it', found };
}

function twoUnbounded(file: string): Problem {
  return {
    file,
    message: `\`${UNBOUNDED}\` is the same design with so large a size that nobody waits, and the scenario has a design of that name`,
    expected: 'another name of the design',
    found: UNBOUNDED,
  };
}

function checkRange(least: number, most: number, largest: number): void {
  if (least > most) {
    throw new InputError({
      file: `--least ${least} --most ${most}`,
      message: 'there is no size between these',
      expected: '--least at most as large as --most',
      found: `${least} and ${most}`,
    });
  }
  if (most <= largest) return;
  throw new InputError({
    file: `--most ${most}`,
    message: 'the scenario allows no such size',
    expected: `at most ${largest}`,
    found: String(most),
  });
}
