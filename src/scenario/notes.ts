/** The notes of a scenario: every `assumed` and `source` with the value that it stands beside. */

import { formatPath, isMap, type Path, type PlainMap, valueAt } from '../path.ts';
import { partOf } from './language.ts';
import type { Note } from './model.ts';

const LONGEST_VALUE = 100;

/** Collects notes from maps; a map that is met twice (an alias of YAML, or a part that designs share) is told once. */
export class NoteCollector {
  readonly assumptions: Note[] = [];
  readonly sources: Note[] = [];
  readonly #root: unknown;
  readonly #seen = new Set<unknown>();
  readonly #told = new Set<string>();

  /** @param root the whole scenario as it is written. */
  constructor(root: unknown) {
    this.#root = root;
  }

  /** @param written gives the place in the file of a path inside the value. */
  collect(value: unknown, path: Path, written: (path: Path) => Path): void {
    if (typeof value !== 'object' || value === null || this.#seen.has(value)) return;
    this.#seen.add(value);
    if (isMap(value)) this.addNotesOf(value, path, written);
    for (const [key, entry] of Object.entries(value)) this.collect(entry, [...path, key], written);
  }

  /** The notes of one map alone. */
  addNotesOf(map: PlainMap, path: Path, written: (path: Path) => Path): void {
    this.#add(this.assumptions, map, 'assumed', path, written);
    this.#add(this.sources, map, 'source', path, written);
  }

  #add(list: Note[], map: PlainMap, key: string, path: Path, written: (path: Path) => Path): void {
    const text = map[key];
    if (typeof text !== 'string') return;
    const writtenPath = written([...path, key]).slice(0, -1);
    const place = formatPath(writtenPath);
    // Two designs that change different parts of a map share its note.
    const identity = `${key} ${place} ${text}`;
    if (this.#told.has(identity)) return;
    this.#told.add(identity);
    const asWritten = valueAt(this.#root, writtenPath) ?? map;
    list.push({
      path: place,
      value: abbreviate(
        onOneLine(isMap(asWritten) ? partOf(asWritten, 'values') : asWritten).replace(/^\{ | \}$/g, ''),
      ),
      text: text.trim(),
    });
  }
}

function abbreviate(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

/** A plain value as YAML on one line, without its notes; a list of maps is only hinted at. */
function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return value.some(isMap) ? '[…]' : `[${value.map(onOneLine).join(', ')}]`;
  if (!isMap(value)) return String(value);
  const entries = Object.entries(partOf(value, 'values'));
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, entry]) => `${key}: ${onOneLine(entry)}`).join(', ')} }`;
}
