import { type JobRecorder, jobEnded, jobRecorder } from '../record/job-recorder.ts';
import type { LevelRecorder } from '../record/level-recorder.ts';
import type { Recorder } from '../record/recorder.ts';
import type { System } from '../scenario/model.ts';
import type { Timeline } from './timeline.ts';

/** Where a job is. */
export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** One job of the service. */
export interface Job {
  readonly id: string;
  /** The number of its kind. */
  readonly kind: number;
  /** Its number among the jobs of its kind, in the order of their arrival. */
  readonly serial: number;
  readonly arrivedUs: number;
  admittedUs: number;
  state: JobState;
}

interface Gate {
  readonly limit: number;
  readonly line: Job[];
  admitted: number;
  readonly admittedLevel: LevelRecorder;
  readonly waiting: LevelRecorder;
}

/** The most jobs that may wait for admission; a further one is refused. */
export const MOST_WAITING = 100_000;

/** Jobs enter here: each runs at once or when its concurrency limit admits it. Those that wait for admission are admitted in the order of their arrival. */
export class Admission {
  readonly #nowUs: () => number;
  readonly #timeline: Timeline;
  readonly #run: (job: Job) => Promise<boolean>;
  readonly #gates: readonly (Gate | undefined)[];
  readonly #measures: readonly JobRecorder[];
  readonly #serials: number[];
  /** Jobs that came after the gates were closed. */
  readonly #held: Job[] = [];
  #open = true;
  #running = 0;
  #waiting = 0;

  /** @param run runs an admitted job; its promise tells whether the job ended well, and never rejects. */
  constructor(
    system: System,
    nowUs: () => number,
    timeline: Timeline,
    recorder: Recorder,
    run: (job: Job) => Promise<boolean>,
  ) {
    this.#nowUs = nowUs;
    this.#timeline = timeline;
    this.#run = run;
    const gates = new Map<string, Gate>(
      system.concurrency.map(({ name, limit }) => [
        name,
        {
          limit,
          line: [],
          admitted: 0,
          admittedLevel: recorder.level(`concurrency.${name}.admitted`),
          waiting: recorder.level(`concurrency.${name}.waiting`),
        },
      ]),
    );
    this.#gates = system.jobs.map(({ concurrency }) =>
      concurrency === undefined ? undefined : gates.get(concurrency),
    );
    this.#measures = system.jobs.map(({ name }) => jobRecorder(recorder, name));
    this.#serials = system.jobs.map(() => 0);
  }

  /** How many jobs run. */
  get running(): number {
    return this.#running;
  }

  /** How many jobs wait for admission. */
  get waiting(): number {
    return this.#waiting;
  }

  /** A job of a kind arrives now. @returns undefined when too many wait for admission. */
  arrive(kind: number, id: string): Job | undefined {
    if (this.#waiting >= MOST_WAITING) return undefined;
    const arrivedUs = this.#nowUs();
    const serial = this.#serials[kind] as number;
    this.#serials[kind] = serial + 1;
    const job: Job = { id, kind, serial, arrivedUs, admittedUs: arrivedUs, state: 'waiting' };
    if (!this.#open) {
      this.#held.push(job);
      this.#waiting += 1;
      return job;
    }
    const measures = this.#measures[kind] as JobRecorder;
    this.#timeline.add(arrivedUs, () => {
      measures.arrived.count += 1;
    });
    const gate = this.#gates[kind];
    if (gate !== undefined && gate.admitted >= gate.limit) {
      gate.line.push(job);
      this.#changeWaiting(gate, kind, 1, arrivedUs);
    } else {
      this.#admit(job);
    }
    return job;
  }

  /** From now on jobs are accepted and none is admitted: those that come wait for admission, and are not measured. */
  hold(): void {
    this.#open = false;
  }

  /** Sends away whatever waits for admission. @returns how many jobs that were. */
  cancelWaiting(): number {
    const waiting = [...this.#held.splice(0), ...this.#gates.flatMap((gate) => gate?.line.splice(0) ?? [])];
    for (const job of waiting) job.state = 'cancelled';
    this.#waiting = 0;
    return waiting.length;
  }

  #admit(job: Job): void {
    const measures = this.#measures[job.kind] as JobRecorder;
    const gate = this.#gates[job.kind];
    const atUs = this.#nowUs();
    job.admittedUs = atUs;
    job.state = 'running';
    this.#running += 1;
    if (gate !== undefined) gate.admitted += 1;
    this.#timeline.add(atUs, (nowUs) => {
      measures.running.change(1, nowUs);
      measures.admissionWait.observe(atUs - job.arrivedUs);
      gate?.admittedLevel.change(1, nowUs);
    });
    void this.#run(job).then((well) => this.#ended(job, well));
  }

  #ended(job: Job, well: boolean): void {
    const measures = this.#measures[job.kind] as JobRecorder;
    const gate = this.#gates[job.kind];
    const atUs = this.#nowUs();
    job.state = well ? 'done' : 'failed';
    this.#running -= 1;
    this.#timeline.add(atUs, (nowUs) => {
      measures.running.change(-1, nowUs);
      jobEnded(measures, well, atUs - job.admittedUs, nowUs);
      gate?.admittedLevel.change(-1, nowUs);
    });
    if (gate === undefined) return;
    gate.admitted -= 1;
    const next = this.#open ? gate.line.shift() : undefined;
    if (next === undefined) return;
    this.#changeWaiting(gate, next.kind, -1, atUs);
    this.#admit(next);
  }

  #changeWaiting(gate: Gate, kind: number, delta: number, atUs: number): void {
    this.#waiting += delta;
    this.#timeline.add(atUs, (nowUs) => {
      gate.waiting.change(delta, nowUs);
      (this.#measures[kind] as JobRecorder).waiting.change(delta, nowUs);
    });
  }
}
