/** What stands in the heap: an object for each entry, as most event lists in JavaScript do it. */
export interface Entry<T> {
  readonly time: number;
  readonly sequence: number;
  readonly what: T;
}

/** The usual binary heap of objects, ordered by (time, sequence): what the typed queue is compared with. */
export class ObjectHeap<T> {
  readonly #entries: Entry<T>[] = [];
  #nextSequence = 0;

  get size(): number {
    return this.#entries.length;
  }

  push(time: number, what: T): void {
    const entry = { time, sequence: this.#nextSequence, what };
    this.#nextSequence += 1;
    const entries = this.#entries;
    let place = entries.length;
    entries.push(entry);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = entries[parent] as Entry<T>;
      if (!isBefore(entry, above)) break;
      entries[place] = above;
      place = parent;
    }
    entries[place] = entry;
  }

  pop(): Entry<T> | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && isBefore(entries[child + 1] as Entry<T>, entries[child] as Entry<T>))
        child += 1;
      const below = entries[child] as Entry<T>;
      if (!isBefore(below, last)) break;
      entries[place] = below;
      place = child;
    }
    entries[place] = last;
    return first;
  }
}

function isBefore<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.time < b.time || (a.time === b.time && a.sequence < b.sequence);
}
