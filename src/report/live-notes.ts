import { counted } from '../counted.ts';
import type { LiveDesign } from '../result/live-schema.ts';
import { validitiesOf, whyNotValid } from '../result/live-validity.ts';
import type { Result } from '../result/schema.ts';
import { formatSeconds, threeDigits } from '../units.ts';
import { code, formatNumber, joinWords } from './format.ts';
import { designsOf, poolOf, poolsThatMatter } from './selection.ts';

/** Of a result that was made again from the events of a live run. */
const FROM_EVENTS =
  'These figures are from the events of a live run alone: whether the machine kept up, and what became of each blob, stands in the result of the run itself.';

/** What is wrong with a live run: one sentence each, the most pressing first. Names stand in backticks. */
export function liveWarnings(result: Result): string[] {
  const { live } = result;
  if (live === undefined) return result.world === 'live' ? [FROM_EVENTS] : [];
  const doubts = validitiesOf(result).filter(({ validity }) => validity.verdict === 'doubtful');
  return [
    ...doubts.map(
      ({ design, validity }) =>
        `The machine has touched the figures of ${code(design)}: ${validity.reasons.join('; ')}.`,
    ),
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
        ...(proof === null || proof.failedLooks === 0
          ? []
          : [
              `Of the listings of the bucket of ${code(name)}, ${proof.failedLooks} failed, and only ${proof.provedAlive} of ${proof.blobs} blobs were seen alive before they were due.`,
            ]),
        ...failures
          .slice(0, 3)
          .map(({ cause, count }) => `With ${code(name)} ${counted(count, 'step')} failed: ${cause}.`),
        ...(lostTransitions === 0
          ? []
          : [
              `With ${code(name)} ${counted(lostTransitions, 'change of a thread’s state was', 'changes of a thread’s state were')} lost: do not trust its figures.`,
            ]),
      ];
    }),
  ];
}

/** How to read the figures of a live run, and how near the simulator came: one sentence each. Names stand in backticks. */
export function liveReading(result: Result): string[] {
  const { live } = result;
  if (live === undefined) return [];
  const probe = designsOf(result)[0]?.result.live?.probe;
  return [
    ...(whyNotValid(result).length > 0 ? [] : agreement(result)),
    ...(probe === undefined ? [] : [compression(live.compress, probe)]),
    'A measured wait for a thread includes waking it, which the simulator does not know.',
  ];
}

function agreement(result: Result): string[] {
  const [pool] = poolsThatMatter(result);
  const told = designsOf(result).flatMap((design) => {
    const measured = pool === undefined ? undefined : poolOf(design, pool)?.active.mean;
    const replayed = pool === undefined ? undefined : design.result.predicted?.replay.pools[pool]?.active.mean;
    if (measured === undefined || measured === null || replayed === undefined || replayed === null) return [];
    return [
      `${formatNumber('level', replayed)} active threads with ${code(design.name)}, where ${formatNumber('level', measured)} were measured`,
    ];
  });
  return told.length === 0 ? [] : [`Given the recorded arrivals and latencies, the simulator has ${joinWords(told)}.`];
}

function compression(compress: number, probe: LiveDesign['probe']): string {
  const real = `Uploads, downloads and deletes are real and took about ${formatSeconds(probe.upload)}, ${formatSeconds(probe.download)} and ${formatSeconds(probe.delete)}`;
  if (compress === 1) return `${real}, not what the scenario says of them: their erlangs are not the scenario’s.`;
  return `It ran ${threeDigits(compress)} times faster than the scenario: sleeps and work are divided by ${threeDigits(compress)} and rates multiplied, so their erlangs stay. ${real}; their erlangs do not stay. All times here are those of the run.`;
}
