import { DueTimeQueue } from './due-time-queue.ts';
import { InOrderLane } from './in-order-lane.ts';

/**
 * What is scheduled and not yet started, in order of (due, sequence of scheduling).
 *
 * Deletions that share a delay are scheduled in due order already, and stand in a lane where adding and dropping cost O(1). Only what falls out of that order (a
 * shorter delay, a retry, what a dead driver leaves behind) goes through the heap at O(log n). The first of all is the earlier of the two heads.
 */
export class PendingDeletions<Ref> {
  readonly #lane = new InOrderLane<Ref>();
  readonly #heap = new DueTimeQueue();
  // By slot of the heap. What is in the lane has not failed yet.
  readonly #heapRefs: (Ref | undefined)[] = [];
  #heapFailures = new Uint16Array(64);
  #nextSequence = 0;

  get size(): number {
    return this.#lane.size + this.#heap.size;
  }

  /** Adds a deletion that was just scheduled. @param dueUs integer µs. */
  add(dueUs: number, ref: Ref): void {
    const sequence = this.#nextSequence;
    this.#nextSequence = sequence + 1;
    if (dueUs >= this.#lane.lastDueUs) this.#lane.append(dueUs, sequence, ref);
    else this.#addToHeap(dueUs, sequence, ref, 0);
  }

  /** Adds a deletion that is to be tried again; among those of its due time it is the last. @param failures how often it failed so far, at most 65,535. */
  addRetry(dueUs: number, ref: Ref, failures: number): void {
    const sequence = this.#nextSequence;
    this.#nextSequence = sequence + 1;
    this.#addToHeap(dueUs, sequence, ref, failures);
  }

  /** Puts back a deletion that was dropped, with the due time, sequence and failures it had. */
  putBack(dueUs: number, sequence: number, ref: Ref, failures: number): void {
    this.#addToHeap(dueUs, sequence, ref, failures);
  }

  /** The due time of the first deletion in µs, or Infinity when nothing is pending. */
  firstDueUs(): number {
    return Math.min(this.#lane.firstDueUs(), this.#heap.firstDueUs());
  }

  /** The sequence of the first deletion. Meaningful only when something is pending, as are the next two. */
  firstSequence(): number {
    return this.#laneIsFirst() ? this.#lane.firstSequence() : this.#heap.firstSequence();
  }

  firstRef(): Ref {
    return this.#laneIsFirst() ? this.#lane.firstRef() : (this.#heapRefs[this.#heap.firstSlot()] as Ref);
  }

  /** How often the first deletion failed so far. */
  firstFailures(): number {
    return this.#laneIsFirst() ? 0 : (this.#heapFailures[this.#heap.firstSlot()] as number);
  }

  /** Removes the first deletion, if there is one, and lets go of its ref. */
  dropFirst(): void {
    if (this.#laneIsFirst()) this.#lane.dropFirst();
    else if (this.#heap.size > 0) this.#heapRefs[this.#heap.pop()] = undefined;
  }

  #laneIsFirst(): boolean {
    const laneUs = this.#lane.firstDueUs();
    const heapUs = this.#heap.firstDueUs();
    return laneUs < heapUs || (laneUs === heapUs && this.#lane.firstSequence() < this.#heap.firstSequence());
  }

  #addToHeap(dueUs: number, sequence: number, ref: Ref, failures: number): void {
    const slot = this.#heap.pushNumbered(dueUs, sequence);
    this.#heapRefs[slot] = ref;
    if (slot >= this.#heapFailures.length) {
      const longer = new Uint16Array(this.#heap.capacity);
      longer.set(this.#heapFailures);
      this.#heapFailures = longer;
    }
    this.#heapFailures[slot] = failures;
  }
}
