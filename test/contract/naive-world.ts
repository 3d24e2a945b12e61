import type { Design, JobKind, Scenario, StoreOperation, System } from '../../src/scenario/model.ts';
import { Draws } from '../../src/workload/draws.ts';
import { Streams } from '../../src/workload/streams.ts';
import type { Line } from './trace.ts';

/** What runs, as a generator that stops where it has to wait: a job, or a task of a pool. */
export interface Process {
  readonly kind: JobKind;
  readonly job: number;
  readonly item: number;
  readonly program: string;
  readonly pool: Pool | undefined;
  readonly ended: (failed: boolean) => void;
  run: Generator<void>;
  thread: number;
  state: string;
  attempt: number;
  blobs: Blob[];
  uploads: number;
  readonly held: Map<string, number>;
  submittedUs: number;
  startedUs: number;
}

export interface Blob {
  readonly name: string;
  readonly kind: JobKind;
  readonly job: number;
  readonly item: number;
  readonly urlEndUs: number;
  delayUs: number;
  dueUs: number;
  triedUs: number;
}

export interface Pool {
  readonly name: string;
  readonly threads: number;
  readonly bound: number;
  readonly taken: Set<number>;
  readonly queue: Process[];
}

interface Gate {
  free: number;
  readonly line: {
    readonly permits: number;
    readonly sinceUs: number;
    readonly p: Process;
    readonly wake: () => void;
  }[];
}

/** Where the naive model runs: time as a sorted list of events, pools and semaphores as arrays, and what is told of them. */
export class NaiveWorld {
  nowUs = 0;
  readonly lines: Line[] = [];
  readonly system: System;
  readonly streams: Streams;
  readonly draws: Draws;
  readonly ready: Process[] = [];
  readonly pools = new Map<string, Pool>();
  readonly #events: { readonly atUs: number; readonly act: () => void }[] = [];
  readonly #gates = new Map<string, Gate>();
  readonly #permitted: (() => void)[] = [];
  #isPermitting = false;

  constructor(scenario: Scenario) {
    this.system = (scenario.designs[0] as Design).system;
    this.streams = new Streams(scenario.seed, 0);
    this.draws = new Draws(this.streams);
    for (const { name, threads, queueBound } of this.system.pools) {
      this.pools.set(name, { name, threads, bound: queueBound, taken: new Set(), queue: [] });
    }
    this.pools.set('ownThreads', { name: 'ownThreads', threads: Infinity, bound: 0, taken: new Set(), queue: [] });
    for (const { name, limit } of this.system.semaphores) this.#gates.set(name, { free: limit, line: [] });
  }

  runUntil(endUs: number): void {
    for (;;) {
      const [event] = this.#events;
      if (event === undefined || event.atUs > endUs) return;
      this.#events.shift();
      this.nowUs = event.atUs;
      event.act();
      for (let p = this.ready.shift(); p !== undefined; p = this.ready.shift()) p.run.next();
    }
  }

  at(atUs: number, act: () => void): void {
    const later = this.#events.findIndex((event) => event.atUs > atUs);
    this.#events.splice(later < 0 ? this.#events.length : later, 0, { atUs, act });
  }

  tell(of: string, what: string, state?: string): void {
    this.lines.push({ atUs: this.nowUs, of, what, ...(state === undefined ? {} : { state }) });
  }

  /** How long an operation takes and what comes of it. */
  operation(
    operation: StoreOperation,
    label: string,
    job: number,
    item: number,
    own = this.system.store[operation].latency,
  ) {
    const inForce = this.system.faults.filter(
      (fault) =>
        'operation' in fault && fault.operation === operation && fault.atUs <= this.nowUs && this.nowUs < fault.untilUs,
    );
    const slow = inForce.findLast((fault) => fault.kind === 'slow');
    const failing = inForce.findLast((fault) => fault.kind === 'fail');
    const { fail, retry } = failing ?? this.system.store[operation];
    const gone = operation === 'delete' ? this.system.store.delete.gone : 0;
    return {
      us: this.draws.durations(label, slow?.latency ?? own).drawUs(job, item),
      outcome: this.draws.outcomes(label).draw(fail, retry, gone, job, item),
    };
  }

  /** Tasks that get a permit ask for their threads one after another. */
  permit(askForThread: () => void): void {
    this.#permitted.push(askForThread);
    if (this.#isPermitting) return;
    this.#isPermitting = true;
    for (let next = this.#permitted.shift(); next !== undefined; next = this.#permitted.shift()) next();
    this.#isPermitting = false;
  }

  submit(p: Process, pool: Pool): boolean {
    p.submittedUs = this.nowUs;
    if (pool.taken.size < pool.threads) {
      let thread = 0;
      while (pool.taken.has(thread)) thread += 1;
      pool.taken.add(thread);
      this.#start(p, pool, thread, ' after 0');
      return true;
    }
    const isFull = pool.queue.length >= pool.bound;
    this.tell(`the queue of pool ${pool.name}`, `${isFull ? 'refuses' : 'takes'} ${p.program}`);
    if (isFull) return false;
    pool.queue.push(p);
    return true;
  }

  #start(p: Process, pool: Pool, thread: number, waited: string): void {
    Object.assign(p, { thread, state: 'working', startedUs: this.nowUs });
    this.tell(`thread ${thread} of pool ${pool.name}`, `starts ${p.program}${waited}`);
    this.ready.push(p);
  }

  leaveThread(p: Process): void {
    const { thread } = p;
    const pool = p.pool as Pool;
    p.thread = -1;
    this.tell(`thread ${thread} of pool ${pool.name}`, `ends ${p.program} after ${this.nowUs - p.startedUs}`);
    const next = pool.queue.shift();
    if (next === undefined) pool.taken.delete(thread);
    else this.#start(next, pool, thread, ` after ${this.nowUs - next.submittedUs} in the queue`);
  }

  become(p: Process, state: string): void {
    if (p.thread < 0 || p.state === state) return;
    p.state = state;
    this.tell(`thread ${p.thread} of pool ${p.pool?.name}`, `is ${state}`, state);
  }

  ask(p: Process, name: string, permits: number, wake: () => void): boolean {
    const gate = this.#gates.get(name) as Gate;
    if (gate.line.length === 0 && gate.free >= permits) {
      this.#grant(p, name, permits, ' after 0');
      return true;
    }
    gate.line.push({ permits, sinceUs: this.nowUs, p, wake });
    this.tell(`semaphore ${name}`, `lets one wait for ${permits}`);
    return false;
  }

  #grant(p: Process, name: string, permits: number, waited: string): void {
    (this.#gates.get(name) as Gate).free -= permits;
    p.held.set(name, (p.held.get(name) ?? 0) + permits);
    this.tell(`semaphore ${name}`, `grants ${permits}${waited}`);
  }

  giveBack(p: Process, name: string, permits: number): void {
    const gate = this.#gates.get(name) as Gate;
    gate.free += permits;
    p.held.set(name, (p.held.get(name) as number) - permits);
    this.tell(`semaphore ${name}`, `takes ${permits} back`);
    for (let [first] = gate.line; first !== undefined && first.permits <= gate.free; [first] = gate.line) {
      gate.line.shift();
      this.#grant(first.p, name, first.permits, ` after ${this.nowUs - first.sinceUs} in the queue`);
      first.wake();
    }
  }

  returnPermits(p: Process, kept: ReadonlyMap<string, number>): void {
    for (const [name, permits] of [...p.held].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const more = permits - (kept.get(name) ?? 0);
      if (more > 0) this.giveBack(p, name, more);
    }
  }
}
