import type { Figures } from '../contender.ts';

/** The model that all engines run: M/M/1 with arrivals at 0.9 and services at 1 a second. The mean time in the system is 10 s. */
export const CUSTOMERS = 1_000_000;
export const ARRIVALS_PER_SECOND = 0.9;
/** An arrival and a departure each. */
export const EVENTS = 2 * CUSTOMERS;

/** @param meanSeconds the mean time in the system, which shows that the model was run. */
export function figures(seconds: number, meanSeconds: number): Figures {
  return { seconds, meanSeconds };
}
