import { Histogram, type Series, Value } from './series.ts';

/** What is kept of the jobs of one kind. */
export class JobMetrics {
  readonly series: readonly Series[];
  readonly arrived: Value;
  readonly uploaded: Value;
  readonly scheduled: Value;
  readonly #admissionWait: Histogram;
  readonly #done: Histogram;
  readonly #failed: Histogram;

  /** @param name that of the kind. */
  constructor(name: string) {
    const kind = { job_kind: name };
    this.arrived = new Value('unpark.jobs.arrived', kind);
    this.uploaded = new Value('unpark.blobs.uploaded', kind);
    this.scheduled = new Value('unpark.deletions.scheduled', kind);
    this.#admissionWait = new Histogram('unpark.job.admission_wait', kind);
    this.#done = new Histogram('unpark.job.duration', { ...kind, outcome: 'done' });
    this.#failed = new Histogram('unpark.job.duration', { ...kind, outcome: 'failed' });
    this.series = [this.arrived, this.uploaded, this.scheduled, this.#admissionWait, this.#done, this.#failed];
  }

  admitted(waitedUs: number): void {
    this.#admissionWait.observe(waitedUs);
  }

  ended(failed: boolean, timeUs: number): void {
    (failed ? this.#failed : this.#done).observe(timeUs);
  }
}
