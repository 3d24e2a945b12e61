import { SETTLEMENTS } from '../events/catalogue.ts';
import { DueTimeQueue } from '../janitor/due-time-queue.ts';
import type { Settlement } from '../service/observer.ts';
import { US_PER_SECOND } from '../units.ts';
import { Histogram, type Series, Value } from './series.ts';

/** What is kept of blobs and of their deletions. */
export class DeletionMetrics {
  readonly series: readonly Series[];
  readonly alive = new Value('unpark.blobs.alive', {});
  readonly abandoned = new Value('unpark.blobs.abandoned', {});
  readonly #open = new Value('unpark.deletions.open', {});
  readonly #pending = new Value('unpark.deletions.pending', {});
  readonly #overdue = new Value('unpark.deletions.oldest_overdue', {});
  readonly #retried = new Value('unpark.deletions.retried', {});
  readonly #rejected = new Value('unpark.deletions.rejected', {});
  readonly #lateness = new Histogram('unpark.deletion.lateness', {});
  readonly #settled: Readonly<Record<Settlement, Value>>;
  /** What is pending, by its due time: the oldest is its first. */
  readonly #queue = new DueTimeQueue();
  readonly #slots = new Map<number, number>();
  /** When a blob is due that is under way: it may be put back. */
  readonly #underWay = new Map<number, number>();

  constructor() {
    const settled = SETTLEMENTS.map(
      (outcome) => [outcome, new Value('unpark.deletions.settled', { outcome })] as const,
    );
    this.#settled = Object.fromEntries(settled) as Record<Settlement, Value>;
    this.series = [
      this.alive,
      this.abandoned,
      this.#open,
      this.#pending,
      this.#overdue,
      ...settled.map(([, value]) => value),
      this.#retried,
      this.#rejected,
      this.#lateness,
    ];
  }

  scheduled(blob: number, dueUs: number): void {
    this.#slots.set(blob, this.#queue.push(dueUs));
  }

  rejected(blob: number): void {
    this.#rejected.value += 1;
    this.#leave(blob);
  }

  started(blob: number, dueUs: number): void {
    this.#leave(blob);
    this.#underWay.set(blob, dueUs);
  }

  /** The store asked to try again. */
  retried(blob: number): void {
    this.#retried.value += 1;
    this.putBack(blob);
  }

  /** A try did not settle the deletion: it is pending again. */
  putBack(blob: number): void {
    const dueUs = this.#underWay.get(blob) as number;
    this.#underWay.delete(blob);
    this.scheduled(blob, dueUs);
  }

  settled(blob: number, settlement: Settlement, latenessUs: number): void {
    this.#underWay.delete(blob);
    this.#settled[settlement].value += 1;
    this.#lateness.observe(latenessUs);
    if (settlement !== 'failed') this.alive.value -= 1;
  }

  /** Brings what is shown up to a time. */
  bringUpTo(atUs: number): void {
    this.#pending.value = this.#queue.size;
    this.#open.value = this.#queue.size + this.#underWay.size;
    this.#overdue.value = Math.max(0, atUs - this.#queue.firstDueUs()) / US_PER_SECOND;
  }

  #leave(blob: number): void {
    this.#queue.remove(this.#slots.get(blob) as number);
    this.#slots.delete(blob);
  }
}
