/** What a YAML file may hold before anything looks at its meaning: keys that are said once, and maps and lists of a length that somebody could have written. */
import { type Document, isScalar, type LineCounter, type Pair, visit } from 'yaml';
import type { Problem } from '../errors.ts';

/** The most entries of one map or list. */
const MOST_ENTRIES = 10_000;

/** Keys that stand twice, each with both places, and maps and lists that are too long. It takes time in proportion to the file. */
export function limitProblems(document: Document.Parsed, lines: LineCounter, file: string): Problem[] {
  const problems: Problem[] = [];
  const placeOf = (offset: number | undefined) => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { line, column: col };
  };
  visit(document, {
    Collection(_, node) {
      if (node.items.length <= MOST_ENTRIES) return undefined;
      problems.push({
        file,
        ...placeOf(node.range?.[0]),
        message: 'this map or list is too long',
        expected: `at most ${MOST_ENTRIES} entries`,
        found: `${node.items.length} entries`,
      });
      return visit.SKIP;
    },
    Map(_, node) {
      const first = new Map<string, number | undefined>();
      for (const { key } of node.items as Pair[]) {
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
