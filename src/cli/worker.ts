/** A worker thread: simulates the replications that it is told to, and sends their records back. */
import { parentPort, workerData } from 'node:worker_threads';
import { simulateReplication } from '../../sim/replication.ts';
import { invariant } from '../errors.ts';
import type { Design, Scenario } from '../scenario/model.ts';
import type { ReplicationTask } from './replications.ts';

const scenario = workerData as Scenario;
invariant(parentPort !== null, 'a worker has a parent');
const port = parentPort;

port.on('message', ({ design, replication }: ReplicationTask) => {
  port.postMessage(simulateReplication(scenario, scenario.designs[design] as Design, replication));
});
