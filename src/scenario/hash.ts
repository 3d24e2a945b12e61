/** The hash of a scenario: the same for the same figures, whatever its comments, its notes and the order of its keys. */

import { isMap } from '../path.ts';
import { sha256Hex } from '../sha-256.ts';
import type { Scenario } from './model.ts';

/** Lists of the resolved scenario that were maps in the file, so that their order says nothing. Designs keep theirs: the first is what the others are compared with. */
const UNORDERED = new Set(['pools', 'semaphores', 'concurrency', 'jobs']);

/** What is told of a scenario, or says how it is checked or run live, and changes no figure. (A check or a live run has another duration, and that is in the hash.) */
const TOLD_ONLY = ['name', 'question', 'rateUnit', 'assumptions', 'sources', 'live', 'check', 'expect'];

/**
 * The SHA-256 of the resolved scenario in canonical JSON.
 * @returns 64 hexadecimal digits.
 */
export function scenarioHash(scenario: Scenario): string {
  const figures = Object.fromEntries(Object.entries(scenario).filter(([key]) => !TOLD_ONLY.includes(key)));
  return sha256Hex(canonicalJson(figures));
}

/** JSON with sorted keys, without spaces; undefined entries are left out, and infinity is a text since JSON has none. */
function canonicalJson(value: unknown, key = ''): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonicalJson(item));
    return `[${(UNORDERED.has(key) ? items.sort() : items).join(',')}]`;
  }
  if (isMap(value)) {
    const keys = Object.keys(value).filter((name) => value[name] !== undefined);
    return `{${keys
      .sort()
      .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name], name)}`)
      .join(',')}}`;
  }
  return typeof value === 'number' && !Number.isFinite(value) ? `"${value}"` : JSON.stringify(value);
}
