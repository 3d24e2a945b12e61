import type { Semaphore, System } from '../scenario/model.ts';
import { allSteps } from '../scenario/steps.ts';

/** Larger limits than this are looked at by their common divisor alone. */
const LARGE = 100_000;

/** How many permits of a semaphore can be held at once: with a limit of 5 and steps that take 2 each, 4. */
export function usablePermits({ name, limit }: Semaphore, { jobs }: System): number {
  const taken = new Set(
    jobs.flatMap(({ steps }) =>
      allSteps(steps).flatMap((step) => {
        if (step.do === 'acquire' && step.semaphore === name) return [step.permits];
        return step.do === 'fanOut' && step.permit === name ? [1] : [];
      }),
    ),
  );
  if (taken.size === 0 || taken.has(1)) return limit;
  if (limit > LARGE) {
    const unit = [...taken].reduce(commonDivisor);
    return limit - (limit % unit);
  }
  const canBeHeld = new Uint8Array(limit + 1);
  canBeHeld[0] = 1;
  for (let held = 1; held <= limit; held += 1) {
    for (const permits of taken) if (canBeHeld[held - permits] === 1) canBeHeld[held] = 1;
  }
  return canBeHeld.lastIndexOf(1);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
