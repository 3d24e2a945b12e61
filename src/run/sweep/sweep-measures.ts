import { InputError, type Problem } from '../../errors.ts';
import { EVERY, findMeasures, isObjection, type Measure, problemOf } from '../../gate/measure.ts';
import { outlineOfScenario } from '../../gate/outline.ts';
import type { SweepMeasure } from '../../result/sweep/sweep-schema.ts';
import type { Scenario } from '../../scenario/model.ts';

/** What a sweep measures where nobody says: how pools are occupied, how long tasks and jobs wait and take, and how late deletions are. */
const DEFAULT: readonly string[] = [
  'pools.*.active.mean',
  'pools.*.parked.mean',
  'pools.*.queueWait.p99',
  'pools.*.working.mean',
  'pools.*.blocked.mean',
  'jobs.*.time.p50',
  'jobs.*.time.p99',
  'jobs.*.admissionWait.p99',
  'deletions.lateness.p99',
  'threads.mean',
];

/** More columns than this nobody reads. */
const MOST_MEASURES = 500;

/**
 * The measures of a sweep, in the language of `expect`: `janitor.pools.storage.queueWait.p99`, with `*` for every design or name.
 * @param texts undefined: a set that suits the scenario. @param varied the paths that are varied: those are columns already.
 * @throws InputError with all that is wrong with the texts.
 */
export function sweepMeasures(
  texts: readonly string[] | undefined,
  scenario: Scenario,
  varied: readonly string[],
): Measure[] {
  const chosen = texts ?? DEFAULT.map((path) => `${EVERY}.${path}`);
  const outline = outlineOfScenario(scenario);
  const problems: Problem[] = [];
  const measures = new Map<string, Measure>();
  for (const text of chosen) {
    const found = findMeasures(text, outline);
    if (isObjection(found)) {
      // The scenario has no pool or no job; nobody has asked for it.
      if (texts === undefined) continue;
      problems.push(problemOf({ file: `--measure ${text}` }, found));
      continue;
    }
    const word = found.find(({ words }) => words !== undefined);
    const set = found.find((measure) => varied.includes(measure.path.join('.')));
    if (word !== undefined) problems.push(noNumber(text));
    if (set !== undefined) problems.push(isVaried(text));
    for (const measure of found) measures.set(`${measure.design} ${measure.path.join('.')}`, measure);
  }
  if (problems.length > 0) throw new InputError(problems);
  if (measures.size <= MOST_MEASURES) return [...measures.values()];
  throw new InputError({
    message: 'these are too many measures',
    expected: `at most ${MOST_MEASURES}`,
    found: String(measures.size),
    hint: 'name those that matter with --measure',
  });
}

/** As the table tells them: each once, with the designs of which it is taken. */
export function toldMeasures(measures: readonly Measure[]): SweepMeasure[] {
  const byPath = new Map<string, SweepMeasure>();
  for (const { path, unit, design } of measures) {
    const name = path.join('.');
    const known = byPath.get(name);
    if (known === undefined) byPath.set(name, { path: name, unit, designs: [design] });
    else known.designs.push(design);
  }
  return [...byPath.values()];
}

function noNumber(text: string): Problem {
  const hint = '`npx unpark run` tells it of a single point';
  return {
    file: `--measure ${text}`,
    message: 'it is a word and has no size',
    expected: 'a number',
    found: text,
    hint,
  };
}

function isVaried(text: string): Problem {
  const file = `--measure ${text}`;
  return { file, message: 'it is what the sweep sets', expected: 'what comes of it', found: text };
}
