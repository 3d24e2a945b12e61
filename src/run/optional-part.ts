/** Parts that only live runs and pictures need: optional dependencies, which an installation may leave out. */
import { exitCode, InputError } from '../errors.ts';

/** How to get what was left out. */
export const GET_ALL = 'install it again without --omit=optional';

/**
 * Loads a part that rests on optional dependencies.
 * @returns the part, or the name of the package that is not installed.
 */
export async function loadOptional<T>(
  load: () => Promise<T>,
): Promise<{ readonly part: T } | { readonly missing: string }> {
  try {
    return { part: await load() };
  } catch (error) {
    const missing = missingPackage(error);
    if (missing === undefined) throw error;
    return { missing };
  }
}

/**
 * Loads such a part for something that is nothing without it.
 * @param message what needs it.
 * @throws InputError when it is not installed.
 */
export async function requireOptional<T>(load: () => Promise<T>, message: string): Promise<T> {
  const loaded = await loadOptional(load);
  if ('part' in loaded) return loaded.part;
  const found = `no ${loaded.missing}`;
  throw new InputError(
    { message, expected: 'the optional dependencies of unpark', found, hint: GET_ALL },
    exitCode.noTarget,
  );
}

function missingPackage(error: unknown): string | undefined {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined;
  return /^Cannot find (?:package|module) '([^']+)'/.exec(String(message))?.[1];
}
