import { InputError, type Problem } from '../errors.ts';
import { asChecked } from '../gate/check.ts';
import { complaintsAbout } from '../gate/expectations.ts';
import { scenarioFileOf } from '../run/shipped-scenarios.ts';
import { loadScenario as load } from '../scenario/load.ts';
import type { Scenario } from '../scenario/model.ts';
import { type BuildOptions, buildScenario, parseScenario as parse } from '../scenario/parse.ts';
import type { ScenarioInput } from '../scenario/schema.ts';
import { parseDurationUs } from '../units.ts';
import { changeProblems, fitting, required, type ScenarioChanges } from './scenario-changes.ts';

export type { ScenarioChanges } from './scenario-changes.ts';

type Build = (options: BuildOptions) => Scenario;

interface Origin {
  readonly build: Build;
  readonly changes: ScenarioChanges;
  /** How errors name its file; undefined for one that was made from plain values. */
  readonly file: string | undefined;
}

/** What each scenario was made of, so that it can be made again with changes. */
const origins = new WeakMap<Scenario, Origin>();

/**
 * Makes a scenario from plain values: the keys, units and rules are those of a scenario file, and so is what comes of them.
 * @param input must not be changed afterwards.
 * @throws InputError with everything that is wrong with it; the problems have paths and no lines.
 */
export function defineScenario(input: ScenarioInput, changes: ScenarioChanges = {}): Scenario {
  return make((options) => buildScenario(input, options), changes, undefined);
}

/**
 * Reads a scenario from a YAML file, or one that comes with unpark. Trace files are found relative to it.
 * @param source a path, or the name of a shipped scenario such as `omi-sync` where there is no file of that name.
 * @throws InputError with everything that is wrong with it, in the order of the file.
 */
export function loadScenario(source: string, changes: ScenarioChanges = {}): Scenario {
  required('source', source, 'a path, or the name of a shipped scenario');
  const file = scenarioFileOf(source);
  return make((options) => load(file, options), changes, file);
}

/**
 * Reads a scenario from the text of a YAML file. It cannot name a trace file.
 * @param fileName how errors name the text.
 * @throws InputError with everything that is wrong with it, in the order of the text.
 */
export function parseScenario(text: string, fileName = 'scenario', changes: ScenarioChanges = {}): Scenario {
  required('text', text, 'the text of a scenario file');
  required('fileName', fileName, 'how errors name the text; changes come after it');
  return make((options) => parse(text, fileName, options), changes, fileName);
}

/**
 * The scenario that is meant, with changes.
 * @throws InputError when it cannot be had, or when a change does not fit it.
 */
export function scenarioOf(source: string | Scenario, changes: ScenarioChanges): Scenario {
  if (typeof source === 'string') return loadScenario(source, changes);
  const origin = origins.get(source);
  if (origin === undefined) {
    throw new InputError({
      message: 'this is no scenario of this library',
      expected: 'a path, the name of a shipped scenario, or what defineScenario, loadScenario or parseScenario gave',
      found: source === null ? 'null' : typeof source,
    });
  }
  const problems = changeProblems(changes);
  if (problems.length > 0) throw new InputError(problems);
  if (Object.values(changes).every((change) => change === undefined)) return source;
  const given = Object.fromEntries(Object.entries(changes).filter(([, change]) => change !== undefined));
  const set = { ...origin.changes.set, ...changes.set };
  return make(origin.build, { ...origin.changes, ...given, set }, origin.file);
}

/** What was changed in a scenario's text, as the record of a run tells it. */
export function overridesOf(scenario: Scenario): string[] {
  const { set, duration } = origins.get(scenario)?.changes ?? {};
  return [...settings(set), ...(duration === undefined ? [] : [`duration=${duration}`])];
}

/** The scenario as a check runs it; it is still made of what it was made of. */
export function checkedScenario(scenario: Scenario): Scenario {
  const checked = asChecked(scenario);
  const origin = origins.get(scenario);
  if (origin !== undefined) origins.set(checked, origin);
  return checked;
}

/** The file of a scenario, as errors name it; undefined where none is known. */
export function fileOf(scenario: Scenario): string | undefined {
  return origins.get(scenario)?.file;
}

function make(build: Build, changes: ScenarioChanges, file: string | undefined): Scenario {
  const problems = changeProblems(changes);
  // What is wrong with the values is told in the same breath.
  const scenario = namingOptions(problems, () => build(buildOptions(fitting(changes))));
  origins.set(scenario, { build, changes, file });
  return scenario;
}

function buildOptions({ seed, replications, duration, designs, set }: ScenarioChanges): BuildOptions {
  return {
    checkExpectations: complaintsAbout,
    overrides: settings(set),
    ...(seed === undefined ? {} : { seed }),
    ...(replications === undefined ? {} : { replications }),
    ...(duration === undefined ? {} : { durationUs: durationUsOf(duration) }),
    ...(designs === undefined ? {} : { designs }),
  };
}

/** JSON is YAML too, so any plain value can stand in a setting. */
function settings(set: ScenarioChanges['set']): string[] {
  return Object.entries(set ?? {}).map(
    ([path, value]) => `${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}

function durationUsOf(duration: string): number {
  const us = parseDurationUs(String(duration));
  if (us !== undefined && us > 0) return us;
  throw new InputError({
    file: '--duration',
    message: 'this is no measured time',
    expected: 'a duration above zero with its unit, such as 24h or 90s',
    found: String(duration),
  });
}

/** Problems name the options of the command line; whoever writes code knows them by the keys of their changes. @param known what is wrong with the changes themselves. */
function namingOptions<T>(known: readonly Problem[], action: () => T): T {
  let made: T;
  try {
    made = action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError([...known, ...error.problems.map(inCode)], error.code);
  }
  if (known.length > 0) throw new InputError(known);
  return made;
}

function inCode(problem: Problem): Problem {
  const { file } = problem;
  if (file === undefined || !file.startsWith('--')) return problem;
  return { ...problem, file: file.slice(2).replace(/^design\b/, 'designs') };
}
