import { formatSeconds, threeDigits } from '../units.ts';
import type { LiveDesign } from './live-schema.ts';
import type { Result } from './schema.ts';

/** Whether the figures of a live run are those of the design: of one that was measured well, of one that the machine has touched, or of the machine itself. */
export type Validity = 'valid' | 'doubtful' | 'not valid';

/** What a validity rests on. Sentences begin small and have no full stop: they are told after the name of the design. */
export interface LiveValidity {
  readonly verdict: Validity;
  /** The worst first. */
  readonly reasons: readonly string[];
}

/**
 * The bounds, each with the figure from which on a warning is told and the one from which on the run is not valid. They are of effects on what is measured, not of load as such:
 * a busy machine on which nothing came late has measured well.
 */
export const BOUNDS = {
  /** The longest delay of the service’s event loop, as a share of the measured time: nothing is admitted, queued or counted meanwhile. */
  standstill: { doubtful: 0.02, notValid: 0.05 },
  /** Threads that were held only because they were woken late, as a share of the active ones: what they add to occupancy is the machine’s. */
  heldByLateness: { doubtful: 0.03, notValid: 0.1 },
  /** Jobs that somebody else posted, and jobs of ours that did not come, as shares of the planned ones. */
  foreignJobs: { doubtful: 0, notValid: 0.01 },
  missingJobs: { doubtful: 0, notValid: 0.01 },
  /** The p99 of the send lag in seconds: arrivals that are later are another process than the scenario’s. */
  sendLag: { doubtful: 0.05, notValid: 0.25 },
  /** Changes of a thread’s state that were lost. */
  lostTransitions: { doubtful: 0, notValid: 0 },
} as const;

/**
 * Judges how a live run of a design went. Pure: the same record gives the same verdict.
 * @param active mean active threads of all pools.
 * @param durationSeconds the measured time, over 0.
 */
export function liveValidity(live: LiveDesign, active: number, durationSeconds: number): LiveValidity {
  const { load, os, wakes, foreignJobs = 0, lostTransitions } = live;
  const planned = Math.max(1, load.planned);
  const missing = Math.max(0, load.planned - load.accepted);
  const held = wakes?.heldThreads ?? 0;
  const lag = load.late.p99 ?? 0;
  const findings = [
    finding('lostTransitions', lostTransitions, `${lostTransitions} changes of a thread’s state were lost`),
    finding(
      'standstill',
      os.eventLoopDelayMaxSeconds / durationSeconds,
      `the event loop was delayed by ${formatSeconds(os.eventLoopDelayMaxSeconds)} of ${formatSeconds(durationSeconds)}`,
    ),
    finding('foreignJobs', foreignJobs / planned, `${threeDigits(foreignJobs)} jobs came from somebody else`),
    finding(
      'missingJobs',
      missing / planned,
      `${threeDigits(missing)} of ${threeDigits(planned)} jobs did not come or were not accepted`,
    ),
    finding('sendLag', lag, `1 % of the jobs were sent ${formatSeconds(lag)} late or later`),
    finding(
      'heldByLateness',
      held / Math.max(1, active),
      `threads were woken late: that alone held ${threeDigits(held)} of ${threeDigits(active)} active threads`,
    ),
  ];
  const bad = findings.filter(({ verdict }) => verdict === 'not valid');
  const doubtful = findings.filter(({ verdict }) => verdict === 'doubtful');
  return {
    verdict: bad.length > 0 ? 'not valid' : doubtful.length > 0 ? 'doubtful' : 'valid',
    reasons: [...bad, ...doubtful].map(({ text }) => text),
  };
}

function finding(bound: keyof typeof BOUNDS, found: number, text: string): { verdict: Validity; text: string } {
  const { doubtful, notValid } = BOUNDS[bound];
  return { verdict: found > notValid ? 'not valid' : found > doubtful ? 'doubtful' : 'valid', text };
}

/** Of every design of a live result, in their order; none of a simulated one. */
export function validitiesOf(result: Result): { readonly design: string; readonly validity: LiveValidity }[] {
  return Object.entries(result.designs).flatMap(([design, { live, pools }]) => {
    if (live === undefined) return [];
    const active = Object.values(pools).reduce((sum, pool) => sum + (pool.active.mean ?? 0), 0);
    return [{ design, validity: liveValidity(live, active, result.scenario.durationSeconds) }];
  });
}

/** Why a live result is not valid: a sentence for each design whose figures are the machine’s. Empty where it is valid, or simulated. */
export function whyNotValid(result: Result): string[] {
  return validitiesOf(result)
    .filter(({ validity }) => validity.verdict === 'not valid')
    .map(({ design, validity }) => `with \`${design}\` ${validity.reasons.join('; ')}`);
}
