/** A worker thread: simulates the replications that it is told to, and sends their records back. */
import { parentPort, workerData } from 'node:worker_threads';
import { simulateReplication } from '../../sim/replication.ts';
import { invariant } from '../errors.ts';
import { toAll } from '../events/to-all.ts';
import { systemClock } from '../live/clock.ts';
import type { Design, Scenario } from '../scenario/model.ts';
import type { Layout } from '../service/layout.ts';
import type { RunObserver } from '../service/observer.ts';
import { ReplicationViews } from './replication-views.ts';
import type { WorkerRequest, WorkerSetup } from './replications.ts';

const { scenarios, outputs: plan } = workerData as WorkerSetup;
invariant(parentPort !== null, 'a worker has a parent');
const port = parentPort;
// What writes files reads schemas as well, which take longer to load than a short replication takes.
const outputs =
  plan === undefined ? undefined : (await import('../outputs/outputs.ts')).outputsOf(plan, scenarios[0] as Scenario);

let views: ReplicationViews | undefined;

port.on('message', (request: WorkerRequest) => {
  if (request === 'close') {
    port.postMessage(outputs?.close() ?? []);
    return;
  }
  if ('views' in request) {
    views = new ReplicationViews(request, () => systemClock.nowUs());
    return;
  }
  const scenario = scenarios[request.scenario] as Scenario;
  const design = scenario.designs[request.design] as Design;
  const { replication } = request;
  const endUs = scenario.warmUpUs + scenario.durationUs;
  const listen = (layout: Layout): RunObserver | undefined => {
    const written = outputs?.begin({ design: design.name, replication, layout, endUs });
    const seen = views?.begin(scenario, design, replication, layout);
    return written !== undefined && seen !== undefined ? toAll([written, seen]) : (written ?? seen);
  };
  const look = views === undefined ? undefined : (nowUs: number) => views?.look(nowUs);
  const record = simulateReplication(scenario, design, replication, undefined, listen, look);
  outputs?.end(endUs, record.events);
  // Copied and not handed over: from the first buffer that is handed over on, V8 looks at each use of any array whether it is still there, and the simulation gets a tenth slower.
  port.postMessage(record);
});
