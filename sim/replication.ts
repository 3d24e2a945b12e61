import { toAll } from '../src/events/to-all.ts';
import type { ReplicationRecord } from '../src/record/replication-record.ts';
import { ServiceRecorder } from '../src/record/service-recorder.ts';
import type { Design, Scenario, System } from '../src/scenario/model.ts';
import { layOut } from '../src/service/lay-out.ts';
import type { Layout } from '../src/service/layout.ts';
import type { RunObserver } from '../src/service/observer.ts';
import { Service } from '../src/service/service.ts';
import type { ThreadPool } from '../src/service/thread-pool.ts';
import { ArrivalTimes } from '../src/workload/arrival-times.ts';
import { Draws } from '../src/workload/draws.ts';
import type { Recording } from '../src/workload/recording.ts';
import { Streams } from '../src/workload/streams.ts';
import { Driver } from './driver.ts';
import { Engine } from './engine.ts';
import { HealthLog } from './health-log.ts';

/**
 * Runs one replication of one design: a pure function of (scenario, design, replication).
 * @param replication from 0; it and the scenario's seed address every random number.
 * @param listen gives a listener to everything that happens, beside what measures; without one nothing is told twice.
 * @param recording what a live run has recorded, to be replayed: its durations and outcomes take the place of the drawn ones.
 */
export function simulateReplication(
  scenario: Scenario,
  design: Design,
  replication: number,
  recording?: Recording,
  listen?: (layout: Layout) => RunObserver | undefined,
): ReplicationRecord {
  const world = new World(design.system, scenario, replication, recording, listen);
  world.run();
  return world.record();
}

/** The simulated world of one replication: the service, its driver, its arrivals and its faults. */
class World {
  readonly #system: System;
  readonly #warmUpUs: number;
  readonly #endUs: number;
  readonly #engine = new Engine();
  readonly #recorder: ServiceRecorder;
  readonly #observer: RunObserver;
  readonly #service: Service;
  readonly #healthLogs: readonly HealthLog[];

  constructor(
    system: System,
    scenario: Scenario,
    replication: number,
    recording: Recording | undefined,
    listen: ((layout: Layout) => RunObserver | undefined) | undefined,
  ) {
    this.#system = system;
    this.#warmUpUs = scenario.warmUpUs;
    this.#endUs = scenario.warmUpUs + scenario.durationUs;
    const engine = this.#engine;
    const streams = new Streams(scenario.seed, replication);
    const draws = new Draws(streams, recording);
    const layout = layOut(system, draws);
    this.#recorder = new ServiceRecorder(layout, this.#warmUpUs, this.#endUs, replication);
    const listener = listen?.(layout);
    this.#observer = listener === undefined ? this.#recorder : toAll([this.#recorder, listener]);
    const driver = new Driver(engine, system, layout.strategies.length, () => this.#service);
    this.#service = new Service(layout, draws, driver, this.#observer);
    this.#healthLogs = system.pools.flatMap((pool, i) =>
      pool.health === undefined
        ? []
        : [new HealthLog(i, this.#service.pools[i] as ThreadPool, pool.health, engine, this.#observer)],
    );
    this.#scheduleArrivals(streams);
    this.#scheduleFaults();
  }

  run(): void {
    if (this.#warmUpUs > 0) this.#engine.runUntil(this.#warmUpUs);
    this.#observer.measuringStarted(this.#engine.nowUs);
    for (const log of this.#healthLogs) log.start();
    this.#engine.runUntil(this.#endUs);
  }

  record(): ReplicationRecord {
    const urlEndsUs: number[] = [];
    this.#service.forEachOpenBlob((urlEndUs) => urlEndsUs.push(urlEndUs));
    return {
      ...this.#recorder.record(this.#endUs, urlEndsUs),
      events: this.#engine.eventCount,
    };
  }

  #scheduleArrivals(streams: Streams): void {
    const engine = this.#engine;
    // Of arrivals at one moment the kind whose name comes first is served first, whatever the order in the file.
    const kinds = this.#system.jobs
      .map((job, kind) => ({ job, kind }))
      .sort((a, b) => (a.job.name < b.job.name ? -1 : 1));
    kinds.forEach(({ job, kind }) => {
      job.arrivals.forEach((process, index) => {
        const times = new ArrivalTimes(process, streams, `${job.name}/arrivals.${index}`);
        const arrive = engine.handler(() => {
          for (let i = times.batch; i > 0; i -= 1) this.#service.arrive(kind);
          scheduleNext();
        });
        const scheduleNext = (): void => {
          const nextUs = times.nextUs();
          if (nextUs <= this.#endUs) engine.schedule(nextUs, arrive, 0);
        };
        scheduleNext();
      });
    });
  }

  #scheduleFaults(): void {
    const kill = this.#engine.handler(() => this.#service.killDrivers());
    for (const fault of this.#system.faults) {
      if (fault.kind === 'kill-janitor' && fault.atUs <= this.#endUs) this.#engine.schedule(fault.atUs, kill, 0);
    }
  }
}
