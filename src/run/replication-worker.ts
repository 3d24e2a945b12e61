/** A worker thread: simulates the replications that it is told to, and sends their records back. */
import { parentPort, workerData } from 'node:worker_threads';
import { simulateReplication } from '../../sim/replication.ts';
import { invariant } from '../errors.ts';
import type { Design, Scenario } from '../scenario/model.ts';
import type { ReplicationTask } from './replications.ts';

const scenarios = workerData as readonly Scenario[];
invariant(parentPort !== null, 'a worker has a parent');
const port = parentPort;

port.on('message', (task: ReplicationTask) => {
  const scenario = scenarios[task.scenario] as Scenario;
  port.postMessage(simulateReplication(scenario, scenario.designs[task.design] as Design, task.replication));
});
