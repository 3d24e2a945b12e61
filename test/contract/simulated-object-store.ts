import { Engine } from '../../sim/engine.ts';
import { ObjectStore } from '../../sim/object-store.ts';
import type { DeletionOutcome } from '../../src/janitor/janitor.ts';
import type { Fault, Store, StoreOperation } from '../../src/scenario/model.ts';
import { US_PER_HOUR, US_PER_MS } from '../../src/units.ts';
import { Draws } from '../../src/workload/draws.ts';
import { storeOutcome } from '../../src/workload/outcomes.ts';
import { Streams } from '../../src/workload/streams.ts';
import type { ObjectStoreWorld, Weather } from './object-store-world.ts';

const LATENCY = { kind: 'constant', valueUs: 10 * US_PER_MS } as const;
const FAIR = { latency: LATENCY, fail: 0, retry: 0, gone: 0 };
const BEHAVIOUR: Store = { upload: FAIR, download: FAIR, delete: FAIR };
const OPERATIONS: readonly StoreOperation[] = ['upload', 'download', 'delete'];

/**
 * The simulator's object store on the simulator's engine. It draws latencies and outcomes and knows no blobs: those are kept here, as its users in the simulator keep them, and
 * change when an operation ends well.
 */
export class SimulatedObjectStore implements ObjectStoreWorld {
  /** The modelled store has no generations. */
  readonly honoursGenerationMatch = false;
  readonly #engine = new Engine();
  readonly #faults: Fault[] = [];
  readonly #draws = new Draws(new Streams(1, 0));
  readonly #blobs = new Set<string>();
  readonly #ended = this.#engine.handler((operation) => this.#ends[operation]?.());
  readonly #ends: (() => void)[] = [];
  #isToRun = false;

  /** Each weather is a fault of its own, from now on; of several in force the last counts. */
  weather(weather: Weather): void {
    const box = { atUs: this.#engine.nowUs, untilUs: Number.POSITIVE_INFINITY };
    const probabilities = { fail: weather === 'refusing' ? 1 : 0, retry: weather === 'brown-out' ? 1 : 0 };
    for (const operation of OPERATIONS) this.#faults.push({ kind: 'fail', ...box, operation, ...probabilities });
  }

  async upload(name: string) {
    const outcome = await this.#run('upload');
    if (outcome === storeOutcome.done) this.#blobs.add(name);
    return { outcome: plain(outcome) };
  }

  async download(name: string) {
    const outcome = await this.#run('download');
    if (outcome === storeOutcome.done && !this.#blobs.has(name)) return { outcome: 'failed' as const };
    return { outcome: plain(outcome) };
  }

  async delete({ name }: { name: string }): Promise<DeletionOutcome> {
    const outcome = await this.#run('delete');
    if (outcome !== storeOutcome.done) return plain(outcome) === 'retry' ? 'retry' : 'failed';
    return this.#blobs.delete(name) ? 'deleted' : 'gone';
  }

  names() {
    return Promise.resolve([...this.#blobs].sort());
  }

  close() {
    return Promise.resolve();
  }

  /** Starts an operation now. Virtual time passes once everybody who has something to start has done so, and operations that overlap end in the order of their times. */
  #run(operation: StoreOperation): Promise<number> {
    const store = new ObjectStore(this.#engine, BEHAVIOUR, this.#faults);
    const item = this.#ends.length;
    store.start(operation, this.#draws.durations(operation, LATENCY), this.#draws.outcomes(operation), 0, item);
    const { outcome, latencyUs } = store;
    return new Promise((resolve) => {
      this.#ends.push(() => resolve(outcome));
      this.#engine.schedule(this.#engine.nowUs + latencyUs, this.#ended, item);
      if (this.#isToRun) return;
      this.#isToRun = true;
      setImmediate(() => {
        this.#isToRun = false;
        this.#engine.runUntil(this.#engine.nowUs + US_PER_HOUR);
      });
    });
  }
}

function plain(outcome: number): 'done' | 'retry' | 'failed' {
  if (outcome === storeOutcome.done) return 'done';
  return outcome === storeOutcome.retry ? 'retry' : 'failed';
}
