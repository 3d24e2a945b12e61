/** How a design's overrides are laid over the system: maps merge; lists, numbers and texts replace, and so do distributions and arrivals, which are one value each. */

import { isMap, type Path, type PlainMap } from '../path.ts';
import { NOTE_KEYS } from './language.ts';

/** The names of the distributions of durations; a map with one of these keys is a distribution. */
const DISTRIBUTIONS = ['constant', 'uniform', 'exponential', 'lognormal', 'empirical'];

/** Writes a short form out: `storage: 128` is `{ threads: 128 }`. Paths are relative to the system. */
export function expandShortForm(path: Path, value: unknown): unknown {
  const [section] = path;
  if (path.length === 2) {
    if (section === 'pools' && typeof value === 'number') return { threads: value };
    if ((section === 'semaphores' || section === 'concurrency') && typeof value === 'number') return { limit: value };
    if (section === 'store') return expandLatency(value);
  }
  const isDeletion =
    (path.length === 1 && section === 'deletion') ||
    (path.length === 3 && section === 'jobs' && path[2] === 'deletion');
  return isDeletion && typeof value === 'string' ? { by: value } : value;
}

function expandLatency(value: unknown): unknown {
  if (typeof value === 'string') return { latency: value };
  if (!isMap(value) || !DISTRIBUTIONS.some((name) => Object.hasOwn(value, name))) return value;
  const entries = Object.entries(value);
  const latency = Object.fromEntries(entries.filter(([key]) => !NOTE_KEYS.includes(key)));
  return { latency, ...Object.fromEntries(entries.filter(([key]) => NOTE_KEYS.includes(key))) };
}

/** Lays overrides over a system (or over any part of one, at its path). Untouched parts are the same objects as before. */
export function mergeSystem(base: unknown, overrides: unknown, path: Path = []): unknown {
  return merge(base, overrides, path).value;
}

/** `replaced` says that a value was replaced whose note, if it has one, stands further out. */
function merge(baseValue: unknown, overrideValue: unknown, path: Path): { value: unknown; replaced: boolean } {
  const base = expandShortForm(path, baseValue);
  const overrides = expandShortForm(path, overrideValue);
  if (base === undefined) return { value: overrides, replaced: false };
  if (overrides === undefined) return { value: base, replaced: false };
  if (!isMap(base) || !isMap(overrides) || isOneValue(path)) return { value: overrides, replaced: true };
  const value: Record<string, unknown> = { ...base };
  let replaced = false;
  for (const [key, entry] of Object.entries(overrides)) {
    if (NOTE_KEYS.includes(key)) continue;
    const merged = merge(base[key], entry, [...path, key]);
    value[key] = merged.value;
    if (merged.replaced) replaced = true;
  }
  return {
    value: withNotesOf(overrides, replaced ? withoutNotes(value) : value),
    replaced: replaced && !hasNotes(base),
  };
}

function isOneValue(path: Path): boolean {
  const [section, , key] = path;
  return (
    path.length === 3 && ((section === 'store' && key === 'latency') || (section === 'jobs' && key === 'arrivals'))
  );
}

export function hasNotes(map: PlainMap): boolean {
  return NOTE_KEYS.some((key) => Object.hasOwn(map, key));
}

/** A copy without the notes: they were about a value that is not there any more. */
export function withoutNotes(map: PlainMap): PlainMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !NOTE_KEYS.includes(key)));
}

function withNotesOf(overrides: PlainMap, map: PlainMap): PlainMap {
  const notes = Object.entries(overrides).filter(([key]) => NOTE_KEYS.includes(key));
  return notes.length === 0 ? map : { ...map, ...Object.fromEntries(notes) };
}
