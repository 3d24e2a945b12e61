import type * as z from 'zod';
import { type DesignResult, type Result, resultSchema } from '../result/schema.ts';
import { definition, unwrapped } from '../scenario/schema-reading.ts';

/** A value that stands for itself in a result: a measure, or how something is configured. */
export type FigureValue = number | string | boolean | null;

/** One value of a design's result. */
export interface Figure {
  /** The part that it is one of, without the design: `pools.storage.active`. Empty for none. */
  readonly group: string;
  /** Its key in the group: `mean`. */
  readonly key: string;
  /** Its unit, by the result's schema; empty where it has none. */
  readonly unit: string;
  readonly value: FigureValue;
}

/** `pools.storage.active.mean` */
export function figureName({ group, key }: Pick<Figure, 'group' | 'key'>): string {
  return group === '' ? key : `${group}.${key}`;
}

/** All single values of a design's result, in the schema's order. Lists and series are none: they say the same in more points. */
export function figuresOf(design: DesignResult): Figure[] {
  return walk(design, resultSchema.shape.designs.valueType, []);
}

/** The figures that a baseline keeps: all but those of single kinds of tasks, which are parts of what their pool's own figures say and would be two thirds of the file, and the least of the maxima. */
export function baselineFigures(design: DesignResult): Figure[] {
  return figuresOf(design).filter(({ group, key }) => !/^pools\.[^.]+\.tasks\./.test(group) && key !== 'maxLowest');
}

/** The figures of a result by design and name. @param of which of them. */
export function figuresByName(
  result: Result,
  of: (design: DesignResult) => readonly Figure[] = figuresOf,
): Map<string, Map<string, Figure>> {
  return new Map(
    Object.entries(result.designs).map(([name, design]) => [
      name,
      new Map(of(design).map((figure) => [figureName(figure), figure])),
    ]),
  );
}

/** Intervals of quantiles stand beside their quantiles, series and timelines draw what levels say, the columns of the replications are what their intervals are made of, and how a live run went is no figure of the design. */
const LEFT_OUT = ['series', 'timeline', 'perReplication', 'live', 'predicted'];

function walk(value: unknown, schema: z.ZodType, path: readonly string[]): Figure[] {
  const def = definition(schema);
  // The unit of a value that may be null stands at the outer of the two schemas.
  if (value === null || ['number', 'string', 'boolean'].includes(typeof value))
    return [figure(value as FigureValue, schema, path)];
  if (typeof value !== 'object' || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    const field = def.shape?.[key] ?? def.valueType;
    const inner = field === undefined ? undefined : unwrapped(field);
    return inner === undefined || LEFT_OUT.includes(key) || key.endsWith('Interval95')
      ? []
      : walk(entry, inner, [...path, key]);
  });
}

function figure(value: FigureValue, schema: z.ZodType, path: readonly string[]): Figure {
  const unit = (schema.meta() as { readonly unit?: string } | undefined)?.unit ?? '';
  return { group: path.slice(0, -1).join('.'), key: path.at(-1) as string, unit, value };
}
