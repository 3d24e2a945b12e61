import type { JobKind, Scenario, Step } from '../../src/scenario/model.ts';
import { attemptItem, blobItem, programAddress, taskItem } from '../../src/workload/addresses.ts';
import { countQuantile } from '../../src/workload/distribution.ts';
import { storeOutcome } from '../../src/workload/outcomes.ts';
import { NaiveJanitor } from './naive-janitor.ts';
import { type Blob, NaiveWorld, type Pool, type Process } from './naive-world.ts';
import { arrivalsOf } from './simulated-service.ts';

/** A step has failed. */
const FAILED = Symbol('failed');

/**
 * The service of a scenario's first design, as naively as it can be done: a sorted list of events, generators for processes, arrays for lines, and allocation without a thought. It
 * shares nothing with src/service but the draws, by their addresses.
 *
 * The rule of ties: events of one time happen in the order in which they were made. A process runs until it has to wait; whoever it wakes runs after it, in the order of waking.
 */
export class NaiveModel extends NaiveWorld {
  readonly #limits = new Map<
    string,
    { free: number; readonly line: { readonly job: Process; readonly sinceUs: number }[] }
  >();
  readonly #serials = new Map<JobKind, number>();
  readonly #janitors = new Map<string, NaiveJanitor>();

  constructor(scenario: Scenario) {
    super(scenario);
    const { system } = this;
    for (const { name, limit } of system.concurrency) this.#limits.set(name, { free: limit, line: [] });
    for (const { kind, atUs } of arrivalsOf(scenario)) this.at(atUs, () => this.#arrive(system.jobs[kind] as JobKind));
    for (const fault of system.faults) {
      if (fault.kind !== 'kill-janitor') continue;
      this.at(fault.atUs, () => {
        for (const janitor of this.#janitors.values()) janitor.kill();
      });
    }
  }

  #arrive(kind: JobKind): void {
    const job = this.#serials.get(kind) ?? 0;
    this.#serials.set(kind, job + 1);
    const name = `${kind.name} ${job}`;
    const limit = this.#limits.get(kind.concurrency ?? '');
    const arrivedUs = this.nowUs;
    const p = this.#process(kind, job, 0, kind.name, undefined, (failed) => {
      for (const blob of p.blobs) this.tell(blob.name, `is abandoned, its URL ends at ${blob.urlEndUs}`);
      this.tell(name, `${failed ? 'fails' : 'is done'} after ${this.nowUs - p.startedUs}`);
      if (limit === undefined) return;
      limit.free += 1;
      const next = limit.line.shift();
      if (next === undefined) return;
      limit.free -= 1;
      this.#admit(
        next.job,
        `${next.job.kind.name} ${next.job.job}`,
        ` after ${this.nowUs - next.sinceUs} in the queue`,
      );
    });
    p.run = this.#life(p, kind.steps);
    this.tell(name, 'arrives');
    if (limit !== undefined && limit.free === 0) {
      limit.line.push({ job: p, sinceUs: arrivedUs });
      this.tell(name, 'waits for admission');
      return;
    }
    if (limit !== undefined) limit.free -= 1;
    this.#admit(p, name, ' after 0');
  }

  #admit(p: Process, name: string, waited: string): void {
    p.startedUs = this.nowUs;
    this.tell(name, `is admitted${waited}`);
    this.ready.push(p);
  }

  #process(
    kind: JobKind,
    job: number,
    item: number,
    program: string,
    pool: Pool | undefined,
    ended: (failed: boolean) => void,
  ): Process {
    const times = { submittedUs: 0, startedUs: 0 };
    const state = { thread: -1, state: '', attempt: 0, blobs: [], uploads: 0, held: new Map() };
    return { kind, job, item, program, pool, ended, ...state, ...times, run: undefined as never };
  }

  /** Runs the steps of a process to their end, and gives back what it holds. */
  *#life(p: Process, steps: readonly Step[]): Generator<void> {
    let failed = false;
    try {
      yield* this.#steps(p, steps);
    } catch (error) {
      if (error !== FAILED) throw error;
      failed = true;
    }
    if (p.thread >= 0) this.leaveThread(p);
    this.returnPermits(p, new Map());
    p.ended(failed);
  }

  *#steps(p: Process, steps: readonly Step[]): Generator<void> {
    for (const step of steps) yield* this.#step(p, step);
  }

  *#step(p: Process, step: Step): Generator<void> {
    const label = `${p.kind.name}/${step.path}`;
    const item = attemptItem(p.item, p.attempt);
    const chance = (of: string) => this.streams.of(`${label}/${of}`).uniform(p.job, item);
    switch (step.do) {
      case 'work':
      case 'wait':
      case 'park':
        return yield* this.#hold(
          p,
          step.do === 'park' ? 'parked' : 'working',
          this.draws.durations(label, step.duration).drawUs(p.job, item),
        );
      case 'upload':
      case 'download':
      case 'delete': {
        const { us, outcome } = this.operation(step.do, label, p.job, item, step.latency);
        yield* this.#hold(p, 'working', us);
        if (outcome >= storeOutcome.retry) throw FAILED;
        if (step.do === 'upload') this.#upload(p);
        const first = step.do === 'delete' ? p.blobs.shift() : undefined;
        if (first !== undefined) this.tell(first.name, `is deleted at once, its URL ends at ${first.urlEndUs}`);
        return;
      }
      case 'acquire': {
        const asked = this.ask(p, step.semaphore, step.permits, () => {
          this.become(p, 'working');
          this.ready.push(p);
        });
        if (asked) return;
        this.become(p, 'blocked');
        return yield;
      }
      case 'release':
        return this.giveBack(p, step.semaphore, step.permits);
      case 'fanOut':
        return yield* this.#fanOut(p, step, item, step.tasks.kind === 'constant' ? 0.5 : chance('tasks'));
      case 'choice': {
        const drawn = chance('choice');
        let sum = 0;
        for (const { probability, steps } of step.branches) {
          sum += probability;
          if (drawn < sum) return yield* this.#steps(p, steps);
        }
        return;
      }
      case 'fail':
        if (chance('fail') < step.probability) throw FAILED;
        return;
      case 'retry':
        return yield* this.#retry(p, step, label);
      case 'defer':
        for (const blob of p.blobs.splice(0)) this.#defer(blob, step.delayUs ?? p.kind.deletion.delayUs);
    }
  }

  *#hold(p: Process, state: string, us: number): Generator<void> {
    this.become(p, state);
    this.at(this.nowUs + us, () => p.run.next());
    yield;
  }

  *#retry(p: Process, step: Extract<Step, { do: 'retry' }>, label: string): Generator<void> {
    const heldBefore = new Map(p.held);
    for (;;) {
      try {
        yield* this.#steps(p, step.steps);
        p.attempt = 0;
        return;
      } catch (error) {
        if (error !== FAILED || p.attempt + 1 >= step.attempts) throw error;
      }
      p.attempt += 1;
      const drawn = this.draws
        .durations(`${label}/backoff`, step.backoff)
        .drawUs(p.job, attemptItem(p.item, p.attempt));
      const backoffUs = Math.min(step.maxBackoffUs, Math.round(drawn * step.factor ** (p.attempt - 1)));
      if (p.pool === undefined || !step.returnsThread) {
        this.returnPermits(p, heldBefore);
        yield* this.#hold(p, 'parked', backoffUs);
        continue;
      }
      this.leaveThread(p);
      this.returnPermits(p, heldBefore);
      this.at(this.nowUs + backoffUs, () => p.run.next());
      yield;
      if (!this.submit(p, p.pool)) throw FAILED;
      yield;
    }
  }

  *#fanOut(p: Process, step: Extract<Step, { do: 'fanOut' }>, item: number, drawn: number): Generator<void> {
    const tasks = countQuantile(step.tasks, drawn);
    if (tasks === 0) return;
    const pool = this.pools.get(step.pool) as Pool;
    let submitted = 0;
    let open = 0;
    let failed = false;
    let isSubmitting = true;
    const closed = (): void => {
      open -= 1;
      if (open > 0 || isSubmitting) return;
      this.become(p, 'working');
      this.ready.push(p);
    };
    const submit = (): void => {
      const task = this.#process(p.kind, p.job, taskItem(item, submitted), step.taskKind, pool, (taskFailed) => {
        p.blobs.push(...task.blobs);
        failed ||= taskFailed;
        if (submitted < tasks && !failed) submit();
        closed();
      });
      task.run = this.#life(task, step.steps);
      submitted += 1;
      open += 1;
      const askForThread = (): void => {
        if (this.submit(task, pool)) return;
        this.returnPermits(task, new Map());
        failed = true;
        closed();
      };
      if (step.permit === undefined || this.ask(task, step.permit, 1, () => this.permit(askForThread))) askForThread();
    };
    this.become(p, 'blocked');
    while (submitted < Math.min(tasks, step.window)) submit();
    isSubmitting = false;
    if (open > 0) yield;
    else this.become(p, 'working');
    if (failed) throw FAILED;
  }

  #upload(p: Process): void {
    p.uploads += 1;
    const address = programAddress(p.program);
    const item = blobItem(p.item, address, p.uploads);
    const name = `blob ${item} of ${p.kind.name} ${p.job}`;
    const urlEndUs = this.nowUs + p.kind.deletion.urlValidityUs;
    p.blobs.push({ name, kind: p.kind, job: p.job, item, urlEndUs, delayUs: 0, dueUs: 0, triedUs: 0 });
    this.tell(name, 'is uploaded');
  }

  #defer(blob: Blob, delayUs: number): void {
    Object.assign(blob, { delayUs, dueUs: this.nowUs + delayUs });
    this.tell(blob.name, `is due at ${blob.dueUs}`);
    const { by, pool, janitor } = blob.kind.deletion;
    if (by === 'janitor') {
      const settings = JSON.stringify(janitor);
      const known = this.#janitors.get(settings) ?? new NaiveJanitor(this, janitor);
      this.#janitors.set(settings, known);
      known.defer(blob);
      return;
    }
    const own = this.pools.get(by === 'sleep-in-pool' ? pool : 'ownThreads') as Pool;
    const sleeper = this.#process(blob.kind, blob.job, blob.item, `${blob.kind.name}.deletion`, own, () => {});
    sleeper.run = this.#sleep(sleeper, blob);
    if (!this.submit(sleeper, own)) this.tell(blob.name, `is rejected, its URL ends at ${blob.urlEndUs}`);
  }

  *#sleep(p: Process, blob: Blob): Generator<void> {
    yield* this.#hold(p, 'parked', blob.delayUs);
    this.tried(blob, 0);
    const { us, outcome } = this.operation('delete', `${blob.kind.name}/deletion`, blob.job, blob.item);
    yield* this.#hold(p, 'working', us);
    this.settled(blob, outcome);
    this.leaveThread(p);
  }

  tried(blob: Blob, attempt: number): void {
    blob.triedUs = this.nowUs;
    this.tell(blob.name, `is tried ${attempt}, due at ${blob.dueUs}`);
  }

  settled(blob: Blob, outcome: number): void {
    const how = outcome === storeOutcome.done ? 'deleted' : outcome === storeOutcome.gone ? 'gone' : 'failed';
    const when = `tried at ${blob.triedUs}, due at ${blob.dueUs}, its URL ends at ${blob.urlEndUs}`;
    this.tell(blob.name, `is ${how}, ${when}`);
  }
}
