import { simulateReplication } from '../../sim/replication.ts';
import { World } from '../../sim/world.ts';
import { EVENT_NAMES } from '../../src/events/catalogue.ts';
import type { ReplicationRecord } from '../../src/record/replication-record.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { buildScenario } from '../../src/scenario/parse.ts';
import type { RunObserver } from '../../src/service/observer.ts';
import { bestProcessorSeconds, type Figures } from '../contender.ts';
import { ARRIVALS_PER_SECOND, CUSTOMERS, figures } from './single-server.ts';

type Design = Scenario['designs'][number];

/** M/M/1 as a scenario: jobs, tasks, a thread pool with its states, all histograms and series. */
export function unparkWorld(): Figures {
  const scenario = singleServer();
  let record: ReplicationRecord | undefined;
  const seconds = bestProcessorSeconds(() => {
    record = simulateReplication(scenario, scenario.designs[0] as Design, 0);
  });
  const time = record?.durations['jobs.customer.time'];
  return figures(seconds, (time?.sumUs ?? 0) / (time?.count ?? 0) / 1e6);
}

/** The same without observation: of what happens only the times of the jobs are added up, which shows that the model was run. */
export function unparkUnobserved(): Figures {
  const scenario = singleServer();
  let sumUs = 0;
  let count = 0;
  const silent = Object.fromEntries(EVENT_NAMES.map((name) => [name, () => {}])) as unknown as RunObserver;
  const observer: RunObserver = {
    ...silent,
    jobEnded: (_row, _kind, _failed, timeUs) => {
      sumUs += timeUs;
      count += 1;
    },
  };
  const seconds = bestProcessorSeconds(() => {
    sumUs = 0;
    count = 0;
    new World((scenario.designs[0] as Design).system, scenario, 0).run(observer);
  });
  return figures(seconds, sumUs / count / 1e6);
}

function singleServer(): Scenario {
  return buildScenario({
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
}
