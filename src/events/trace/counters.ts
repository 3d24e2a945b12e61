import type { Layout } from '../../service/layout.ts';
import { STATES } from '../catalogue.ts';
import type { Span, WriteEvent } from './trace-event.ts';

interface PoolCounts {
  readonly states: number[];
  queued: number;
  readonly writeStates: () => void;
  readonly writeQueue: () => void;
}

/** Threads of each pool by state, its queue, and the pending deletions. What changes several times at one moment is written once. */
export class Counters {
  readonly #span: Span;
  readonly #write: WriteEvent;
  readonly #pools: readonly PoolCounts[];
  readonly #changed = new Set<() => void>();
  #pending = 0;
  #atUs = 0;
  #isDrawn = false;

  constructor({ pools }: Layout, span: Span, write: WriteEvent) {
    this.#span = span;
    this.#write = write;
    this.#pools = pools.map(({ name }) => {
      const counts: PoolCounts = {
        states: STATES.map(() => 0),
        queued: 0,
        writeStates: () =>
          this.#counter(
            `${name}: threads`,
            Object.fromEntries(STATES.map((state, i) => [state, counts.states[i] as number])),
          ),
        writeQueue: () => this.#counter(`${name}: queue`, { tasks: counts.queued }),
      };
      return counts;
    });
  }

  /** The time has come to an event: what has changed until then is written. */
  advance(atUs: number): void {
    if (atUs === this.#atUs && this.#isDrawn) return;
    this.#flush();
    if (!this.#isDrawn && atUs >= this.#span.fromUs) {
      this.#isDrawn = true;
      this.#atUs = this.#span.fromUs;
      this.#writeAll();
    }
    this.#atUs = atUs;
  }

  state(pool: number, state: number, by: number): void {
    const counts = this.#pools[pool] as PoolCounts;
    counts.states[state] = (counts.states[state] as number) + by;
    this.#changed.add(counts.writeStates);
  }

  queued(pool: number, by: number): void {
    const counts = this.#pools[pool] as PoolCounts;
    counts.queued += by;
    this.#changed.add(counts.writeQueue);
  }

  pending(by: number): void {
    this.#pending += by;
    this.#changed.add(this.#writePending);
  }

  finish(atUs: number): void {
    this.advance(this.#span.fromUs);
    this.advance(atUs);
    this.#flush();
    this.#writeAll();
  }

  readonly #writePending = (): void => this.#counter('deletions: pending', { blobs: this.#pending });

  #flush(): void {
    if (this.#isDrawn) for (const write of this.#changed) write();
    this.#changed.clear();
  }

  #writeAll(): void {
    for (const { writeStates, writeQueue } of this.#pools) {
      writeStates();
      writeQueue();
    }
    this.#writePending();
  }

  #counter(name: string, args: Readonly<Record<string, number>>): void {
    this.#write({ ph: 'C', name, ts: this.#atUs, tid: 0, args });
  }
}
