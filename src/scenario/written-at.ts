/** Where in the file the values of a design stand. */
import type * as z from 'zod';
import { isMap, type Path, type PlainMap } from '../path.ts';
import { entrySchema, longForm } from './short-forms.ts';
import { system } from './system-schema.ts';

/** The place in the file of a path in a design's merged system: in the design where the design says it, otherwise in the system. What a job does not say of its deletion, the system's says. */
export function writtenAt(base: PlainMap, overrides: PlainMap, design: string, path: Path): Path {
  if (owned(overrides, path)) return ['designs', design, ...path];
  if (owned(base, path) || path.length === 0) return path;
  const [section, , part, ...inside] = path;
  if (section === 'jobs' && part === 'deletion' && inside.length > 0)
    return writtenAt(base, overrides, design, ['deletion', ...inside]);
  return writtenNearest(overrides, design, path);
}

/** Where nothing is written at a path, what is missing is missed where the design speaks of it, if it does. */
function writtenNearest(overrides: PlainMap, design: string, path: Path): Path {
  const section = path.slice(0, 2);
  return section.length === 2 && owned(overrides, section) && path.length > 2 ? ['designs', design, ...path] : path;
}

/** Whether a value stands at the path, or a scalar that is short for a map with it. */
function owned(root: unknown, path: Path): boolean {
  let value = root;
  let schema: z.ZodType | undefined = system;
  for (const key of path) {
    value = longForm(schema, value);
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isMap(value) && Object.hasOwn(value, key)) value = value[key];
    else return false;
    schema = entrySchema(schema, key);
  }
  return value !== undefined;
}
