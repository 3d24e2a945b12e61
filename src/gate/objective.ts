import { resultSchema } from '../result/schema.ts';
import type { Design, Scenario } from '../scenario/model.ts';
import type { NumberComparison, Relation } from './condition.ts';
import { isObjection, type Objection } from './measure.ts';
import { outlineOfScenario } from './outline.ts';
import { parseCondition } from './parse-condition.ts';

/** In an objective the name of the same design with so large a size that nobody waits for what is sized. */
export const UNBOUNDED = 'unbounded';

/** What has to hold of a design at the size that is looked for. */
export interface Objective {
  /** As it was written. */
  readonly text: string;
  /** One comparison, or one for each name that a `*` stands for; all of them have to hold. */
  readonly comparisons: readonly NumberComparison[];
}

/** What a live run alone has, or what is no figure by itself. */
const NEVER = new Set(['stability', 'starved', 'live', 'predicted', 'series', 'timeline', 'perReplication']);
/** The parts of a design's result that an objective can begin with. */
const PARTS = Object.keys(resultSchema.shape.designs.valueType.shape).filter((part) => !NEVER.has(part));
/** Relations that can hold from some size on. */
const ONE_SIDED: readonly Relation[] = ['<', '<=', '>', '>='];
const EXAMPLE = 'a measure, a relation and a bound, such as `pools.storage.queueWait.p99 <= 1s`';

/**
 * Reads an objective for one design: a condition as in `expect`, without a design in front of its measures, since it is asked of each by itself. Its bound can name other designs, as they are
 * written, and `unbounded`.
 * @returns what is compared, or what is wrong with the text.
 */
export function parseObjective(text: string, design: Design, scenario: Scenario): Objective | Objection {
  const names = scenario.designs.map(({ name }) => name);
  const designs = [...scenario.designs, { name: UNBOUNDED, system: design.system }];
  const parsed = parseCondition(withDesign(text, design.name, names), outlineOfScenario({ designs }));
  if (isObjection(parsed)) return inTermsOfObjectives(parsed, text, design.name);
  const comparisons: NumberComparison[] = [];
  for (const comparison of parsed) {
    if (comparison.kind === 'word') {
      return {
        message: `\`${text}\` is about a word, which no size changes`,
        expected: 'a measure that is a number',
        found: text,
      };
    }
    const stranger = comparison.left.terms.find(({ measure }) => measure.design !== design.name);
    if (stranger !== undefined) {
      return {
        message: `\`${stranger.measure.design}\` is a design, and an objective is asked of each design by itself`,
        expected: EXAMPLE,
        found: text,
        hint: 'leave the design away; --design sizes only the designs that it names',
      };
    }
    if (!ONE_SIDED.includes(comparison.relation)) {
      return {
        message: `\`${comparison.relation}\` holds at some sizes between others, so there is no least size from which on it holds`,
        expected: `one of: ${ONE_SIDED.join(' ')}`,
        found: text,
      };
    }
    comparisons.push(comparison);
  }
  return { text, comparisons };
}

/** The names of the designs beside its own that an objective compares with: `unbounded`, and designs as they are written. */
export function referencesOf({ comparisons }: Objective, design: string): string[] {
  const named = comparisons.flatMap(({ bounds }) =>
    bounds.flatMap(({ terms }) => terms.map(({ measure }) => measure.design)),
  );
  return [...new Set(named)].filter((name) => name !== design);
}

/** Puts the design in front of measures that begin with a part of its result. */
function withDesign(text: string, design: string, designs: readonly string[]): string {
  const parts = PARTS.filter((part) => !designs.includes(part));
  return text.replace(new RegExp(String.raw`(?<![\w.*-])(?=(?:${parts.join('|')})\.)`, 'g'), () => `${design}.`);
}

/** An objection of the language of `expect`, where a measure begins with its design. */
function inTermsOfObjectives(objection: Objection, text: string, design: string): Objection {
  const own = (words: string | undefined) => words?.replaceAll(`${design}.`, '');
  // In a bound a design may be named; at the start nothing but a measure.
  const isStart =
    objection.message.startsWith('unknown design') && text.trimStart().startsWith(objection.found ?? text);
  const { hint, ...rest } = objection;
  const kept = own(hint);
  return {
    ...rest,
    message: isStart ? `\`${text}\` begins with nothing that is measured` : (own(objection.message) as string),
    expected: isStart ? `a measure of: ${PARTS.join(', ')}` : own(objection.expected),
    found: isStart ? text : own(objection.found),
    ...(isStart || kept === undefined ? {} : { hint: kept }),
  };
}
