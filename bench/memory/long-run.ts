import { simulateReplication } from '../../sim/replication.ts';
import { buildScenario } from '../../src/scenario/parse.ts';
import { type Figures, secondsOf } from '../contender.ts';

const JOBS_PER_SECOND = 100;

/** Jobs that use every part (a pipeline limit, tasks, a semaphore, a blob with a deferred deletion), for as long as it takes `jobs` of them to pass. */
export function longRun(jobs: number, design: number): Figures {
  const scenario = buildScenario({
    name: 'long-run',
    question: 'How much memory?',
    duration: `${jobs / JOBS_PER_SECOND}s`,
    warmUp: '0s',
    replications: 1,
    pools: { storage: 1_600 },
    semaphores: { slots: 100 },
    concurrency: { pipelines: 200 },
    store: { upload: { exponential: { mean: '0.1s' } }, delete: { exponential: { mean: '1ms' } } },
    deletion: { pool: 'storage', delay: '10s', urlValidity: '15s' },
    jobs: {
      note: {
        arrivals: { poisson: `${JOBS_PER_SECOND}/s` },
        concurrency: 'pipelines',
        steps: [
          { acquire: 'slots' },
          { task: { name: 'decode', steps: [{ work: { exponential: { mean: '0.5s' } } }, 'upload'] } },
          { release: 'slots' },
          'defer',
        ],
      },
    },
    designs: { legacy: { deletion: 'sleep-in-pool' }, janitor: { deletion: 'janitor' } },
  });
  let done = 0;
  const seconds = secondsOf(() => {
    const record = simulateReplication(scenario, scenario.designs[design] as (typeof scenario.designs)[0], 0);
    done = record.counts['jobs.note.done'] ?? 0;
  });
  return { done, seconds, peakMb: process.resourceUsage().maxRSS / 1_024 };
}
