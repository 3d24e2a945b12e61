/** Where the values of a YAML file stand. */
import {
  type Document,
  isAlias,
  isScalar,
  isSeq,
  isMap as isYamlMap,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';
import type { Path } from '../path.ts';

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/**
 * The position of the value at a path, or of its key. Where the path leads to nothing, the nearest map around it is meant, and its key is what a reader looks for.
 * @param atKey the position of the key is wanted.
 */
export function positionOf(document: Document, lines: LineCounter, path: Path, atKey: boolean): Position {
  let node = resolved(document, document.contents as Node | null);
  let offset = node?.range?.[0] ?? 0;
  for (const [i, key] of path.entries()) {
    const step = node === undefined ? undefined : stepInto(node, key);
    if (step === undefined) break;
    const isLast = i === path.length - 1;
    offset = isLast && !atKey ? (step.value?.range?.[0] ?? step.offset) : step.offset;
    node = resolved(document, step.value);
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

interface YamlStep {
  /** Where the key of a map's entry begins, or the item of a list. */
  readonly offset: number;
  readonly value: Node | null;
}

function stepInto(node: Node, key: string | number): YamlStep | undefined {
  if (isYamlMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key)) as
      | Pair<Node, Node | null>
      | undefined;
    return pair === undefined ? undefined : { offset: pair.key.range?.[0] ?? 0, value: pair.value };
  }
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(key)] as Node | undefined;
  return item === undefined ? undefined : { offset: item.range?.[0] ?? 0, value: item };
}

function resolved(document: Document, node: Node | null): Node | undefined {
  if (node === null) return undefined;
  return isAlias(node) ? node.resolve(document) : node;
}
