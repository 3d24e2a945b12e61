import { isMap, type Path } from '../path.ts';

/** What is wrong at one place of a scenario, before the place is looked up in the file. */
export interface Complaint {
  readonly path: Path;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly found?: string | undefined;
  readonly hint?: string | undefined;
  /** The place is the key of the path's end, not its value. */
  readonly atKey?: boolean;
}

export type Complain = (complaint: Complaint) => void;

/** A value in a few words, for the line `found:` of an error. */
export function describeFound(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (isMap(value)) {
    const keys = Object.keys(value);
    if (keys.length === 0) return 'an empty map';
    return `a map with the key${keys.length === 1 ? '' : 's'} ${keys.slice(0, 6).join(', ')}${keys.length > 6 ? ' …' : ''}`;
  }
  const text = String(value);
  return typeof value === 'string' ? `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"` : text;
}

/** What is said of a value that does not fit. */
export function wrongValue(path: Path): string {
  const key = path.at(-1);
  if (key === undefined) return 'this is not a scenario';
  return typeof key === 'string' ? `\`${key}\` has a value that does not fit` : 'this item of the list does not fit';
}
