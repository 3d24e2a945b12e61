/** The JSON Schema of scenario files, for editors. */
import { z } from 'zod';
import { scenarioSchema } from '../../src/scenario/schema.ts';

/** @returns the text of scenarios/scenario.schema.json. */
export function scenarioJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-7' }), null, 2)}\n`;
}
