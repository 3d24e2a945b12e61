import type { Scenario, System } from '../src/scenario/model.ts';
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

/** How often a run pauses for those who watch it. */
const PAUSES = 5_000;

/** The simulated world of one replication: the service, its driver, its arrivals and its faults. It runs once. */
export class World {
  readonly layout: Layout;
  /** When the run ends, in µs from its start. */
  readonly endUs: number;
  readonly #system: System;
  readonly #warmUpUs: number;
  readonly #streams: Streams;
  readonly #draws: Draws;
  readonly #engine = new Engine();
  #service: Service | undefined;

  constructor(system: System, scenario: Scenario, replication: number, recording?: Recording) {
    this.#system = system;
    this.#warmUpUs = scenario.warmUpUs;
    this.endUs = scenario.warmUpUs + scenario.durationUs;
    this.#streams = new Streams(scenario.seed, replication);
    this.#draws = new Draws(this.#streams, recording);
    this.layout = layOut(system, this.#draws);
  }

  /** How many events the engine ran. */
  get events(): number {
    return this.#engine.eventCount;
  }

  /**
   * Runs it all.
   * @param observer hears everything that happens.
   * @param pause is called now and then between two events, at times that are the same in every run, with the virtual time in µs.
   */
  run(observer: RunObserver, pause?: (nowUs: number) => void): void {
    const engine = this.#engine;
    const { layout } = this;
    const driver: Driver = new Driver(engine, this.#system, layout.strategies.length, () => service);
    const service: Service = new Service(layout, this.#draws, driver, observer);
    this.#service = service;
    const healthLogs = this.#system.pools.flatMap((pool, i) =>
      pool.health === undefined
        ? []
        : [new HealthLog(i, service.pools[i] as ThreadPool, pool.health, engine, observer)],
    );
    this.#scheduleArrivals(service);
    this.#scheduleFaults(service);
    if (this.#warmUpUs > 0) this.#runUntil(this.#warmUpUs, pause);
    observer.measuringStarted(engine.nowUs);
    for (const log of healthLogs) log.start();
    this.#runUntil(this.endUs, pause);
  }

  #runUntil(endUs: number, pause: ((nowUs: number) => void) | undefined): void {
    const engine = this.#engine;
    if (pause !== undefined) {
      const everyUs = Math.ceil(this.endUs / PAUSES);
      for (let nextUs = engine.nowUs + everyUs; nextUs < endUs; nextUs += everyUs) {
        engine.runUntil(nextUs);
        pause(nextUs);
      }
    }
    engine.runUntil(endUs);
  }

  /** The ends of the signed URLs of the blobs that someone still means to delete. */
  openUrlEndsUs(): number[] {
    const urlEndsUs: number[] = [];
    this.#service?.forEachOpenBlob((urlEndUs) => urlEndsUs.push(urlEndUs));
    return urlEndsUs;
  }

  #scheduleArrivals(service: Service): void {
    const engine = this.#engine;
    // Of arrivals at one moment the kind whose name comes first is served first, whatever the order in the file.
    const kinds = this.#system.jobs
      .map((job, kind) => ({ job, kind }))
      .sort((a, b) => (a.job.name < b.job.name ? -1 : 1));
    kinds.forEach(({ job, kind }) => {
      job.arrivals.forEach((process, index) => {
        const times = new ArrivalTimes(process, this.#streams, `${job.name}/arrivals.${index}`);
        const arrive = engine.handler(() => {
          for (let i = times.batch; i > 0; i -= 1) service.arrive(kind);
          scheduleNext();
        });
        const scheduleNext = (): void => {
          const nextUs = times.nextUs();
          if (nextUs <= this.endUs) engine.schedule(nextUs, arrive, 0);
        };
        scheduleNext();
      });
    });
  }

  #scheduleFaults(service: Service): void {
    const kill = this.#engine.handler(() => service.killDrivers());
    for (const fault of this.#system.faults) {
      if (fault.kind === 'kill-janitor' && fault.atUs <= this.endUs) this.#engine.schedule(fault.atUs, kill, 0);
    }
  }
}
