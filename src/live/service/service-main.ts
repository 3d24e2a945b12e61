/** The service under test, as a process of its own: it is told what to do over the channel to its parent, and ends with it. */
import { formatProblem, InputError } from '../../errors.ts';
import { systemClock } from '../clock.ts';
import type { Telemetry } from '../otlp/telemetry.ts';
import { HttpServer } from './http.ts';
import type { Numbered, ServiceAnswers, ServiceReply, ServiceRequest } from './messages.ts';
import { OsWatch } from './os-view.ts';
import { probeStore } from './probe.ts';
import { World } from './world.ts';

let world: World | undefined;
let server: HttpServer | undefined;
let telemetry: Telemetry | undefined;
let osWatch: OsWatch | undefined;

// Ctrl-C reaches the whole group of processes: it is the parent that decides what it means.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
// Without a parent there is nobody to run for.
process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', (error) => tellFailure(null, error));

process.on('message', ({ id, body }: Numbered<ServiceRequest>) => {
  answerTo(body).then(
    (answer) => reply({ id, answer }),
    (error: unknown) => tellFailure(id, error),
  );
});

async function answerTo(request: ServiceRequest): Promise<ServiceAnswers[ServiceRequest['ask']]> {
  if (request.ask === 'open') return await open(request);
  if (request.ask === 'close') return await close();
  const running = world;
  if (running === undefined) throw new Error('the service is not open');
  switch (request.ask) {
    case 'begin':
      return await begin(running, request.startUs);
    case 'status':
      return {
        pools: running.sample(),
        jobsRunning: running.jobsRunning,
        jobsWaiting: running.jobsWaiting,
        deletionsOpen: running.deletionsOpen,
        isMoving: running.isMoving,
        starved: running.starved.map(({ pool, reason }) => `pool ${pool} has starved itself: ${reason}`),
      };
    case 'hold':
      running.hold();
      return null;
    case 'cancelWaiting':
      return running.cancelWaiting();
    case 'snapshot': {
      const record = running.snapshot();
      return record === undefined || osWatch === undefined ? null : { record, os: osWatch.stop() };
    }
    case 'account':
      // What is told last is told to the end.
      running.metrics(0);
      return {
        blobs: running.accounts(),
        recording: running.recording,
        arrivals: running.arrivals,
        failures: running.failures.list(),
        lostTransitions: running.lostTransitions,
        wakes: running.wakes,
        logFailure: running.logFailure(),
        telemetry: await telemetry?.end(),
      };
  }
}

async function open({ setup }: Extract<ServiceRequest, { ask: 'open' }>): Promise<ServiceAnswers['open']> {
  if (setup.telemetry !== undefined) {
    // Few runs send anything, and no other loads what it takes.
    const otlp = await import('../otlp/telemetry.ts');
    telemetry = new otlp.Telemetry(setup.telemetry);
  }
  const running = new World(setup, (error) => tellFailure(null, error), undefined, telemetry);
  world = running;
  if (setup.isViewed === true) sayViews(running);
  await running.open();
  const probe = await probeStore(running.io);
  server = new HttpServer(running);
  return { port: await server.open(setup.port), probe };
}

/** How often a live view is brought up to date. */
const VIEW_EVERY_US = 150_000;

/** Says what the threads do, again and again, until the process ends. */
function sayViews(running: World): void {
  const view = running.view();
  if (view !== undefined) reply({ view });
  systemClock.wakeAt(systemClock.nowUs() + VIEW_EVERY_US, () => sayViews(running));
}

function begin(running: World, startUs: number): Promise<ServiceAnswers['begin']> {
  telemetry?.sendMetrics(() => running.metrics());
  const watch = new OsWatch();
  osWatch = watch;
  return new Promise((resolve) => running.begin(startUs, (record) => resolve({ record, os: watch.stop() })));
}

async function close(): Promise<null> {
  await server?.close();
  await world?.close();
  return null;
}

function reply(message: ServiceReply): void {
  process.send?.(message);
}

function tellFailure(id: number | null, error: unknown): void {
  if (error instanceof InputError) {
    reply({ id, failure: error.problems.map(formatProblem).join('\n'), problems: error.problems, code: error.code });
    return;
  }
  reply({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
