import type { RunObserver } from '../service/observer.ts';
import { EVENT_NAMES, type EventName } from './catalogue.ts';

/** One observer that tells several, in their order. */
export function toAll(observers: readonly RunObserver[]): RunObserver {
  const [only, ...others] = observers;
  if (only !== undefined && others.length === 0) return only;
  const all: Partial<Record<EventName, (...values: never[]) => void>> = {};
  for (const name of EVENT_NAMES) {
    all[name] = (...values: never[]) => {
      for (const observer of observers) (observer[name] as (...same: never[]) => void)(...values);
    };
  }
  return all as RunObserver;
}
