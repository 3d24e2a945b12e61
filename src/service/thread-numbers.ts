/** The numbers of a pool's threads, from 0: a task gets the lowest that is free, so that a pool that is hardly used shows the same few threads. It allocates only to grow. */
export class ThreadNumbers {
  /** A bit for each number: 1 when it is taken. */
  #taken = new Int32Array(4);
  /** No word before this one has a free number. */
  #first = 0;

  take(): number {
    const taken = this.#taken;
    let word = this.#first;
    while (word < taken.length && taken[word] === -1) word += 1;
    this.#first = word;
    if (word === taken.length) {
      this.#grow();
      return this.take();
    }
    const bits = taken[word] as number;
    const lowest = ~bits & (bits + 1);
    taken[word] = bits | lowest;
    return word * 32 + 31 - Math.clz32(lowest);
  }

  give(thread: number): void {
    const word = thread >>> 5;
    this.#taken[word] = (this.#taken[word] as number) & ~(1 << (thread & 31));
    if (word < this.#first) this.#first = word;
  }

  #grow(): void {
    const grown = new Int32Array(this.#taken.length * 2);
    grown.set(this.#taken);
    this.#taken = grown;
  }
}
