import { TraceWriter } from '../../events/trace/trace-writer.ts';
import type { RunObserver } from '../../service/observer.ts';
import { LineSink } from './line-sink.ts';
import type { OutputReplication, RunOutput } from './run-output.ts';

/** The part of a run that is drawn, in µs since its start. */
export interface TraceWindow {
  readonly fromUs: number;
  readonly untilUs: number;
}

/** Draws the first replication of each design as a timeline that ui.perfetto.dev and Chrome open. */
export class TraceOutput implements RunOutput {
  readonly what = 'the timeline';
  readonly #sink: LineSink;
  readonly #window: TraceWindow | undefined;
  #writer: TraceWriter | undefined;
  #designs = 0;
  #isFirst = true;

  /** @param file a file of its own, which is emptied. @param window undefined: the whole run. */
  constructor(file: string, window: TraceWindow | undefined) {
    this.#sink = new LineSink(file);
    this.#window = window;
    this.#sink.write('{"displayTimeUnit":"ms","traceEvents":[\n');
  }

  begin({ design, replication, layout, endUs }: OutputReplication): RunObserver | undefined {
    if (replication !== 0) return undefined;
    this.#designs += 1;
    const { fromUs, untilUs } = this.#window ?? { fromUs: 0, untilUs: endUs };
    this.#writer = new TraceWriter({ layout, pid: this.#designs, design, fromUs, untilUs }, (event) => {
      this.#sink.write(`${this.#isFirst ? '' : ',\n'}${JSON.stringify(event)}`);
      this.#isFirst = false;
    });
    return this.#writer.listener;
  }

  end(atUs: number): void {
    this.#writer?.end(atUs);
    this.#writer = undefined;
  }

  close(): string | undefined {
    this.#sink.write('\n]}\n');
    this.#sink.close();
    return this.#sink.failure;
  }
}
