import { InvariantError } from '../errors.ts';

/** How many places stand behind the last one a sift may read: the rest of a family whose first child is the last entry. */
const MARGIN = 4;

/**
 * A priority queue of slots ordered by (due time, sequence of insertion), on typed arrays: a 4-ary heap with an index from each slot to its place.
 *
 * The caller keeps what belongs to an entry in arrays of its own, indexed by slot: a slot is a small integer that is reused after `pop` or `remove`, so those arrays
 * are as long as the most entries that were ever pending at once. `push`, `pop` and `remove` cost O(log n) and allocate nothing, save where the queue doubles its capacity.
 *
 * Both the janitor's pending deletions and the simulator's future event list are this queue.
 */
export class DueTimeQueue {
  /** How many entries are in the queue. */
  size = 0;
  /** How many slots there are; the caller's own arrays need this length. It grows by doubling. */
  capacity: number;

  // In heap order. Places behind the last entry are due at Infinity, so that each family of four can be read whole.
  #due: Float64Array;
  #slotAt: Int32Array;
  // By slot: the sequence, which is read only where due times are equal; the place in the heap, or −1 when the slot is free.
  #sequenceOf: Float64Array;
  #placeOf: Int32Array;
  #free: Int32Array;
  #freeCount: number;
  #nextSequence = 0;

  /** @param capacity how many slots to start with, at least 1. */
  constructor(capacity = 64) {
    this.capacity = capacity;
    this.#due = new Float64Array(capacity + MARGIN).fill(Number.POSITIVE_INFINITY);
    this.#slotAt = new Int32Array(capacity + MARGIN);
    this.#sequenceOf = new Float64Array(capacity);
    this.#placeOf = new Int32Array(capacity).fill(-1);
    this.#free = new Int32Array(capacity);
    this.#freeCount = capacity;
    for (let i = 0; i < capacity; i += 1) this.#free[i] = capacity - 1 - i;
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
    if (this.#freeCount === 0) this.#grow();
    this.#freeCount -= 1;
    const slot = this.#free[this.#freeCount] as number;
    this.#sequenceOf[slot] = sequence;
    this.#siftUp(this.size, dueUs, slot);
    this.size += 1;
    return slot;
  }

  /** The due time of the first entry in µs, or Infinity when the queue is empty. */
  firstDueUs(): number {
    return this.#due[0] as number;
  }

  /** The sequence of the first entry, or Infinity when the queue is empty. */
  firstSequence(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.#sequenceOf[this.#slotAt[0] as number] as number);
  }

  /** The slot of the first entry, or −1 when the queue is empty. */
  firstSlot(): number {
    return this.size === 0 ? -1 : (this.#slotAt[0] as number);
  }

  /**
   * Removes the first entry. Its slot may be used again by the next `push`, so read what belongs to it first.
   * @returns the slot, or −1 when the queue is empty.
   */
  pop(): number {
    if (this.size === 0) return -1;
    const slot = this.#slotAt[0] as number;
    this.#release(slot);
    const last = this.size - 1;
    this.size = last;
    const due = this.#due[last] as number;
    this.#due[last] = Number.POSITIVE_INFINITY;
    if (last > 0) this.#siftDown(0, due, this.#slotAt[last] as number);
    return slot;
  }

  /** Whether the slot holds an entry. */
  has(slot: number): boolean {
    return slot >= 0 && slot < this.capacity && (this.#placeOf[slot] as number) >= 0;
  }

  /** The due time of the entry in µs. @throws InvariantError when the slot holds none. */
  dueUsOf(slot: number): number {
    return this.#due[this.#place(slot)] as number;
  }

  /** Removes an entry wherever it stands. @throws InvariantError when the slot holds none. */
  remove(slot: number): void {
    const place = this.#place(slot);
    this.#release(slot);
    const last = this.size - 1;
    this.size = last;
    const due = this.#due[last] as number;
    this.#due[last] = Number.POSITIVE_INFINITY;
    if (place === last) return;
    const moved = this.#slotAt[last] as number;
    if (place > 0 && this.#before(due, moved, (place - 1) >> 2)) this.#siftUp(place, due, moved);
    else this.#siftDown(place, due, moved);
  }

  #place(slot: number): number {
    const place = this.#placeOf[slot] ?? -1;
    if (place < 0) throw new InvariantError(`slot ${slot} is not in the queue`);
    return place;
  }

  #release(slot: number): void {
    this.#placeOf[slot] = -1;
    this.#free[this.#freeCount] = slot;
    this.#freeCount += 1;
  }

  /** Whether an entry comes before the one at a place. */
  #before(due: number, slot: number, place: number): boolean {
    const other = this.#due[place] as number;
    return due < other || (due === other && this.#wasAddedBefore(slot, this.#slotAt[place] as number));
  }

  #wasAddedBefore(slot: number, other: number): boolean {
    return (this.#sequenceOf[slot] as number) < (this.#sequenceOf[other] as number);
  }

  #siftUp(start: number, due: number, slot: number): void {
    const dues = this.#due;
    const slots = this.#slotAt;
    const places = this.#placeOf;
    let place = start;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      const parentDue = dues[parent] as number;
      const parentSlot = slots[parent] as number;
      if (parentDue < due || (parentDue === due && this.#wasAddedBefore(parentSlot, slot))) break;
      dues[place] = parentDue;
      slots[place] = parentSlot;
      places[parentSlot] = place;
      place = parent;
    }
    dues[place] = due;
    slots[place] = slot;
    places[slot] = place;
  }

  #siftDown(start: number, due: number, slot: number): void {
    const dues = this.#due;
    const slots = this.#slotAt;
    const places = this.#placeOf;
    const { size } = this;
    let place = start;
    for (let first = place * 4 + 1; first < size; first = place * 4 + 1) {
      const least = this.#leastOfFamily(first);
      const leastDue = dues[least] as number;
      const leastSlot = slots[least] as number;
      if (due < leastDue || (due === leastDue && this.#wasAddedBefore(slot, leastSlot))) break;
      dues[place] = leastDue;
      slots[place] = leastSlot;
      places[leastSlot] = place;
      place = least;
    }
    dues[place] = due;
    slots[place] = slot;
    places[slot] = place;
  }

  /**
   * The place of the least of four siblings. Which of two is less is as good as random, so a branch upon it is mispredicted half of the time; a comparison that is
   * used as a number is none. Equal due times are a branch, which is rarely taken.
   */
  #leastOfFamily(first: number): number {
    const dues = this.#due;
    const due0 = dues[first] as number;
    const due1 = dues[first + 1] as number;
    const due2 = dues[first + 2] as number;
    const due3 = dues[first + 3] as number;
    let left = first + Number(due1 < due0);
    let right = first + 2 + Number(due3 < due2);
    if (due0 === due1) left = this.#firstOfTwo(first, first + 1);
    if (due2 === due3) right = this.#firstOfTwo(first + 2, first + 3);
    const leftDue = dues[left] as number;
    const rightDue = dues[right] as number;
    if (leftDue === rightDue) return this.#firstOfTwo(left, right);
    return left + (right - left) * Number(rightDue < leftDue);
  }

  /** The place of that of two entries of one due time which was added first. */
  #firstOfTwo(place: number, other: number): number {
    const slots = this.#slotAt;
    return this.#wasAddedBefore(slots[other] as number, slots[place] as number) ? other : place;
  }

  #grow(): void {
    const old = this.capacity;
    const capacity = old * 2;
    this.capacity = capacity;
    this.#due = copyInto(new Float64Array(capacity + MARGIN).fill(Number.POSITIVE_INFINITY), this.#due);
    this.#slotAt = copyInto(new Int32Array(capacity + MARGIN), this.#slotAt);
    this.#sequenceOf = copyInto(new Float64Array(capacity), this.#sequenceOf);
    this.#placeOf = copyInto(new Int32Array(capacity).fill(-1), this.#placeOf);
    this.#free = new Int32Array(capacity);
    for (let i = 0; i < old; i += 1) this.#free[i] = capacity - 1 - i;
    this.#freeCount = old;
  }
}

function copyInto<T extends Float64Array | Int32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
