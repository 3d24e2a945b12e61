import { readFileSync } from 'node:fs';
import type { Dump } from '../../src/observed/dumps/dump.ts';
import { DumpReader } from '../../src/observed/dumps/dump-reader.ts';
import { builtInRules, classify, type Sight } from '../../src/observed/rules/classify.ts';
import type { ObservedState } from '../../src/observed/rules/rule.ts';

export const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

/** The dumps of a text that comes in pieces, and what was noted. */
export function read(text: string, piece = text.length) {
  const dumps: Dump[] = [];
  const reader = new DumpReader((dump) => dumps.push(dump));
  for (let from = 0; from < text.length; from += piece) reader.push(text.slice(from, from + piece));
  return { dumps, notes: reader.end() };
}

/** How many threads of a dump that fit are in each state. */
export function tally(
  dump: Dump,
  fits: (thread: Dump['threads'][number]) => boolean,
  sight: Sight = {},
): Partial<Record<ObservedState, number>> {
  const found: Partial<Record<ObservedState, number>> = {};
  for (const thread of dump.threads.filter(fits)) {
    const { state } = classify(builtInRules, dump.runtime, thread, sight);
    found[state] = (found[state] ?? 0) + 1;
  }
  return found;
}
