/** How a design's overrides are laid over the system: maps merge; lists, numbers and texts replace, and so do distributions and arrivals, which are one value each. */
import type * as z from 'zod';
import { isMap, type PlainMap } from '../path.ts';
import { NOTE_KEYS, partOf } from './language.ts';
import { entrySchema, longForm, mergedMap } from './short-forms.ts';

/** Lays overrides over a value of the schema. Untouched parts are the same objects as before. */
export function merge(schema: z.ZodType, base: unknown, overrides: unknown): unknown {
  return merged(schema, base, overrides).value;
}

/** `replaced` says that a value was replaced whose note, if it has one, stands further out. */
function merged(
  schema: z.ZodType | undefined,
  baseValue: unknown,
  overrideValue: unknown,
): { value: unknown; replaced: boolean } {
  const base = longForm(schema, baseValue);
  const overrides = longForm(schema, overrideValue);
  if (base === undefined) return { value: overrides, replaced: false };
  if (overrides === undefined) return { value: base, replaced: false };
  if (!isMap(base) || schema === undefined || mergedMap(schema) === undefined)
    return { value: overrides, replaced: true };
  // What is no map where one belongs was told to be wrong.
  if (!isMap(overrides)) return { value: base, replaced: false };
  const value: Record<string, unknown> = { ...base };
  let replaced = false;
  for (const [key, entry] of Object.entries(overrides)) {
    if (NOTE_KEYS.includes(key)) continue;
    const inner = merged(entrySchema(schema, key), base[key], entry);
    value[key] = inner.value;
    if (inner.replaced) replaced = true;
  }
  // A note about a value that is not there any more goes with it.
  const kept = replaced ? partOf(value, 'values') : value;
  return { value: { ...kept, ...partOf(overrides, 'notes') }, replaced: replaced && !hasNotes(base) };
}

export function hasNotes(map: PlainMap): boolean {
  return NOTE_KEYS.some((key) => Object.hasOwn(map, key));
}
