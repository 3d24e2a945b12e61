/** What the arguments of the closed forms may be. Each check throws a RangeError that names the argument, its range and what was found. */

function refuse(name: string, expected: string, found: number): never {
  throw new RangeError(`${name} must be ${expected}, not ${found}`);
}

/** @throws RangeError unless the value is finite and at least 0. */
export function requireNonNegative(name: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) refuse(name, 'a finite number of at least 0', value);
}

/** @throws RangeError unless the value is finite and above 0. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) refuse(name, 'a finite number above 0', value);
}

/** @throws RangeError unless the value is strictly between 0 and 1. */
export function requireProbability(name: string, value: number): void {
  if (!(value > 0 && value < 1)) refuse(name, 'between 0 and 1, both excluded', value);
}

/** @throws RangeError unless the value is a whole number of at least `least`. */
export function requireWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) refuse(name, `a whole number of at least ${least}`, value);
}

/** @throws RangeError where the offered load reaches the threads: the queue then grows for ever and has no mean. */
export function requireSteadyState(erlangs: number, threads: number): void {
  if (!(erlangs < threads)) {
    throw new RangeError(
      `${erlangs} erlangs offered to ${threads} threads have no steady state: the queue grows for ever`,
    );
  }
}
