/** Where a scenario that is written anew finds what belongs to it, as paths seen from its folder. */
export interface Places {
  /** The JSON Schema, for editors. */
  readonly schema: string;
  /** The reference of the language. */
  readonly reference: string;
}

/** In a project that has installed unpark, seen from the project's folder. */
export const INSTALLED: Places = {
  schema: './node_modules/unpark/scenarios/scenario.schema.json',
  reference: './node_modules/unpark/docs/scenario-language.md',
};

/** The first lines of every template. */
export function heading(name: string, { schema, reference }: Places): string {
  return `# yaml-language-server: $schema=${schema}
#
# A scenario says what arrives, what it does with which thread pool, and which designs are compared.
# Check it:   npx unpark explain ${name}.yaml
# Run it:     npx unpark run ${name}.yaml
# Judge it:   npx unpark check ${name}.yaml
# All keys:   ${reference}
`;
}
