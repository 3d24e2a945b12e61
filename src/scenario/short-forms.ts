/** Short forms written out, and the maps of the schema that a path leads through. */
import type * as z from 'zod';
import { isMap, type Path } from '../path.ts';
import { chooseAlternative } from './alternatives.ts';
import { partOf } from './language.ts';
import { alternativesOf, definition, mapsOf, namingKey, unwrapped, wordingOf } from './schema-reading.ts';

/** Writes a short form out: `storage: 128` is `{ threads: 128 }`. Another value is given back itself. */
export function longForm(schema: z.ZodType | undefined, value: unknown): unknown {
  const short = schema && wordingOf(schema).short;
  if (schema === undefined || short === undefined) return value;
  const meant = chooseAlternative(alternativesOf(schema), value);
  if (meant === undefined || namingKey(meant) === short) return value;
  if (!isMap(value)) return { [short]: value };
  return { [short]: partOf(value, 'values'), ...partOf(value, 'notes') };
}

/** The schema of what stands at a key of a map that is laid over another key by key; undefined where a value is one whole, as a list and a distribution are. */
export function entrySchema(schema: z.ZodType | undefined, key: string | number): z.ZodType | undefined {
  const map = schema && mergedMap(schema);
  if (map === undefined) return undefined;
  const { shape = {}, catchall } = definition(map);
  return Object.hasOwn(shape, key) ? shape[key] : catchall;
}

/** The map whose keys are laid over another's one by one. */
export function mergedMap(schema: z.ZodType): z.ZodType | undefined {
  const { short } = wordingOf(schema);
  const map = short === undefined ? unwrapped(schema) : mapsOf(schema).find((option) => namingKey(option) === short);
  return map !== undefined && definition(map).type === 'object' ? map : undefined;
}

/** Writes out what stands at a path. */
export function longFormAt(schema: z.ZodType, path: Path, value: unknown): unknown {
  return longForm(path.reduce<z.ZodType | undefined>(entrySchema, schema), value);
}
