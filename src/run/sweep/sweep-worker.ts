/** A worker thread: simulates all replications of a design at a point of a sweep, and sends back the row that comes of them. What it had to pool stays here, so that nothing waits for the main thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { simulateReplication } from '../../../sim/replication.ts';
import { invariant } from '../../errors.ts';
import { evaluate } from '../../gate/evaluate.ts';
import { ResultBuilder } from '../../result/build-result.ts';
import type { SweepReading, SweepRow } from '../../result/sweep/sweep-schema.ts';
import type { Design, Scenario } from '../../scenario/model.ts';
import type { SweepRequest, SweepWorkerSetup } from './run-sweep.ts';

const { measures } = workerData as SweepWorkerSetup;
invariant(parentPort !== null, 'a worker has a parent');
const port = parentPort;

port.on('message', ({ point, design: name, set, hash, scenario }: SweepRequest) => {
  const design = scenario.designs.find((one) => one.name === name) as Design;
  const readings = read(name, scenario, design);
  port.postMessage({ point, design: name, set, hash, measures: readings } satisfies SweepRow);
});

function read(name: string, scenario: Scenario, design: Design): Record<string, SweepReading> {
  const builder = new ResultBuilder({ ...scenario, designs: [design] });
  for (let replication = 0; replication < scenario.replications; replication += 1) {
    builder.add(0, simulateReplication(scenario, design, replication));
  }
  const result = builder.build('sim', '', []);
  const own = measures.filter((measure) => measure.design === name);
  return Object.fromEntries(
    own.map((measure) => {
      const { value, reach95, why } = evaluate(result, { constant: 0, terms: [{ factor: 1, measure }] });
      const ends = value === null || reach95 === null ? undefined : [value - reach95.down, value + reach95.up];
      const reading = { value, low95: ends?.[0] ?? null, high95: ends?.[1] ?? null };
      return [measure.path.join('.'), why === undefined ? reading : { ...reading, why }];
    }),
  );
}
