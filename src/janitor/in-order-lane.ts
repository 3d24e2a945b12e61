/** How many entries a chunk holds: 24 KiB of them, so that a chunk costs little when it is nearly empty and its allocation is paid for by a thousand entries. */
const CHUNK = 1_024;

/** Some entries in a row, and the chunk that follows. */
interface Chunk<Ref> {
  readonly dues: Float64Array;
  readonly sequences: Float64Array;
  readonly refs: (Ref | undefined)[];
  next: Chunk<Ref> | undefined;
}

/**
 * A first-in-first-out lane for deletions that arrive in due order, as all of them do when they share one delay: what is appended is due no earlier than what is last.
 * `append` and `dropFirst` cost O(1). It takes 24 bytes an entry, grows by chunks and gives them back as it empties.
 */
export class InOrderLane<Ref> {
  /** How many entries are in the lane. */
  size = 0;
  /** The due time of the last entry that was appended in µs; −Infinity when the lane is empty. */
  lastDueUs = Number.NEGATIVE_INFINITY;

  #head: Chunk<Ref> = newChunk();
  #headIndex = 0;
  #tail: Chunk<Ref> = this.#head;
  #tailIndex = 0;
  // One emptied chunk is kept, so that a lane whose entries come and go allocates nothing.
  #spare: Chunk<Ref> | undefined;

  /**
   * Adds an entry behind the last.
   * @param dueUs integer µs, at least `lastDueUs`.
   * @param sequence an integer, larger than that of every entry before it.
   */
  append(dueUs: number, sequence: number, ref: Ref): void {
    if (this.#tailIndex === CHUNK) this.#extend();
    const tail = this.#tail;
    const index = this.#tailIndex;
    tail.dues[index] = dueUs;
    tail.sequences[index] = sequence;
    tail.refs[index] = ref;
    this.#tailIndex = index + 1;
    this.lastDueUs = dueUs;
    this.size += 1;
  }

  /** The due time of the first entry in µs, or Infinity when the lane is empty. */
  firstDueUs(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.#head.dues[this.#headIndex] as number);
  }

  /** The sequence of the first entry, or Infinity when the lane is empty. */
  firstSequence(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.#head.sequences[this.#headIndex] as number);
  }

  /** The first entry's ref; only meaningful when the lane is not empty. */
  firstRef(): Ref {
    return this.#head.refs[this.#headIndex] as Ref;
  }

  /** Removes the first entry of a lane that is not empty, and lets go of its ref. */
  dropFirst(): void {
    const head = this.#head;
    head.refs[this.#headIndex] = undefined;
    this.#headIndex += 1;
    this.size -= 1;
    if (this.size === 0) {
      // The head is now the only chunk: it starts again from its beginning.
      this.#headIndex = 0;
      this.#tailIndex = 0;
      this.lastDueUs = Number.NEGATIVE_INFINITY;
    } else if (this.#headIndex === CHUNK) {
      this.#head = head.next as Chunk<Ref>;
      this.#headIndex = 0;
      head.next = undefined;
      this.#spare = head;
    }
  }

  #extend(): void {
    const chunk = this.#spare ?? newChunk();
    this.#spare = undefined;
    this.#tail.next = chunk;
    this.#tail = chunk;
    this.#tailIndex = 0;
  }
}

function newChunk<Ref>(): Chunk<Ref> {
  return {
    dues: new Float64Array(CHUNK),
    sequences: new Float64Array(CHUNK),
    refs: new Array<Ref | undefined>(CHUNK).fill(undefined),
    next: undefined,
  };
}
