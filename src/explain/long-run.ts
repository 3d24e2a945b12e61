import { toSeconds } from '../units.ts';
import { type JobLoad, jobsIn, type Phase } from './phases.ts';

/** A state of the store, with the share of the run in which it is so, and all jobs at their mean rates under it. */
export interface StoreState extends Pick<Phase, 'store' | 'jobs'> {
  readonly share: number;
}

export function storeStates(phases: readonly Phase[]): StoreState[] {
  const endUs = phases.at(-1)?.untilUs ?? 0;
  const states = new Map<Phase['store'], StoreState>();
  for (const { store, jobs, fromUs, untilUs } of phases) {
    const share = (states.get(store)?.share ?? 0) + (untilUs - fromUs) / endUs;
    const atMean = ({ job, times }: JobLoad) => ({
      job,
      times,
      jobsPerSecond: jobsIn(job, 0, endUs) / toSeconds(endUs),
    });
    states.set(store, { share, store, jobs: states.get(store)?.jobs ?? jobs.map(atMean) });
  }
  return [...states.values()];
}

/**
 * What comes over what can be carried in the long run; from 1 on a line grows for good. What waits through a time in which the store is slow is done when it is well again, and no
 * longer takes as long: so it is not the mean of the loads, but that of the capacities counts.
 * @param heldIn what is held in a state when nothing waits. @param room how much can be held.
 */
export function longRunLoad(
  states: readonly StoreState[],
  heldIn: (state: StoreState) => number,
  room: number,
): number {
  const [only] = states;
  if (only !== undefined && states.length === 1) return heldIn(only) / room;
  return 1 / states.reduce((capacity, state) => capacity + (state.share * room) / heldIn(state), 0);
}
