/**
 * Reads a condition such as `janitor.pools.storage.active.mean <= 20% of legacy`.
 *
 *   condition := sum relation bound | sum "between" bound "and" bound
 *   sum       := measure (("+" | "-") measure)*
 *   bound     := value | sum | percent "of" (design | measure)
 *   relation  := "=" | "!=" | "<" | "<=" | ">" | ">="
 *
 * Names have dashes and dots in them, so words are parted by white space; only relations need none around them.
 */
import { didYouMean } from '../suggest.ts';
import type { Bound, Comparison, NumberComparison, Relation, Term } from './condition.ts';
import { EVERY, findMeasures, isObjection, type Measure, measureName, type Objection } from './measure.ts';
import type { Outline } from './outline.ts';
import { dimensionOf, quantityHint, readQuantity, readShare, WRITTEN } from './quantity.ts';

const RELATIONS: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];
const EXAMPLE = 'a measure, a relation and a bound, such as `janitor.pools.storage.active.mean between 5 and 15`';

/** Relations as other languages write them. */
const ELSEWHERE: Readonly<Record<string, Relation>> = {
  '==': '=',
  '=>': '>=',
  '=<': '<=',
  '<>': '!=',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
};
/** What a relation becomes when its sides change places. */
const TURNED: Readonly<Record<string, Relation>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
/** What people add up; the names are looked up one by one. */
const MOST_TERMS = 50;
/** What begins as a value does, and no measure. */
const VALUE = /^-?\s*\.?\d/;

/** @returns what is compared (several where a `*` stands for several names), or what is wrong with the text. */
export function parseCondition(text: string, outline: Outline): readonly Comparison[] | Objection {
  const foreign = /==|=>|=<|<>|[≤≥≠]/.exec(text)?.[0];
  if (foreign !== undefined) {
    return {
      message: `\`${foreign}\` is no relation`,
      expected: `one of: ${RELATIONS.join(' ')} and between`,
      found: text,
      hint: `write \`${ELSEWHERE[foreign]}\``,
    };
  }
  const words = text
    .replace(/(!=|<=|>=|[=<>])/g, ' $1 ')
    .trim()
    .split(/\s+/);
  const at = words.findIndex((word) => RELATIONS.includes(word) || word === 'between');
  if (at < 1) return noCondition(text, words);
  const relation = words[at] as Relation;
  const right = words.slice(at + 1);
  const stray = right.find((word) => RELATIONS.includes(word) || word === 'between');
  if (stray !== undefined) {
    return {
      message: `\`${stray}\` is one relation too many`,
      expected: EXAMPLE,
      found: text,
      hint: 'write two conditions',
    };
  }
  const left = words.slice(0, at);
  const sums = readSums(left, outline);
  if (isObjection(sums)) return VALUE.test(left.join(' ')) ? valueOnTheLeft(left, relation, right, sums) : sums;
  const comparisons: Comparison[] = [];
  for (const terms of sums) {
    const comparison = compare(terms, relation, right, outline);
    if (isObjection(comparison)) return comparison;
    comparisons.push(comparison);
  }
  return comparisons;
}

/** Of `5 < a`; what is more than a value there is told by the objection to it. */
function valueOnTheLeft(
  left: readonly string[],
  relation: Relation,
  right: readonly string[],
  objection: Objection,
): Objection {
  if (left.some((word) => word === '+' || (word === '-' && word !== left[0]))) return objection;
  const found = [...left, relation, ...right].join(' ');
  const turned = `${right.join(' ')} ${TURNED[relation] ?? relation} ${left.join(' ')}`;
  return {
    message: `\`${left.join(' ')}\` is not a measure; the left side must be one`,
    expected: EXAMPLE,
    found,
    hint: relation === 'between' || right.length === 0 ? undefined : `write \`${turned}\``,
  };
}

function noCondition(text: string, words: readonly string[]): Objection {
  const hint = words.map((word) => didYouMean(word, ['between'])).find((found) => found !== undefined);
  return {
    message: 'this is no condition',
    expected: EXAMPLE,
    found: text,
    hint: hint ?? `the relations are ${RELATIONS.join(' ')} and between`,
  };
}

/** The left side, or one for each name that a `*` stands for. */
function readSums(words: readonly string[], outline: Outline): readonly (readonly Term[])[] | Objection {
  const terms: Term[][] = [];
  const text = words.join(' ');
  const parts = signed(words);
  if (parts.length > MOST_TERMS) {
    return {
      message: 'too many measures are added up',
      expected: `at most ${MOST_TERMS} on a side`,
      found: `${parts.length}, from \`${words[0]}\` on`,
    };
  }
  for (const { factor, word } of parts) {
    if (word === undefined) {
      return { message: 'a measure is missing', expected: EXAMPLE, found: text, hint: spacesHint(text, outline) };
    }
    const measures = findMeasures(word, outline);
    if (isObjection(measures)) {
      if (words.length > 1 && VALUE.test(word)) return constantAdded(word, text);
      const hint = spacesHint(text, outline);
      return hint === undefined ? measures : { ...measures, hint };
    }
    terms.push(measures.map((measure) => ({ factor, measure })));
  }
  const [first] = terms as [Term[], ...Term[][]];
  if (terms.length === 1) return first.map((term) => [term]);
  if (words.some((word) => word.split('.').includes(EVERY))) {
    return {
      message: `\`${EVERY}\` can stand only where one measure is compared`,
      expected: 'the names of the measures that are added up',
      found: text,
    };
  }
  const sum = terms.flat();
  return mixed(sum, text) ?? [sum];
}

function constantAdded(constant: string, text: string): Objection {
  return {
    message: `\`${constant}\` is not a measure, and only measures can be added`,
    expected: 'measures on one side, and a value or measures on the other',
    found: text,
    hint: 'bring the measures to the left, so that the value is alone: `a - b <= 5` says that a is at most b and 5 more',
  };
}

/** Names have dashes in them, so a sign is one only between spaces. @returns undefined where no space is missing. */
function spacesHint(text: string, outline: Outline): string | undefined {
  let spaced = text.replace(/([+-])\s+/g, '$1');
  for (const name of [EVERY, ...outline.designs.map((design) => design.name)]) {
    for (const sign of ['+', '-']) spaced = spaced.replaceAll(`${sign}${name}.`, ` ${sign} ${name}.`);
  }
  spaced = spaced.replace(/\s+/g, ' ');
  if (spaced === text || /^\s*[+-]/.test(spaced) || !/ [+-] /.test(spaced)) return undefined;
  return `write spaces around the sign: \`${spaced}\``;
}

/** The measures of a sum with their signs; a word is undefined where a measure is missing. */
function signed(words: readonly string[]): { readonly factor: number; readonly word: string | undefined }[] {
  const parts: { factor: number; word: string | undefined }[] = [];
  for (let i = 0; i < words.length || i === 0; i += 2) {
    const sign = i === 0 ? '+' : words[i - 1];
    const isSum = sign === '+' || sign === '-';
    const word = words[i];
    parts.push({ factor: sign === '-' ? -1 : 1, word: isSum && word !== '+' && word !== '-' ? word : undefined });
  }
  // A sign at the end waits for a measure that is not there.
  if (words.length > 0 && words.length % 2 === 0) parts.push({ factor: 1, word: undefined });
  return parts;
}

function mixed(terms: readonly Term[], text: string): Objection | undefined {
  const [first] = terms as [Term, ...Term[]];
  const word = terms.find(({ measure }) => measure.words !== undefined);
  if (word !== undefined) {
    return {
      message: `\`${measureName(word.measure)}\` is a word and cannot be added up`,
      expected: 'measures that are numbers',
      found: text,
    };
  }
  const { unit } = first.measure;
  // Things that are counted may be compared whatever they are; everything else only with its own unit.
  const other = terms.find(
    ({ measure }) =>
      measure.unit !== unit && (dimensionOf(measure.unit) !== 'number' || dimensionOf(unit) !== 'number'),
  );
  if (other === undefined) return undefined;
  return {
    message: `${inUnit(first.measure)} and ${inUnit(other.measure)} cannot be compared`,
    expected: 'measures of one unit',
    found: text,
  };
}

function inUnit(measure: Measure): string {
  return `\`${measureName(measure)}\` (${measure.unit})`;
}

function compare(
  terms: readonly Term[],
  relation: Relation,
  right: readonly string[],
  outline: Outline,
): Comparison | Objection {
  const [first] = terms as [Term, ...Term[]];
  const label = terms
    .map(({ factor, measure }, i) => `${i === 0 ? '' : factor < 0 ? ' - ' : ' + '}${measureName(measure)}`)
    .join('');
  const { words } = first.measure;
  if (words !== undefined) return compareWord(first.measure, words, relation, right.join(' '), label);
  const read = (part: readonly string[]) => readBound(part, terms, label, outline);
  if (relation !== 'between') {
    const bound = read(right);
    return isObjection(bound)
      ? bound
      : { kind: 'number', label, unit: first.measure.unit, left: { constant: 0, terms }, relation, bounds: [bound] };
  }
  const and = right.indexOf('and');
  if (and < 0) {
    return {
      message: 'between lacks its upper bound',
      expected: 'between … and …',
      found: `between ${right.join(' ')}`,
    };
  }
  const low = read(right.slice(0, and));
  if (isObjection(low)) return low;
  const high = read(right.slice(and + 1));
  if (isObjection(high)) return high;
  const comparison: NumberComparison = {
    kind: 'number',
    label,
    unit: first.measure.unit,
    left: { constant: 0, terms },
    relation,
    bounds: [low, high],
  };
  if (low.terms.length + high.terms.length === 0 && low.constant > high.constant) {
    return {
      message: 'nothing lies between these bounds',
      expected: 'the lower bound first',
      found: `between ${right.join(' ')}`,
    };
  }
  return comparison;
}

function compareWord(
  measure: Measure,
  words: readonly string[],
  relation: Relation,
  word: string,
  label: string,
): Comparison | Objection {
  if (relation !== '=' && relation !== '!=') {
    return { message: `\`${label}\` is a word and has no size`, expected: 'the relation = or !=', found: relation };
  }
  if (!words.includes(word)) {
    return {
      message: `\`${label}\` can never be ${word === '' ? 'nothing' : `\`${word}\``}`,
      expected: `one of: ${words.join(', ')}`,
      found: word === '' ? 'nothing' : word,
      hint: didYouMean(word, words),
    };
  }
  return { kind: 'word', label, measure, relation, word };
}

function readBound(
  words: readonly string[],
  left: readonly Term[],
  label: string,
  outline: Outline,
): Bound | Objection {
  const text = words.join(' ');
  const { unit } = (left[0] as Term).measure;
  const wanted = WRITTEN[dimensionOf(unit)];
  if (text === '') return { message: 'the bound is missing', expected: `${wanted}, or a measure`, found: 'nothing' };
  const of = words.indexOf('of');
  if (of >= 0) return readShareOf(words.slice(0, of).join(' '), words.slice(of + 1).join(' '), left, outline);
  const constant = readQuantity(text, unit);
  if (constant !== undefined) return { constant, terms: [], text };
  if (words.length > 2 && VALUE.test(text) && words.slice(1).some((word) => word === '+' || word === '-')) {
    return constantAdded(words[0] as string, text);
  }
  if (/^-?\s*[\d.]/.test(text)) {
    return {
      message: `\`${label}\` is ${inWords(unit)}, and \`${text}\` is not`,
      expected: wanted,
      found: text,
      hint: quantityHint(text, unit),
    };
  }
  const sums = readSums(words, outline);
  if (isObjection(sums))
    return { ...sums, expected: sums.expected === EXAMPLE ? `${wanted}, or a measure` : sums.expected };
  return boundOf(sums, left, text);
}

function readShareOf(share: string, whole: string, left: readonly Term[], outline: Outline): Bound | Objection {
  const text = `${share} of ${whole}`;
  if (whole === '') {
    return {
      message: `\`${share} of\` does not say of what`,
      expected: 'a design or a measure after `of`, such as `20% of legacy`',
      found: text.trim(),
    };
  }
  const factor = readShare(share);
  if (factor === undefined) {
    return {
      message: `\`${share}\` is no share`,
      expected: 'a percentage before `of`, such as `20% of legacy`',
      found: text,
    };
  }
  const [first] = left as [Term, ...Term[]];
  const isDesign = outline.designs.some(({ name }) => name === whole);
  if (isDesign && left.length > 1) {
    return {
      message: `\`${text}\` does not say which measure`,
      expected: 'a share of a measure, where several are added up',
      found: text,
    };
  }
  const name = isDesign ? measureName({ ...first.measure, design: whole }) : whole;
  const measures = findMeasures(name, outline);
  if (isObjection(measures)) return measures;
  return boundOf([measures.map((measure) => ({ factor, measure }))], left, text);
}

function boundOf(sums: readonly (readonly Term[])[], left: readonly Term[], text: string): Bound | Objection {
  const [terms] = sums as [readonly Term[], ...(readonly Term[])[]];
  if (sums.length > 1 || text.split(/[\s.]/).includes(EVERY)) {
    return { message: `\`${EVERY}\` cannot stand in a bound`, expected: 'one measure', found: text };
  }
  return mixed([...left, ...terms], text) ?? { constant: 0, terms, text };
}

function inWords(unit: string): string {
  if (unit === 's') return 'a time';
  if (unit === 'fraction' || unit === '%') return 'a share';
  return unit === '1/h' ? 'a rate' : `a number (${unit})`;
}
