import { simulateReplication } from '../../sim/replication.ts';
import type { ReplicationRecord } from '../../src/record/replication-record.ts';
import { buildScenario } from '../../src/scenario/parse.ts';
import { bestSeconds, type Figures } from '../contender.ts';
import { ARRIVALS_PER_SECOND, CUSTOMERS, figures } from './single-server.ts';

/** M/M/1 as a scenario: jobs, tasks, a thread pool with its states, all histograms and series. */
export function unparkWorld(): Figures {
  const scenario = buildScenario({
    name: 'single-server',
    question: 'How fast?',
    duration: `${Math.round(CUSTOMERS / ARRIVALS_PER_SECOND)}s`,
    warmUp: '0s',
    replications: 1,
    pools: { server: 1 },
    jobs: {
      customer: {
        arrivals: { poisson: `${ARRIVALS_PER_SECOND}/s` },
        steps: [{ task: { name: 'service', steps: [{ work: { exponential: { mean: '1s' } } }] } }],
      },
    },
    designs: { only: {} },
  });
  let record: ReplicationRecord | undefined;
  const seconds = bestSeconds(() => {
    record = simulateReplication(scenario, scenario.designs[0] as (typeof scenario.designs)[0], 0);
  });
  const time = record?.durations['jobs.customer.time'];
  return figures(seconds, (time?.sumUs ?? 0) / (time?.count ?? 0) / 1e6);
}
