/** The longest text that is shown of a value. */
const LONGEST = 60;

/** The beginning of a value as JSON, for errors: however large and deep it is, nothing goes down into it far. */
export function shown(value: unknown): string {
  const text = JSON.stringify(pruned(value, LONGEST)) ?? 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** What is left away lies past the longest text: each entry and each level has a character of its own. */
function pruned(value: unknown, levels: number): unknown {
  if (typeof value === 'string') return value.slice(0, LONGEST + 1);
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return 0;
  if (Array.isArray(value)) return value.slice(0, LONGEST).map((inner) => pruned(inner, levels - 1));
  const entries = Object.entries(value).slice(0, LONGEST);
  return Object.fromEntries(entries.map(([key, inner]) => [key, pruned(inner, levels - 1)]));
}

/** The most maps and lists inside each other of a value that is read: far more than a result or a scenario has. */
export const MOST_LEVELS = 500;

/** Whether a value of a file is so deep that what goes down into it by calling itself might not come back. */
export function isTooDeep(value: unknown, levels = MOST_LEVELS): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const inner of Object.values(value)) if (isTooDeep(inner, levels - 1)) return true;
  return false;
}
