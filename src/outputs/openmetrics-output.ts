import { type DesignSamples, type OpenMetricsTimes, writeOpenMetrics } from '../metrics/openmetrics.ts';
import { Samples } from '../metrics/samples.ts';
import type { RunObserver } from '../service/observer.ts';
import { LineSink } from './line-sink.ts';
import type { OutputReplication, RunOutput } from './run-output.ts';

export interface OpenMetricsPlan extends OpenMetricsTimes {
  /** A file of its own, which is emptied. */
  readonly file: string;
}

/** Writes the metrics of the first replication of each design, as a server would have scraped them. The format wants them by family, so they are kept until the run has ended. */
export class OpenMetricsOutput implements RunOutput {
  readonly what = 'the metrics';
  readonly #plan: OpenMetricsPlan;
  readonly #scenario: string;
  readonly #sink: LineSink;
  readonly #designs: DesignSamples[] = [];

  /** @param scenario its name. */
  constructor(plan: OpenMetricsPlan, scenario: string) {
    this.#plan = plan;
    this.#scenario = scenario;
    this.#sink = new LineSink(plan.file);
  }

  begin({ design, replication, layout, endUs }: OutputReplication): RunObserver | undefined {
    if (replication !== 0) return undefined;
    const samples = new Samples(layout, endUs, this.#plan.everyUs);
    this.#designs.push({ labels: { scenario: this.#scenario, design }, samples });
    return samples.listener;
  }

  end(atUs: number): void {
    this.#designs.at(-1)?.samples.end(atUs);
  }

  close(): string | undefined {
    writeOpenMetrics(this.#designs, this.#plan, (text) => this.#sink.write(text));
    this.#sink.close();
    return this.#sink.failure;
  }
}
