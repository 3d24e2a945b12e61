/** The JSON Schema of scenario files, for editors. */
import { z } from 'zod';
import { scenarioSchema } from '../../src/scenario/schema.ts';

/** @returns the text of scenarios/scenario.schema.json. */
export function scenarioJsonSchema(): string {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify(schema, (_key, value) => withoutWrapping(value), 2)}\n`;
}

/** zod wraps a reference to what a value is made of, as if something were said beside it. */
function withoutWrapping(value: unknown): unknown {
  const { allOf, ...beside } = (value ?? {}) as { allOf?: unknown[] };
  return allOf?.length === 1 && Object.keys(beside).length === 0 ? allOf[0] : value;
}
