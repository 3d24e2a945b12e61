import type { RunObserver } from '../service/observer.ts';
import { EVENT_NAMES } from './catalogue.ts';

/** An observer that hears nothing: what a listener of few events is made from. */
export function silent(): RunObserver {
  return Object.fromEntries(EVENT_NAMES.map((name) => [name, () => {}])) as unknown as RunObserver;
}
