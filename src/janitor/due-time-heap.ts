/** Where the heap begins in its arrays: a family of four lies in one line of the cache then, where the memory of a long array begins as it usually does. */
const ROOT = 1;

/** How many places stand behind the last one that a sift may read: the rest of a family whose first child is the last entry. */
const MARGIN = 4;

/** A 4-ary heap of slots, ordered by (due time, sequence), on typed arrays. It allocates nothing, save where it doubles. */
export class DueTimeHeap {
  /** How many entries it has. */
  length = 0;
  // In heap order, from ROOT on. Places behind the last entry are due at Infinity, so that each family of four can be read whole.
  #due = new Float64Array(ROOT + 64 + MARGIN).fill(Number.POSITIVE_INFINITY);
  #slotAt = new Int32Array(ROOT + 64 + MARGIN);
  /** By slot; read only where due times are equal. */
  #sequenceOf: Float64Array;

  /** @param sequenceOf by slot: of two entries of one due time the one with the lower sequence comes first. */
  constructor(sequenceOf: Float64Array) {
    this.#sequenceOf = sequenceOf;
  }

  /** The sequences have moved to a longer array. */
  readSequences(sequenceOf: Float64Array): void {
    this.#sequenceOf = sequenceOf;
  }

  /** Of the first entry, in µs; Infinity when there is none. */
  firstDueUs(): number {
    return this.#due[ROOT] as number;
  }

  /** The slot of the first entry; there must be one. */
  firstSlot(): number {
    return this.#slotAt[ROOT] as number;
  }

  push(due: number, slot: number): void {
    const dues = this.#due;
    const slots = this.#slotAt;
    let place = this.length;
    this.length = place + 1;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      const parentDue = dues[ROOT + parent] as number;
      const parentSlot = slots[ROOT + parent] as number;
      if (parentDue < due || (parentDue === due && this.#wasAddedBefore(parentSlot, slot))) break;
      dues[ROOT + place] = parentDue;
      slots[ROOT + place] = parentSlot;
      place = parent;
    }
    dues[ROOT + place] = due;
    slots[ROOT + place] = slot;
    if (this.length + ROOT + MARGIN > dues.length) this.#grow();
  }

  /** Removes the first entry; there must be one. */
  pop(): void {
    const dues = this.#due;
    const slots = this.#slotAt;
    const end = this.length - 1;
    this.length = end;
    const due = dues[ROOT + end] as number;
    const slot = slots[ROOT + end] as number;
    dues[ROOT + end] = Number.POSITIVE_INFINITY;
    if (end === 0) return;
    let place = 0;
    for (let first = 1; first < end; first = place * 4 + 1) {
      const least = this.#leastOfFamily(ROOT + first);
      const leastDue = dues[least] as number;
      const leastSlot = slots[least] as number;
      if (due < leastDue || (due === leastDue && this.#wasAddedBefore(slot, leastSlot))) break;
      dues[ROOT + place] = leastDue;
      slots[ROOT + place] = leastSlot;
      place = least - ROOT;
    }
    dues[ROOT + place] = due;
    slots[ROOT + place] = slot;
  }

  /** Takes out any entry, the one that costs least. @returns its slot; there must be one. */
  takeLast(): number {
    this.length -= 1;
    this.#due[ROOT + this.length] = Number.POSITIVE_INFINITY;
    return this.#slotAt[ROOT + this.length] as number;
  }

  #wasAddedBefore(slot: number, other: number): boolean {
    return (this.#sequenceOf[slot] as number) < (this.#sequenceOf[other] as number);
  }

  /**
   * Where the least of four siblings stands in the arrays, of which the first is given. Which of two is less is as good as random, so a branch upon it is mispredicted half of
   * the time; a comparison that is used as a number is none. Equal due times are a branch, which is rarely taken.
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

  /** Where that of two entries of one due time stands which was added first. */
  #firstOfTwo(place: number, other: number): number {
    const slots = this.#slotAt;
    return this.#wasAddedBefore(slots[other] as number, slots[place] as number) ? other : place;
  }

  #grow(): void {
    const due = new Float64Array(this.#due.length * 2).fill(Number.POSITIVE_INFINITY);
    const slotAt = new Int32Array(due.length);
    due.set(this.#due);
    slotAt.set(this.#slotAt);
    this.#due = due;
    this.#slotAt = slotAt;
  }
}
