/** A worker thread: simulates the replications that it is told to, and sends their records back. */
import { parentPort, workerData } from 'node:worker_threads';
import { simulateReplication } from '../../sim/replication.ts';
import { invariant } from '../errors.ts';
import { outputsOf } from '../outputs/outputs.ts';
import type { Design, Scenario } from '../scenario/model.ts';
import type { WorkerRequest, WorkerSetup } from './replications.ts';

const { scenarios, outputs: plan } = workerData as WorkerSetup;
invariant(parentPort !== null, 'a worker has a parent');
const port = parentPort;
const outputs = plan === undefined ? undefined : outputsOf(plan, scenarios[0] as Scenario);

port.on('message', (request: WorkerRequest) => {
  if (request === 'close') {
    port.postMessage(outputs?.close() ?? []);
    return;
  }
  const scenario = scenarios[request.scenario] as Scenario;
  const design = scenario.designs[request.design] as Design;
  const { replication } = request;
  const endUs = scenario.warmUpUs + scenario.durationUs;
  const record = simulateReplication(scenario, design, replication, undefined, (layout) =>
    outputs?.begin({ design: design.name, replication, layout, endUs }),
  );
  outputs?.end(endUs, record.events);
  port.postMessage(record);
});
