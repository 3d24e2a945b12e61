/** Where a job is. */
export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** One job of the service. */
export interface Job {
  readonly id: string;
  /** The number of its kind. */
  readonly kind: number;
  readonly arrivedUs: number;
  state: JobState;
}

/** The jobs that the service knows, by their rows, for those who ask what has become of one. */
export class JobBook {
  readonly #byRow = new Map<number, Job>();
  #arriving: Job | undefined;
  running = 0;
  waiting = 0;

  /** The next row that arrives is this job. */
  announce(job: Job): void {
    this.#arriving = job;
  }

  arrived(row: number): void {
    if (this.#arriving !== undefined) this.#byRow.set(row, this.#arriving);
    this.#arriving = undefined;
  }

  /** What a job is called at the HTTP interface. */
  idOf(row: number): string | undefined {
    return this.#byRow.get(row)?.id;
  }

  queued(): void {
    this.waiting += 1;
  }

  admitted(row: number, fromQueue: boolean): void {
    if (fromQueue) this.waiting -= 1;
    this.running += 1;
    const job = this.#byRow.get(row);
    if (job !== undefined) job.state = 'running';
  }

  ended(row: number, failed: boolean): void {
    this.running -= 1;
    this.#close(row, failed ? 'failed' : 'done');
  }

  cancelled(row: number): void {
    this.waiting -= 1;
    this.#close(row, 'cancelled');
  }

  #close(row: number, state: JobState): void {
    const job = this.#byRow.get(row);
    if (job !== undefined) job.state = state;
    this.#byRow.delete(row);
  }
}
