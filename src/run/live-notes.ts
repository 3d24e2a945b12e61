import type { Scenario, Step } from '../scenario/model.ts';
import { allSteps } from '../scenario/steps.ts';
import { formatSeconds, toSeconds } from '../units.ts';

/** What whoever starts a live run of a scenario should know before it, in sentences. */
export function liveNotes(scenario: Scenario): string[] {
  return [shortWarmUp(scenario), unusedStore(scenario)].filter((note) => note !== undefined);
}

/** Sleepers come to rest only after the longest delay: what is measured before that is still filling up. */
function shortWarmUp({ live: { warmUpUs }, designs }: Scenario): string | undefined {
  const delaysUs = designs.flatMap(({ system }) =>
    system.jobs.flatMap(({ steps, deletion }) => deferStepsOf(steps).map(({ delayUs }) => delayUs ?? deletion.delayUs)),
  );
  const longestUs = Math.max(0, ...delaysUs);
  if (warmUpUs >= longestUs) return undefined;
  return (
    `Note: the warm-up of ${formatSeconds(toSeconds(warmUpUs))} is shorter than the delay of ${formatSeconds(toSeconds(longestUs))}, ` +
    'so the number of pending deletions still grows while it is measured.'
  );
}

/** Every live run has a store, whose bucket is listed beside it; of a scenario without blobs that is told before anybody installs one. */
function unusedStore({ designs }: Scenario): string | undefined {
  const steps = designs.flatMap(({ system }) => system.jobs.flatMap((job) => allSteps(job.steps)));
  if (steps.some((step) => STORE_STEPS.has(step.do))) return undefined;
  return (
    'Note: no step of this scenario uses the object store. A live run still needs one; ' +
    'its threads and pools alone are simulated by `npx unpark run`, without a store.'
  );
}

const STORE_STEPS: ReadonlySet<Step['do']> = new Set(['upload', 'download', 'delete', 'defer']);

function deferStepsOf(steps: readonly Step[]): Extract<Step, { do: 'defer' }>[] {
  return allSteps(steps).filter((step) => step.do === 'defer');
}
