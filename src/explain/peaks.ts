import { toSeconds } from '../units.ts';
import type { Peak } from './explanation.ts';
import type { Phase } from './phases.ts';

/** Something that is held: so many a second, and for how long each. */
export interface Flow {
  readonly perSecond: number;
  readonly seconds: number;
}

/**
 * When most is held in a run whose rates or store change: at the end of each phase all that has begun within the time that it is held for. That is exact for constant times, and where
 * a phase is much longer than they are; what is held for very different times may reach less.
 * @param room how much can be held.
 * @returns null where it never comes to more than that.
 */
export function peakOf(
  phases: readonly Phase[],
  flowsOf: (phase: Phase) => readonly Flow[],
  room: number,
): Peak | null {
  const flows = phases.map(flowsOf);
  const longestUs = Math.max(0, ...flows.flat().map(({ seconds }) => seconds)) * 1e6;
  const heldAtEnd = phases.map(({ untilUs: atUs }, last) => {
    let held = 0;
    for (let i = last; i >= 0 && (phases[i] as Phase).untilUs > atUs - longestUs - 1; i -= 1) {
      const { fromUs, untilUs } = phases[i] as Phase;
      for (const { perSecond, seconds } of flows[i] as Flow[]) {
        held += perSecond * Math.max(0, Math.min(toSeconds(untilUs - fromUs), seconds - toSeconds(atUs - untilUs)));
      }
    }
    return held;
  });
  let peak: Peak | null = null;
  let [fromUs, times] = [0, 0];
  heldAtEnd.forEach((held, i) => {
    const phase = phases[i] as Phase;
    if (held <= room * (1 + 1e-9)) return;
    if (i === 0 || (heldAtEnd[i - 1] as number) <= room * (1 + 1e-9)) {
      fromUs = phase.fromUs;
      times += 1;
    }
    if (peak === null || held > peak.held || peak.fromUs === fromUs) {
      peak = { held: Math.max(held, peak?.held ?? 0), fromUs, untilUs: phase.untilUs, times };
    }
  });
  return peak === null ? null : { ...(peak as Peak), times };
}
