import { toAll } from '../../events/to-all.ts';
import { MetricValues } from '../../metrics/metric-values.ts';
import type { Series } from '../../metrics/series.ts';
import { type Outputs, partsOf } from '../../outputs/outputs.ts';
import type { ReplicationRecord } from '../../record/replication-record.ts';
import { ServiceRecorder } from '../../record/service-recorder.ts';
import type { Design } from '../../scenario/model.ts';
import type { Layout } from '../../service/layout.ts';
import type { RunObserver } from '../../service/observer.ts';
import { LiveView } from '../../view/live-view.ts';
import type { DesignView } from '../../view/snapshot.ts';
import { ServiceLog } from '../service-log.ts';
import type { ServiceSetup } from './setup.ts';

/** Everything that hears what is measured of a live service: the record, the metrics, what is written of its events, and who else asks for it. */
export class Measures {
  /** Is told the events in the order of time. */
  readonly observer: RunObserver;
  readonly #recorder: ServiceRecorder;
  readonly #metrics: MetricValues;
  readonly #outputs: Outputs | undefined;
  readonly #view: LiveView | undefined;
  readonly #log: ServiceLog | undefined;

  /** @param jobsWaiting how many jobs wait for admission. @param also hears the same, where it is given. */
  constructor(
    layout: Layout,
    { scenario, design, outputs, isViewed, log }: ServiceSetup,
    jobsWaiting: () => number,
    also: RunObserver | undefined,
  ) {
    const { warmUpUs, durationUs } = scenario;
    const endUs = warmUpUs + durationUs;
    this.#recorder = new ServiceRecorder(layout, warmUpUs, endUs, 0);
    this.#metrics = new MetricValues(layout, jobsWaiting);
    this.#outputs = outputs === undefined ? undefined : partsOf(outputs, design);
    const { name } = scenario.designs[design] as Design;
    this.#view = isViewed === true ? new LiveView(name, layout, scenario) : undefined;
    this.#log = log === undefined ? undefined : new ServiceLog(log, name, layout);
    const told = this.#outputs?.begin({ design: name, replication: 0, layout, endUs });
    const listeners = [this.#recorder, this.#metrics.listener, told, this.#view?.listener, this.#log?.listener, also];
    this.observer = toAll(listeners.filter((listener) => listener !== undefined));
  }

  /** Every metric as it stands. @param atUs since the start of the run, not before what was heard. */
  metrics(atUs: number): readonly Series[] {
    this.#metrics.bringUpTo(atUs);
    return this.#metrics.series;
  }

  /** What a live view shows; undefined where none was asked for, and before the run has begun. @param startUs, nowUs on the common clock. */
  view(startUs: number, nowUs: number): DesignView | undefined {
    return startUs === 0 ? undefined : this.#view?.snapshot(Math.max(0, nowUs - startUs));
  }

  /** What was measured; what still happens is in no file. @param urlEndsUs the ends of the signed URLs of the blobs that someone still means to delete. */
  recordAt(atUs: number, urlEndsUs: readonly number[]): ReplicationRecord {
    this.#outputs?.end(atUs, 0);
    const measured = this.#recorder.record(atUs, urlEndsUs);
    return {
      ...measured,
      latenessMaxima: measured.latenessMaxima.slice(),
      starved: [...measured.starved],
      events: 0,
    };
  }

  /** Why lines are missing in its log; undefined where none are. */
  get logFailure(): string | undefined {
    return this.#log?.failure;
  }

  close(): void {
    this.#log?.close();
    this.#outputs?.close();
  }
}
