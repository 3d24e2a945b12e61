/** A growing ring of 32-bit integers: the processes that may run at the present instant. */
export class ReadyQueue {
  length = 0;
  #ring = new Int32Array(64);
  #first = 0;

  push(row: number): void {
    if (this.length === this.#ring.length) this.#grow();
    this.#ring[(this.#first + this.length) & (this.#ring.length - 1)] = row;
    this.length += 1;
  }

  /** @returns the first one; the queue must not be empty. */
  shift(): number {
    const row = this.#ring[this.#first] as number;
    this.#first = (this.#first + 1) & (this.#ring.length - 1);
    this.length -= 1;
    return row;
  }

  #grow(): void {
    const grown = new Int32Array(this.#ring.length * 2);
    for (let i = 0; i < this.length; i += 1) {
      grown[i] = this.#ring[(this.#first + i) & (this.#ring.length - 1)] as number;
    }
    this.#ring = grown;
    this.#first = 0;
  }
}
