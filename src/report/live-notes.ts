import type { Result } from '../result/schema.ts';
import { formatSeconds, threeDigits } from '../units.ts';
import { code } from './format.ts';
import { designsOf } from './selection.ts';

/** What a reader of a live result has to know before the figures: one sentence each, the most pressing first. Names stand in backticks. A simulated result has none. */
export function liveNotes(result: Result): string[] {
  const { live } = result;
  if (live === undefined) return [];
  return [
    ...(live.incomplete === null
      ? []
      : [`This run is incomplete: ${live.incomplete.replace(/\s+/g, ' ').replace(/\.$/, '')}.`]),
    ...designsOf(result).flatMap(({ name, result: { live: run } }) => {
      if (run === undefined) return [];
      const { load, proof, failures, lostTransitions } = run;
      return [
        ...(load.asPlanned ? [] : [`The load of ${code(name)} was not sent as planned: ${load.reason}.`]),
        ...(proof === null || proof.discrepancies === 0
          ? []
          : [
              `In the bucket of ${code(name)}, ${proof.discrepancies} of ${proof.blobs} blobs are not as they should be, such as ${code(proof.firstDiscrepancies[0]?.name ?? '')}: ${proof.firstDiscrepancies[0]?.kind ?? ''}.`,
            ]),
        ...failures
          .slice(0, 3)
          .map(({ cause, count }) => `With ${code(name)} ${count} ${count === 1 ? 'step' : 'steps'} failed: ${cause}.`),
        ...(lostTransitions === 0
          ? []
          : [`With ${code(name)} ${lostTransitions} changes of a thread’s state were lost: do not trust its figures.`]),
      ];
    }),
    compression(live.compress, live.probe),
  ];
}

function compression(compress: number, probe: NonNullable<Result['live']>['probe']): string {
  const real = `Uploads, downloads and deletes are real and took about ${formatSeconds(probe.upload)}, ${formatSeconds(probe.download)} and ${formatSeconds(probe.delete)}`;
  if (compress === 1) return `${real}, not what the scenario says of them: their erlangs are not the scenario’s.`;
  return `It ran ${threeDigits(compress)} times faster than the scenario: sleeps and work are divided by ${threeDigits(compress)} and rates multiplied, so their erlangs stay. ${real}; their erlangs do not stay. All times here are those of the run.`;
}
