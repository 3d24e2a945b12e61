/** What a YAML file may hold before anything looks at its meaning: keys that are said once, and maps and lists of a length that somebody could have written. */
import {
  type Document,
  isScalar,
  Lexer,
  type LineCounter,
  type Node,
  type Pair,
  Parser,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Problem } from '../errors.ts';

/** The most entries of one map or list. */
const MOST_ENTRIES = 5_000;

/** The most maps and lists inside each other. */
export const MOST_LEVELS = 100;

/**
 * Where maps and lists stand too deep inside each other, before anything goes down into them: what reads YAML does so by calling itself.
 * @returns the offset in the text, or undefined where nothing is too deep.
 */
export function tooDeepAt(text: string): number | undefined {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    // Its stack begins with the document.
    if (parser.stack.length > MOST_LEVELS + 1) return parser.offset;
  }
  return undefined;
}

/** Keys that stand twice, each with both places, and maps and lists that are too long. It takes time in proportion to the file. */
export function limitProblems(document: Document.Parsed, lines: LineCounter, file: string): Problem[] {
  const problems: Problem[] = [];
  const placeOf = (offset: number | undefined) => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { line, column: col };
  };
  const isTooLong = ({ items, range }: YAMLMap | YAMLSeq): boolean => {
    if (items.length <= MOST_ENTRIES) return false;
    problems.push({
      file,
      ...placeOf(range?.[0]),
      message: 'this map or list is too long',
      expected: `at most ${MOST_ENTRIES} entries`,
      found: `${items.length} entries`,
    });
    return true;
  };
  visit(document, {
    Seq: (_, list) => (isTooLong(list) ? visit.SKIP : undefined),
    Map: (_, map) => {
      if (isTooLong(map)) return visit.SKIP;
      const first = new Map<string, number | undefined>();
      for (const { key } of map.items as Pair<Node>[]) {
        // A merge key may stand as often as there is something to merge.
        if (!isScalar(key) || key.value === '<<') continue;
        const name = String(key.value);
        if (first.has(name)) {
          problems.push({
            file,
            ...placeOf(key.range?.[0]),
            message: `the key \`${name}\` stands here twice`,
            expected: 'each key of a map once',
            found: `\`${name}\` in line ${placeOf(first.get(name)).line} and here`,
          });
        } else {
          first.set(name, key.range?.[0]);
        }
      }
      return undefined;
    },
  });
  return problems;
}
