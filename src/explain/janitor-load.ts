import type { JanitorSettings } from '../scenario/model.ts';
import { erlangB } from '../theory/index.ts';
import { toSeconds } from '../units.ts';
import { durationMeanUs } from '../workload/distribution.ts';
import { blobsOf, type Due, dueIn, dueOf } from './due.ts';
import { type DueSpan, type JanitorCourse, janitorCourse } from './janitor-course.ts';
import { type JobLoad, type Phase, spansOf } from './phases.ts';
import type { StoreTimes } from './store-times.ts';

/** Up to so many pending deletions Erlang's formula is stepped through; beyond, chance makes no difference. */
const STEPS = 100_000;

/** What a janitor that several loads share does over a run. */
export function janitorOver(
  loads: readonly JobLoad[],
  settings: JanitorSettings,
  pending: number,
  isPoisson: boolean,
  phases: readonly Phase[],
): JanitorCourse {
  const { maxPending, concurrency, retry } = settings;
  const refused = refusedShare(pending, maxPending, isPoisson);
  const due = loads.flatMap(dueOf);
  const spans = boundsOf(due, phases).map(([fromUs, untilUs]): DueSpan => {
    const { store, ...same } = phaseAt(spansOf(phases), fromUs);
    const tries = triesPerDeletion(store.retry('delete'), retry.attempts);
    const deleteUs = durationMeanUs(store.latency('delete'));
    const perSecond = concurrency / (toSeconds(deleteUs) * tries);
    const deletions = due.reduce((sum, one) => sum + dueIn(one, phases, fromUs, untilUs), 0);
    return {
      fromSeconds: toSeconds(fromUs),
      seconds: toSeconds(untilUs - fromUs),
      duePerSecond: ((1 - refused) * deletions) / toSeconds(untilUs - fromUs),
      perSecond,
      residualSeconds: residualUs(store, deleteUs, same.untilUs - same.fromUs) / 1e6 / concurrency,
      isSlow: deleteUs > durationMeanUs(store.normalLatency('delete')),
    };
  });
  const blobs = loads.reduce((sum, load) => sum + blobsOf(load), 0);
  const course = janitorCourse(spans, maxPending, blobs === 0 ? 0 : pending / blobs);
  return { ...course, refused: refused + (1 - refused) * course.refused };
}

/** The times between changes of the store and of the rates, a delay later, from the first deletion on. */
function boundsOf(due: readonly Due[], phases: readonly Phase[]): [number, number][] {
  const endUs = (phases.at(-1) as Phase).untilUs;
  const first = Math.min(endUs, ...due.map(({ delayUs }) => delayUs));
  const delays = [0, ...new Set(due.map(({ delayUs }) => delayUs))];
  const moments = new Set(phases.flatMap(({ fromUs }) => delays.map((delayUs) => fromUs + delayUs)));
  const bounds = [...moments].filter((us) => us >= first && us < endUs).sort((a, b) => a - b);
  // Where none comes due in the run, it is what would be if the run were as long.
  if (bounds.length === 0) return [[first, first + endUs]];
  return bounds.map((us, i) => [us, bounds[i + 1] ?? endUs]);
}

function phaseAt(phases: readonly Phase[], us: number): Phase {
  return phases.find(({ untilUs }) => us < untilUs) ?? (phases.at(-1) as Phase);
}

/** With as many pending as may be, further ones are refused: each is pending for its delay, so that Erlang's formula holds for Poisson arrivals. Others are refused at least so often. */
function refusedShare(pending: number, maxPending: number, isPoisson: boolean): number {
  if (isPoisson && maxPending <= STEPS) return erlangB(maxPending, pending);
  return pending > maxPending ? 1 - maxPending / pending : 0;
}

/** How long a deletion goes on after a time of slow ones that follow each other without a break. */
function residualUs(store: StoreTimes, deleteUs: number, spanUs: number): number {
  switch (store.latency('delete').kind) {
    case 'constant':
      return deleteUs === 0 ? 0 : Math.ceil(spanUs / deleteUs) * deleteUs - spanUs;
    case 'exponential':
      return deleteUs;
    default:
      return deleteUs / 2;
  }
}

/** The mean number of tries when each is asked to try again with the probability r: 1 + r + … + r^(n−1). */
function triesPerDeletion(retry: number, attempts: number): number {
  let tries = 0;
  let chance = 1;
  for (let i = 0; i < attempts && chance > 1e-12; i += 1) {
    tries += chance;
    chance *= retry;
  }
  return tries;
}
