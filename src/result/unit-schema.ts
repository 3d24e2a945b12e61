import * as z from 'zod';

/** A number with its unit and its meaning, which readers of the schema are told. */
export const number = (unit: string, description: string) => z.number().meta({ unit, description });

/** The same, or null where there is nothing to tell. */
export const nullable = (unit: string, description: string) => z.number().nullable().meta({ unit, description });
