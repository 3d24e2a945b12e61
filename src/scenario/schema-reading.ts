/** Reading a zod schema: what tools need of it, in one place. */
import type { z } from 'zod';
import { wordings } from './language.ts';

/** The key that says which alternative a map is: the one that is told, or else its first. */
export function namingKey(schema: z.ZodType): string | undefined {
  const def = definition(schema);
  if (def.type !== 'object') return undefined;
  return wordings.get(schema)?.key ?? Object.keys(def.shape ?? {})[0];
}

/** The alternatives of a schema, with unions inside unions laid open. */
export function alternativesOf(schema: z.ZodType): z.ZodType[] {
  const bare = unwrapped(schema);
  const def = definition(bare);
  return def.type === 'union' ? (def.options ?? []).flatMap(alternativesOf) : [bare];
}

/** A schema without `optional` and `lazy` around it. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  const def = definition(schema);
  if (def.type === 'optional') return unwrapped(def.innerType as z.ZodType);
  return def.type === 'lazy' ? unwrapped(def.getter?.() as z.ZodType) : schema;
}

/** What zod keeps of a schema, in the parts that are read here (its documented interface for tools). */
export interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly element?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly entries?: Readonly<Record<string, string>>;
  readonly getter?: () => z.ZodType;
}

export function definition(schema: z.ZodType): Definition {
  return schema._zod.def as unknown as Definition;
}
