import { InvariantError } from '../errors.ts';

/**
 * The deletions that were handed out and not yet settled: as many places as may be in flight at once.
 *
 * A deletion in flight is named by its ticket, an integer that no other deletion ever has: ticket modulo the number of places is its place, and a place takes its
 * next ticket when the last one is spent. So a ticket of a driver that died is recognised for ever.
 */
export class InFlightDeletions<Ref> {
  /** How many deletions are in flight. */
  size = 0;
  readonly capacity: number;

  // By place. The ticket is the one in flight, or the next one when the place is free.
  readonly #tickets: number[];
  readonly #busy: boolean[];
  readonly #refs: (Ref | undefined)[];
  readonly #dues: Float64Array;
  readonly #sequences: Float64Array;
  readonly #starts: Float64Array;
  readonly #failures: Uint16Array;
  // The free places, the one to use next at the end.
  readonly #free: number[];

  /** @param capacity how many places there are, at least 1. */
  constructor(capacity: number) {
    this.capacity = capacity;
    this.#tickets = Array.from({ length: capacity }, (_, place) => place);
    this.#busy = new Array<boolean>(capacity).fill(false);
    this.#refs = new Array<Ref | undefined>(capacity).fill(undefined);
    this.#dues = new Float64Array(capacity);
    this.#sequences = new Float64Array(capacity);
    this.#starts = new Float64Array(capacity);
    this.#failures = new Uint16Array(capacity);
    this.#free = Array.from({ length: capacity }, (_, i) => capacity - 1 - i);
  }

  /** Takes a place for a deletion that starts now; there must be a free one. @returns its ticket, an integer from 0. */
  begin(ref: Ref, dueUs: number, sequence: number, failures: number, startUs: number): number {
    const place = this.#free.pop();
    if (place === undefined) throw new InvariantError('a deletion was started beyond the concurrency');
    this.#busy[place] = true;
    this.#refs[place] = ref;
    this.#dues[place] = dueUs;
    this.#sequences[place] = sequence;
    this.#starts[place] = startUs;
    this.#failures[place] = failures;
    this.size += 1;
    return this.#tickets[place] as number;
  }

  /** Whether the ticket is of a deletion in flight; false for one that was settled or went back. */
  has(ticket: number): boolean {
    const place = ticket % this.capacity;
    return this.#busy[place] === true && this.#tickets[place] === ticket;
  }

  /** @throws InvariantError when the ticket is not in flight, as do the next four. */
  refOf(ticket: number): Ref {
    return this.#refs[this.#place(ticket)] as Ref;
  }

  dueUsOf(ticket: number): number {
    return this.#dues[this.#place(ticket)] as number;
  }

  sequenceOf(ticket: number): number {
    return this.#sequences[this.#place(ticket)] as number;
  }

  startUsOf(ticket: number): number {
    return this.#starts[this.#place(ticket)] as number;
  }

  /** How often the deletion failed before this attempt. */
  failuresOf(ticket: number): number {
    return this.#failures[this.#place(ticket)] as number;
  }

  /** Frees the ticket's place, spends the ticket and lets go of the ref. */
  end(ticket: number): void {
    const place = this.#place(ticket);
    this.#busy[place] = false;
    this.#refs[place] = undefined;
    this.#tickets[place] = ticket + this.capacity;
    this.#free.push(place);
    this.size -= 1;
  }

  /** The ticket of any deletion in flight, or −1 when there is none. */
  any(): number {
    const place = this.#busy.indexOf(true);
    return place < 0 ? -1 : (this.#tickets[place] as number);
  }

  #place(ticket: number): number {
    if (!this.has(ticket)) throw new InvariantError('the ticket is not of a deletion in flight');
    return ticket % this.capacity;
  }
}
