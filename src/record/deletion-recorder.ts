import type { Settlement } from '../service/observer.ts';
import type { DurationRecorder } from './duration-recorder.ts';
import type { LevelRecorder } from './level-recorder.ts';
import type { Counter, Recorder } from './recorder.ts';

/** Keeps account of every deferred deletion: each one that is scheduled is settled once, rejected once, pending, or in flight. */
export class DeletionRecorder {
  readonly pending: LevelRecorder;
  /** Deletions that have started and not ended. */
  inFlight = 0;
  readonly blobsAlive: LevelRecorder;
  readonly #lateness: DurationRecorder;
  readonly #scheduled: Counter;
  readonly #settled: Readonly<Record<Settlement, Counter>>;
  readonly #rejected: Counter;
  readonly #retried: Counter;
  readonly #beforeDue: Counter;
  /** Blobs that were alive when their signed URL ended, in the measured time. */
  outlived = 0;
  /** The largest lateness in each bin of the run, in µs; −1 where nothing was settled. */
  readonly latenessMaxima: Float64Array;
  readonly #fromUs: number;
  readonly #endUs: number;

  /** @param fromUs when the measured time begins. @param bins how many bins the series of the lateness has. */
  constructor(recorder: Recorder, fromUs: number, endUs: number, bins: number) {
    this.#fromUs = fromUs;
    this.pending = recorder.level('deletions.pending');
    this.blobsAlive = recorder.level('blobs.alive');
    this.#lateness = recorder.durations('deletions.lateness');
    this.#scheduled = recorder.counter('deletions.scheduled');
    this.#settled = {
      deleted: recorder.counter('deletions.deleted'),
      gone: recorder.counter('deletions.gone'),
      superseded: recorder.counter('deletions.superseded'),
      failed: recorder.counter('deletions.failed'),
    };
    this.#rejected = recorder.counter('deletions.rejected');
    this.#retried = recorder.counter('deletions.retried');
    this.#beforeDue = recorder.counter('deletions.deletedBeforeDue');
    this.latenessMaxima = new Float64Array(bins).fill(-1);
    this.#endUs = endUs;
  }

  scheduled(nowUs: number): void {
    this.#scheduled.count += 1;
    this.pending.change(1, nowUs);
  }

  /** A deletion was refused at a bound, now or after it was scheduled. */
  rejected(nowUs: number, urlEndUs: number): void {
    this.#rejected.count += 1;
    this.pending.change(-1, nowUs);
    this.escaped(urlEndUs);
  }

  /** A try of a deletion begins. */
  started(nowUs: number, dueUs: number): void {
    this.pending.change(-1, nowUs);
    this.inFlight += 1;
    if (nowUs < dueUs) this.#beforeDue.count += 1;
  }

  /** A try did not settle the deletion: it is pending again. */
  putBack(nowUs: number): void {
    this.inFlight -= 1;
    this.pending.change(1, nowUs);
  }

  /** The store asked to try again, and there is a try left. */
  retried(nowUs: number): void {
    this.#retried.count += 1;
    this.putBack(nowUs);
  }

  /** @param startedUs when the try that settled it began: the lateness is that moment − due. */
  settled(settlement: Settlement, startedUs: number, dueUs: number, nowUs: number, urlEndUs: number): void {
    this.#settled[settlement].count += 1;
    this.inFlight -= 1;
    const latenessUs = Math.max(0, startedUs - dueUs);
    this.#lateness.observe(latenessUs);
    const bins = this.latenessMaxima.length;
    const bin = Math.min(bins - 1, Math.floor((nowUs / this.#endUs) * bins));
    if (latenessUs > (this.latenessMaxima[bin] as number)) this.latenessMaxima[bin] = latenessUs;
    if (settlement === 'failed') {
      this.escaped(urlEndUs);
      return;
    }
    this.blobsAlive.change(-1, nowUs);
    this.left(urlEndUs, nowUs);
  }

  /** A blob is gone from the store: had its signed URL ended before, it had outlived it. */
  left(urlEndUs: number, nowUs: number): void {
    if (nowUs > urlEndUs) this.escaped(urlEndUs);
  }

  /** A blob that is alive at the end of its signed URL, whatever becomes of it later. It counts where that end lies in the measured time, which may be before or after now. */
  escaped(urlEndUs: number): void {
    if (urlEndUs > this.#fromUs && urlEndUs <= this.#endUs) this.outlived += 1;
  }
}
