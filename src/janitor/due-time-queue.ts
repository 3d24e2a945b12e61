import { InvariantError } from '../errors.ts';
import { DueTimeHeap } from './due-time-heap.ts';

/** What a slot is. */
const FREE = 0;
const PENDING = 1;
/** Removed while it stood behind others: it is passed over when its turn comes. */
const REMOVED = 2;

/** The end of a list of slots. */
const NONE = -1;
/** Fewer removed entries than this are never swept out. */
const FEW = 64;
/** A heap of so many entries and fewer is as fast as anything. */
const MOST_NEAR = 256;
/** How many entries a bucket is to have. */
const IN_A_BUCKET = 12;
/** Of so many entries the middle one says how far the buckets reach. */
const SAMPLE = 64;

/**
 * A priority queue of slots ordered by (due time, sequence of insertion), on typed arrays. The caller keeps what belongs to an entry in arrays of its own, indexed by slot: a slot is
 * a small integer that is reused after `pop` or `remove`, so those arrays are as long as the most entries that were ever held at once.
 *
 * It has three parts, as a ladder queue has: the near entries in a heap; those after them in buckets of equal width, unsorted; and those beyond the last bucket in one list, unsorted.
 * When the heap is empty it is filled from the next bucket, and when no bucket is left, the list is spread over new ones that reach to about twice its median. So an entry costs about
 * the same however many are pending: it is put into a bucket, moved once to a heap of a few entries, and taken from it. With few entries all of them are near, and the heap is all
 * there is; where most are due together it is a heap, too, at O(log n).
 *
 * What is removed stays in its place until its turn comes, or until more than half of all has been removed, when it is swept out at once: O(1), spread over the removals.
 * Nothing is allocated, save where the queue doubles.
 *
 * Both the janitor's pending deletions and the simulator's future event list are this queue.
 *
 * Source: W. T. Tang, R. S. M. Goh, I. L.-J. Thng, "Ladder queue: an O(1) priority queue structure for large-scale discrete event simulation", ACM TOMACS 15 (2005), with one rung
 * for its many, and a heap for its sorted list.
 */
export class DueTimeQueue {
  /** How many entries are in the queue. */
  size = 0;
  /** How many slots there are; the caller's own arrays need this length. It grows by doubling. */
  capacity: number;

  // By slot.
  #dueOf: Float64Array;
  #sequenceOf: Float64Array;
  #stateOf: Uint8Array;
  /** The next one in its bucket, in the list beyond, or among the free ones. */
  #nextOf: Int32Array;
  #firstFree = NONE;
  /** No slot from this one on was ever used. */
  #unused = 0;
  /** How many entries were removed and are still in their place. */
  #removed = 0;
  #nextSequence = 0;

  /** What is due before this is in the heap. */
  #nearEndUs = Number.POSITIVE_INFINITY;
  readonly #near: DueTimeHeap;
  /** With more entries than this the near ones are spread over buckets. */
  #mostNear = MOST_NEAR;

  // Buckets are 2^k µs wide and begin at a whole number, so that a due time's bucket is computed without rounding. The first of each is its head.
  #heads = new Int32Array(0);
  #bucketsStartUs = 0;
  #bucketsPerUs = 1;
  #bucketUs = 1;
  #bucketCount = 0;
  /** The bucket that the heap was filled from last. */
  #bucket = 0;
  /** What is due from this on is beyond the buckets. */
  #bucketsEndUs = Number.POSITIVE_INFINITY;
  #firstBeyond = NONE;
  #beyond = 0;

  /** @param capacity how many slots to start with, at least 1. */
  constructor(capacity = 64) {
    this.capacity = capacity;
    this.#dueOf = new Float64Array(capacity);
    this.#sequenceOf = new Float64Array(capacity);
    this.#stateOf = new Uint8Array(capacity);
    this.#nextOf = new Int32Array(capacity);
    this.#near = new DueTimeHeap(this.#sequenceOf);
  }

  /**
   * Adds an entry; entries of the same due time keep the order in which they were added.
   * @param dueUs integer µs.
   * @returns the slot of the entry, in 0 … capacity − 1, valid until it is popped or removed.
   */
  push(dueUs: number): number {
    const sequence = this.#nextSequence;
    this.#nextSequence = sequence + 1;
    return this.pushNumbered(dueUs, sequence);
  }

  /**
   * Adds an entry with a sequence of the caller's own, so that an entry that was popped can go back to where it stood among those of its due time. A caller who
   * numbers entries numbers all of them: `push` does not know of these sequences.
   * @param dueUs integer µs.
   * @param sequence an integer; of two entries of one due time the one with the lower sequence comes first.
   * @returns the slot, as `push` does.
   */
  pushNumbered(dueUs: number, sequence: number): number {
    let slot = this.#firstFree;
    if (slot >= 0) {
      this.#firstFree = this.#nextOf[slot] as number;
    } else {
      if (this.#unused === this.capacity) this.#grow();
      slot = this.#unused;
      this.#unused = slot + 1;
    }
    this.#dueOf[slot] = dueUs;
    this.#sequenceOf[slot] = sequence;
    this.#stateOf[slot] = PENDING;
    this.size += 1;
    if (dueUs < this.#nearEndUs) {
      this.#near.push(dueUs, slot);
      if (this.#near.length > this.#mostNear) this.#spread();
    } else {
      this.#putFar(dueUs, slot);
      if (this.#near.length === 0) this.#fillNear();
    }
    return slot;
  }

  /** The due time of the first entry in µs, or Infinity when the queue is empty. */
  firstDueUs(): number {
    return this.#near.firstDueUs();
  }

  /** The sequence of the first entry, or Infinity when the queue is empty. */
  firstSequence(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.#sequenceOf[this.#near.firstSlot()] as number);
  }

  /** The slot of the first entry, or −1 when the queue is empty. */
  firstSlot(): number {
    return this.size === 0 ? -1 : this.#near.firstSlot();
  }

  /**
   * Removes the first entry. Its slot may be used again by the next `push`, so read what belongs to it first.
   * @returns the slot, or −1 when the queue is empty.
   */
  pop(): number {
    if (this.size === 0) return -1;
    const slot = this.#near.firstSlot();
    this.#near.pop();
    this.size -= 1;
    this.#release(slot);
    if (this.#near.length === 0 || this.#removed > 0) this.#fillNear();
    return slot;
  }

  /** Whether the slot holds an entry. */
  has(slot: number): boolean {
    return slot >= 0 && slot < this.capacity && this.#stateOf[slot] === PENDING;
  }

  /** Removes an entry wherever it stands. @throws InvariantError when the slot holds none. */
  remove(slot: number): void {
    if (!this.has(slot)) throw new InvariantError(`slot ${slot} is not in the queue`);
    this.#stateOf[slot] = REMOVED;
    this.size -= 1;
    this.#removed += 1;
    if (this.#removed > this.size && this.#removed > FEW) this.#spread();
    else this.#fillNear();
  }

  /** Sees to it that the first of the near entries is pending and the first of all, if there are any. */
  #fillNear(): void {
    const near = this.#near;
    for (;;) {
      while (near.length > 0 && this.#stateOf[near.firstSlot()] !== PENDING) {
        const slot = near.firstSlot();
        near.pop();
        this.#letGo(slot);
      }
      if (near.length > 0 || this.size === 0) return;
      if (this.#bucket + 1 < this.#bucketCount) this.#openBucket(this.#bucket + 1);
      else this.#makeBuckets();
      // A bucket of many is a heap of many: to spread it once more would be for nothing.
      this.#mostNear = Math.max(MOST_NEAR, 2 * near.length);
    }
  }

  /** Puts the entries of a bucket into the heap, which is empty. */
  #openBucket(bucket: number): void {
    this.#bucket = bucket;
    this.#nearEndUs = this.#bucketsStartUs + (bucket + 1) * this.#bucketUs;
    let slot = this.#heads[bucket] as number;
    this.#heads[bucket] = NONE;
    while (slot >= 0) {
      const next = this.#nextOf[slot] as number;
      if (this.#stateOf[slot] === PENDING) this.#near.push(this.#dueOf[slot] as number, slot);
      else this.#letGo(slot);
      slot = next;
    }
  }

  #putFar(dueUs: number, slot: number): void {
    if (dueUs >= this.#bucketsEndUs) {
      this.#nextOf[slot] = this.#firstBeyond;
      this.#firstBeyond = slot;
      this.#beyond += 1;
      return;
    }
    const bucket = Math.floor((dueUs - this.#bucketsStartUs) * this.#bucketsPerUs);
    this.#nextOf[slot] = this.#heads[bucket] as number;
    this.#heads[bucket] = slot;
  }

  /** Spreads everything over new buckets, and lets go of what was removed. */
  #spread(): void {
    while (this.#near.length > 0) this.#putBeyond(this.#near.takeLast());
    for (let bucket = this.#bucket + 1; bucket < this.#bucketCount; bucket += 1) {
      let slot = this.#heads[bucket] as number;
      while (slot >= 0) {
        const next = this.#nextOf[slot] as number;
        this.#putBeyond(slot);
        slot = next;
      }
    }
    this.#bucketCount = 0;
    this.#bucket = 0;
    this.#fillNear();
  }

  #putBeyond(slot: number): void {
    this.#nextOf[slot] = this.#firstBeyond;
    this.#firstBeyond = slot;
    this.#beyond += 1;
  }

  /** Spreads the list beyond over new buckets, and opens the first of them. Heap and buckets are empty. */
  #makeBuckets(): void {
    if (this.#beyond <= MOST_NEAR / 2) {
      this.#nearEndUs = Number.POSITIVE_INFINITY;
      this.#bucketCount = 0;
      this.#bucket = 0;
    } else {
      this.#layOutBuckets();
    }
    let slot = this.#firstBeyond;
    this.#firstBeyond = NONE;
    this.#beyond = 0;
    while (slot >= 0) {
      const next = this.#nextOf[slot] as number;
      const dueUs = this.#dueOf[slot] as number;
      if (this.#stateOf[slot] !== PENDING) this.#letGo(slot);
      else if (dueUs < this.#nearEndUs) this.#near.push(dueUs, slot);
      else this.#putFar(dueUs, slot);
      slot = next;
    }
  }

  /** Says where the buckets lie: from the first entry beyond to twice as far as the middle one, so that at least about half of all fall into them. The first is the near one. */
  #layOutBuckets(): void {
    const every = Math.ceil(this.#beyond / SAMPLE);
    let startUs = Number.POSITIVE_INFINITY;
    let sampled = 0;
    let place = 0;
    for (let slot = this.#firstBeyond; slot >= 0; slot = this.#nextOf[slot] as number) {
      const dueUs = this.#dueOf[slot] as number;
      if (dueUs < startUs) startUs = dueUs;
      if (place % every === 0) {
        sample[sampled] = dueUs;
        sampled += 1;
      }
      place += 1;
    }
    sample.fill(Number.POSITIVE_INFINITY, sampled).sort();
    const reachUs = Math.max(1, 2 * ((sample[sampled >> 1] as number) - startUs));
    const bucketUs = 2 ** Math.max(0, Math.ceil(Math.log2((reachUs * IN_A_BUCKET) / this.#beyond)));
    const buckets = Math.ceil(reachUs / bucketUs);
    if (this.#heads.length < buckets) this.#heads = new Int32Array(Math.max(buckets, 2 * this.#heads.length));
    this.#heads.fill(NONE);
    this.#bucketsStartUs = startUs;
    this.#bucketUs = bucketUs;
    this.#bucketsPerUs = 1 / bucketUs;
    this.#bucketCount = buckets;
    this.#bucketsEndUs = startUs + buckets * bucketUs;
    this.#bucket = 0;
    this.#nearEndUs = startUs + bucketUs;
  }

  #letGo(slot: number): void {
    this.#removed -= 1;
    this.#release(slot);
  }

  #release(slot: number): void {
    this.#stateOf[slot] = FREE;
    this.#nextOf[slot] = this.#firstFree;
    this.#firstFree = slot;
  }

  #grow(): void {
    const capacity = this.capacity * 2;
    this.capacity = capacity;
    this.#dueOf = copyInto(new Float64Array(capacity), this.#dueOf);
    this.#sequenceOf = copyInto(new Float64Array(capacity), this.#sequenceOf);
    this.#stateOf = copyInto(new Uint8Array(capacity), this.#stateOf);
    this.#nextOf = copyInto(new Int32Array(capacity), this.#nextOf);
    this.#near.readSequences(this.#sequenceOf);
  }
}

const sample = new Float64Array(SAMPLE);

function copyInto<T extends Float64Array | Int32Array | Uint8Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
