/** Reading a zod schema: what tools need of it, in one place. */
import type * as z from 'zod';
import { type Wording, wordings } from './language.ts';

/** The key that says which alternative a map is: the one that is told, or else its first. */
export function namingKey(schema: z.ZodType): string | undefined {
  const def = definition(unwrapped(schema));
  if (def.type !== 'object') return undefined;
  return wordingOf(schema).key ?? Object.keys(def.shape ?? {})[0];
}

/** The alternatives of a schema, with unions inside unions laid open; each still makes of a value what it makes of it. */
export const alternativesOf = remembered((schema): readonly z.ZodType[] => {
  const def = definition(schema);
  if (def.type === 'union') return (def.options ?? []).flatMap(alternativesOf);
  const inner = def.type === 'pipe' ? undefined : innerOf(schema);
  return inner === undefined ? [schema] : alternativesOf(inner);
});

/** The alternatives that are maps with keys of their own. */
export function mapsOf(schema: z.ZodType): z.ZodType[] {
  return alternativesOf(schema)
    .map(unwrapped)
    .filter((option) => definition(option).type === 'object');
}

/** A schema without what says that a value may be left out, is known later, or becomes another one. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  const inner = innerOf(schema);
  return inner === undefined ? schema : unwrapped(inner);
}

function innerOf(schema: z.ZodType): z.ZodType | undefined {
  const { type, innerType, in: taken, getter } = definition(schema);
  return mayBeLeftOut(schema) ? innerType : type === 'pipe' ? taken : getter?.();
}

/** Whether a map may be without the key of this schema. */
export function mayBeLeftOut(schema: z.ZodType): boolean {
  return ['optional', 'prefault'].includes(definition(schema).type);
}

/** What an error says of a schema; where it says nothing itself, what is inside says it. */
export const wordingOf = remembered((schema): Wording => {
  const inner = innerOf(schema);
  return { ...(inner === undefined ? {} : wordingOf(inner)), ...wordings.get(schema) };
});

/** What holds where a key is left out. */
export const defaultOf = remembered((schema) => schema.parse(undefined));

/** Schemas do not change, and a file asks for the same again and again. */
function remembered<Found>(find: (schema: z.ZodType) => Found): (schema: z.ZodType) => Found {
  const known = new WeakMap<z.ZodType, { readonly found: Found }>();
  return (schema) => {
    const entry = known.get(schema) ?? { found: find(schema) };
    known.set(schema, entry);
    return entry.found;
  };
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
  /** Of a pipe: what it takes, and what makes another value of that. */
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly entries?: Readonly<Record<string, string>>;
  readonly getter?: () => z.ZodType;
}

export function definition(schema: z.ZodType): Definition {
  return schema._zod.def as unknown as Definition;
}
