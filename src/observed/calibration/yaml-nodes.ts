import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { oneLine } from '../../one-line.ts';

/** Puts a comment beside what was changed: behind a map on one line, or behind the number itself. */
export function remark(node: Node, changed: Scalar, words: string): void {
  const at: Node = isCollection(node) && node.flow !== true ? changed : node;
  const text = ` ${oneLine(words)}`;
  at.comment = at.comment === undefined || at.comment === null || at.comment === '' ? text : `${at.comment};${text}`;
}

/** A value on one line, as it could be written. */
export function plain(node: Node): string {
  if (isScalar(node)) return String(node.value);
  return JSON.stringify(node.toJSON()).replaceAll('"', '').replaceAll(':', ': ').replaceAll(',', ', ');
}

/** The same without an anchor. */
export function copyOf(node: Node): Node {
  const copy = node.clone() as Node & { anchor?: string };
  delete copy.anchor;
  return copy;
}

/** The node at a path, through aliases and merged maps. */
export function valueIn(document: Document, from: Node, path: readonly string[]): Node | undefined {
  let node: Node | undefined = from;
  for (const key of path) {
    const pair: Pair | undefined = isMap(node) ? pairIn(document, node, key) : undefined;
    const value = pair?.value as Node | undefined;
    node = isAlias(value) ? (value.resolve(document) as Node | undefined) : value;
  }
  return node;
}

/** An entry of a map, or of what is merged into it. */
export function pairIn(document: Document, map: YAMLMap, key: string): Pair | undefined {
  const own = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  if (own !== undefined) return own;
  for (const { key: name, value } of map.items) {
    // The key of a merge is a symbol where it is one, and a text where it is quoted.
    if (!isScalar(name) || (typeof name.value !== 'symbol' && name.value !== '<<')) continue;
    const merged = isSeq(value) ? value.items : [value];
    for (const one of merged) {
      const source = isAlias(one) ? one.resolve(document) : one;
      const found = isMap(source) ? pairIn(document, source, key) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
