import { thisMachine } from '../live/machine.ts';
import { checkMachine } from '../live/preflight.ts';
import type { Design, System } from '../scenario/model.ts';
import { toSeconds, US_PER_HOUR } from '../units.ts';
import { meanJobsPerSecond } from '../workload/arrivals.ts';
import { countMoments } from '../workload/distribution.ts';

/** Worker threads of a service beside those of its pools: for I/O, and the design's own. */
const THREADS_BESIDE = 2;

/**
 * Holds what a live run needs against the machine.
 * @returns whether there is room for two designs at once.
 * @throws InputError with exit code 4 when there is none for one.
 */
export function checkRoom(designs: readonly Design[]): boolean {
  const machine = thisMachine();
  const threads = designs.map(({ system }) => poolThreads(system) + ownThreads(system));
  const most = Math.max(0, ...threads) + THREADS_BESIDE;
  const [pool] = [...(designs[0]?.system.pools ?? [])].sort((a, b) => b.threads - a.threads);
  const smaller = `--set pools.${pool?.name}.threads=${Math.ceil((pool?.threads ?? 2) / 4)}`;
  checkMachine({ workerThreads: most, smaller }, machine);
  try {
    checkMachine({ workerThreads: 2 * most, smaller }, machine);
    return designs.length > 1;
  } catch {
    return false;
  }
}

function poolThreads({ pools }: System): number {
  return pools.reduce((sum, { threads }) => sum + threads, 0);
}

/** About how many threads sleep at once where each deletion starts one: rate × delay at one blob a job, and half as many again for chance. */
function ownThreads({ jobs }: System): number {
  const erlangs = jobs
    .filter(({ deletion }) => deletion.by === 'thread-per-file')
    .flatMap(({ arrivals, deletion }) =>
      arrivals.map((process) => {
        const { mean } = countMoments(process.batch);
        return meanJobsPerSecond(process, mean, US_PER_HOUR) * toSeconds(deletion.delayUs);
      }),
    );
  return Math.ceil(1.5 * erlangs.reduce((sum, one) => sum + one, 0));
}
