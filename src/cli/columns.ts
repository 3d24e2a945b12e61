/**
 * How wide an output is, in columns: as wide as its terminal, or where it goes elsewhere (into a pipe, a file) what COLUMNS says.
 * @returns undefined where neither says anything.
 */
export function columnsOf(
  { columns }: { readonly columns?: number | undefined },
  env: Readonly<Record<string, string | undefined>> = process.env,
): number | undefined {
  // Some pseudo-terminals have a width of 0.
  if (columns !== undefined && columns > 0) return columns;
  const said = env.COLUMNS ?? '';
  return /^[1-9]\d{0,4}$/.test(said) ? Number(said) : undefined;
}
