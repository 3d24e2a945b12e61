import { simulateReplication } from '../../sim/replication.ts';
import { SERIES_BINS } from '../../src/record/level-recorder.ts';
import type { ReplicationRecord } from '../../src/record/replication-record.ts';
import { DesignAccumulator } from '../../src/result/design-accumulator.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { buildScenario } from '../../src/scenario/parse.ts';

/** M/M/c: exponential service of one minute, and as many arrivals as make the load. */
export function queue(threads: number, load: number, duration: string, warmUp: string, seed = 1): Scenario {
  return buildScenario({
    name: 'queue',
    question: 'Is what is said of it true?',
    duration,
    warmUp,
    seed,
    replications: 1,
    pools: { server: threads },
    jobs: {
      customer: {
        arrivals: { poisson: `${Number((threads * load).toPrecision(12))}/min` },
        steps: [{ task: { name: 'service', steps: [{ work: { exponential: { mean: '60s' } } }] } }],
      },
    },
    designs: { only: {} },
  });
}

/** The replications of the one design of a scenario. */
export function* replicationsOf(scenario: Scenario, count: number): Generator<ReplicationRecord> {
  for (let i = 0; i < count; i += 1) yield simulateReplication(scenario, scenario.designs[0] as Design, i);
}

/** Pools replications in groups of a size, one group after the other; what is left at the end is not pooled. */
export function* groupsOf(
  scenario: Scenario,
  records: Iterable<ReplicationRecord>,
  size: number,
): Generator<DesignAccumulator> {
  const begin = () => new DesignAccumulator(scenario.warmUpUs, scenario.warmUpUs + scenario.durationUs, SERIES_BINS);
  let pooled = begin();
  for (const record of records) {
    pooled.add(record);
    if (pooled.replications < size) continue;
    yield pooled;
    pooled = begin();
  }
}
