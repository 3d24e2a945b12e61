import { Gauge, Registry } from 'prom-client';
import type { World } from './world.ts';

/** The service's metrics in the Prometheus text format: what its threads are doing at the moment of the scrape. */
export class Metrics {
  readonly #registry = new Registry();

  constructor(world: World) {
    const registers = [this.#registry];
    new Gauge({
      name: 'unpark_pool_threads',
      help: 'Threads of a pool by state.',
      labelNames: ['pool', 'state'],
      registers,
      collect() {
        world.sample().forEach(({ name, working, parked, blocked, active }, i) => {
          const idle = (world.system.pools[i]?.threads ?? active) - active;
          for (const [state, value] of Object.entries({ working, parked, blocked, idle })) {
            this.set({ pool: name, state }, value);
          }
        });
      },
    });
    new Gauge({
      name: 'unpark_pool_threads_limit',
      help: 'Threads that a pool has.',
      labelNames: ['pool'],
      registers,
      collect() {
        for (const { name, threads } of world.system.pools) this.set({ pool: name }, threads);
      },
    });
    new Gauge({
      name: 'unpark_pool_queue_depth',
      help: 'Tasks that wait for a thread.',
      labelNames: ['pool'],
      registers,
      collect() {
        for (const { name, queueDepth } of world.sample()) this.set({ pool: name }, queueDepth);
      },
    });
    gauge('unpark_jobs_running', 'Jobs that run.', () => world.jobsRunning);
    gauge('unpark_jobs_waiting', 'Jobs that wait for admission.', () => world.jobsWaiting);
    gauge('unpark_deletions_open', 'Blobs that wait for their deletion, or whose deletion is under way.', () => {
      return world.deletionsOpen;
    });

    function gauge(name: string, help: string, value: () => number): void {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });
    }
  }

  /** The media type of the text. */
  get type(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    return await this.#registry.metrics();
  }
}
