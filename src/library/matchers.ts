import { InputError, type Problem } from '../errors.ts';
import type { Condition } from '../gate/condition.ts';
import { parseConditions, parseExpectations } from '../gate/expectations.ts';
import { judge, type Verdict } from '../gate/judge.ts';
import { outlineOfResult, outlineOfScenario } from '../gate/outline.ts';
import { checkIsWhole } from '../gate/saved-result.ts';
import { shownKind } from '../options.ts';
import { isMap } from '../path.ts';
import { type Result, resultSchema } from '../result/schema.ts';
import { partText, type VerdictTextOptions, verdictText, wholeText } from './matcher-message.ts';
import { fileOf } from './scenario.ts';
import { ResultPart, Simulation } from './simulation.ts';

/** A bound as a scenario's `expect` has it: a number of threads or tasks, a time (`100ms`), a share (`20%`), a rate (`600/h`), or a share of another measure (`20% of legacy`). */
export type Bound = number | string;

/** The limits of a part's measures: of its plain numbers, and of its levels and durations by their statistics. A bound alone is one of the maximum. */
export type Limits<Measures> = {
  readonly [Name in keyof Measures as Measures[Name] extends number | { readonly mean: number | null }
    ? Name
    : never]?: Limit<Measures[Name]>;
};

type Limit<Measure> = Measure extends number
  ? Bound
  :
      | (Measure extends { readonly max: number | null } ? Bound : never)
      | {
          readonly [Statistic in keyof Measure as Measure[Statistic] extends number | null ? Statistic : never]?: Bound;
        };

/** What vitest asks of a matcher. */
interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}

interface MatcherState {
  readonly isNot: boolean;
}

/** @throws InputError when it is not given a simulation, or one whose scenario expects nothing. */
export function toMeetExpectations(this: MatcherState, received: unknown): Matched {
  if (!(received instanceof Simulation))
    throw notReceived('a simulation, such as `await simulate(scenario)` gives', received);
  const conditions = parseExpectations(received.scenario);
  if (conditions.length === 0) {
    throw new InputError({
      path: 'expect',
      message: `the scenario ${received.scenario.name} has no expectations to check`,
      expected: 'at least one condition, such as `janitor.pools.storage.active.mean between 5 and 15`',
      found: 'none',
    });
  }
  const verdict = judge(received.result, conditions);
  return {
    pass: passes(verdict, this.isNot),
    message: () =>
      `${verdictText(verdict, received.scenario.name, told(this, received))}\n\n${wholeText(received.result)}`,
  };
}

/** @throws InputError when it is given neither a result nor a simulation, a result that is not whole, or conditions on what it does not have. */
export function toMeet(this: MatcherState, received: unknown, ...texts: readonly string[]): Matched {
  const result = resultOf(received);
  const wrong = texts.find((text) => typeof text !== 'string');
  if (wrong !== undefined) {
    const expected = 'texts, such as `observed.pools.storage.parked.mean < 10`';
    throw new InputError({ message: 'this is no condition', expected, found: shownKind(wrong) });
  }
  if (texts.length === 0) throw noLimit('`observed.pools.storage.parked.mean < 10`', undefined, 'condition');
  const verdict = judge(
    result,
    parseConditions(texts, outlineOfResult(result), (that) => that),
  );
  return {
    pass: passes(verdict, this.isNot),
    message: () =>
      `${verdictText(verdict, result.scenario.name, { file: undefined, isNot: this.isNot })}\n\n${wholeText(result)}`,
  };
}

function resultOf(received: unknown): Result {
  if (received instanceof Simulation) return received.result;
  const parsed = resultSchema.safeParse(received);
  if (!parsed.success) throw notReceived('a result, such as `readResult(file)` gives, or a simulation', received);
  checkIsWhole(parsed.data, undefined);
  return parsed.data;
}

/** @throws InputError when it is not given a part of a simulation, or limits that its measures cannot have. */
export function toStayBelow(this: MatcherState, received: unknown, limits: Readonly<Record<string, unknown>>): Matched {
  if (!(received instanceof ResultPart)) {
    throw notReceived("a part of a simulation, such as `simulation.design('janitor').pool('storage')`", received);
  }
  const { result } = received.simulation;
  const verdict = judge(result, conditionsOf(received, limits));
  return {
    pass: passes(verdict, this.isNot),
    message: () =>
      `${verdictText(verdict, received.path.join('.'), told(this, received.simulation))}\n\n${partText(result, received.path)}`,
  };
}

/** What has no data passes neither way; so where `.not` turns a failure into a pass, a condition must really have failed. */
function passes(verdict: Verdict, isNot: boolean): boolean {
  if (!isNot) return verdict.passed;
  return verdict.passed || !verdict.conditions.some(({ outcome }) => outcome === 'fail');
}

function conditionsOf(part: ResultPart<unknown>, limits: Readonly<Record<string, unknown>>): Condition[] {
  checkLimits(limits);
  const texts = Object.entries(limits).flatMap(([measure, limit]) => conditionTexts(part, measure, limit));
  if (texts.length === 0) throw noLimit('{ active: 15 }');
  return parseConditions(texts, outlineOfScenario(part.simulation.scenario), (that) => that);
}

/** @throws InputError where limits are no map, or a limit is neither a bound nor a map of bounds. Which measures there are is known to the language of conditions. */
function checkLimits(limits: unknown): void {
  if (!isMap(limits)) throw new InputError(wrongLimit(undefined, '{ active: 15 }', limits));
  const problems = Object.entries(limits).flatMap(([measure, limit]) => {
    if (!isMap(limit)) return isBound(limit) ? [] : [wrongLimit(measure, `15, '100ms' or { mean: 15 }`, limit)];
    const wrong = Object.entries(limit).filter(([, bound]) => !isBound(bound));
    return wrong.map(([statistic, bound]) => wrongLimit(`${measure}.${statistic}`, `15 or '100ms'`, bound));
  });
  if (problems.length > 0) throw new InputError(problems);
}

function isBound(value: unknown): value is Bound {
  return typeof value === 'number' || typeof value === 'string';
}

function wrongLimit(path: string | undefined, example: string, found: unknown): Problem {
  return {
    ...(path === undefined ? {} : { path }),
    message: path === undefined ? 'there is no limit' : 'this is no limit',
    expected: `${path === undefined ? 'at least one' : 'a number or a text'}, such as ${example}`,
    found: shownKind(found),
  };
}

/** The conditions as a scenario would have them: `janitor.pools.storage.active.max < 15`. */
function conditionTexts(part: ResultPart<unknown>, measure: string, limit: unknown): string[] {
  const name = [...part.path, measure].join('.');
  if (typeof limit === 'object' && limit !== null) {
    const bounds = Object.entries(limit);
    // Beside other measures one without a limit would pass unseen.
    if (bounds.length === 0) throw noLimit(`{ ${measure}: { mean: 15 } }`, measure);
    return bounds.map(([statistic, bound]) => `${name}.${statistic} < ${bound}`);
  }
  const value = (part.measures as Readonly<Record<string, unknown>>)[measure];
  return [`${name}${typeof value === 'object' ? '.max' : ''} < ${limit}`];
}

function noLimit(example: string, measure?: string, what = 'limit'): InputError {
  return new InputError({
    ...(measure === undefined ? {} : { path: measure }),
    message: `there is no ${what}`,
    expected: `at least one, such as ${example}`,
    found: 'none',
  });
}

function notReceived(expected: string, received: unknown): InputError {
  return new InputError({
    message: 'this matcher cannot judge that',
    expected,
    found: kindOf(received),
    ...(received instanceof Promise ? { hint: 'await it: `simulate` gives a promise' } : {}),
  });
}

/** What something is, as the end of "found …": `a Promise`, `an Array`, `a string`. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  const name = typeof value === 'object' ? (value.constructor?.name ?? 'object') : typeof value;
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

function told({ isNot }: MatcherState, { scenario }: Simulation): VerdictTextOptions {
  return { file: fileOf(scenario), isNot };
}
