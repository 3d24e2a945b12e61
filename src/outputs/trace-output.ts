import { TraceWriter } from '../events/trace/trace-writer.ts';
import type { RunObserver } from '../service/observer.ts';
import { LineSink } from './line-sink.ts';
import type { OutputReplication, RunOutput } from './run-output.ts';

/** The part of a run that is drawn, in µs since its start. */
export interface TraceWindow {
  readonly fromUs: number;
  readonly untilUs: number;
}

export interface TracePlan {
  /** A file of its own, which is emptied. */
  readonly file: string;
  /** Undefined: the whole run. */
  readonly window: TraceWindow | undefined;
}

export const TRACE_START = '{"displayTimeUnit":"ms","traceEvents":[\n';
export const TRACE_END = '\n]}\n';
export const TRACE_COMMA = ',\n';

/** Draws the first replication of each design as a timeline that ui.perfetto.dev and Chrome open. */
export class TraceOutput implements RunOutput {
  readonly what = 'the timeline';
  readonly #sink: LineSink;
  readonly #window: TraceWindow | undefined;
  readonly #part: number | undefined;
  #writer: TraceWriter | undefined;
  #designs = 0;
  #isFirst = true;

  /** @param part the number of the one design, from 0, of which the events alone are written: a part of a timeline. */
  constructor({ file, window }: TracePlan, part?: number) {
    this.#sink = new LineSink(file);
    this.#window = window;
    this.#part = part;
    if (part === undefined) this.#sink.write(TRACE_START);
  }

  begin({ design, replication, layout, endUs }: OutputReplication): RunObserver | undefined {
    if (replication !== 0) return undefined;
    this.#designs += 1;
    const pid = this.#designs + (this.#part ?? 0);
    const { fromUs, untilUs } = this.#window ?? { fromUs: 0, untilUs: endUs };
    this.#writer = new TraceWriter({ layout, pid, design, fromUs, untilUs }, (event) => {
      this.#sink.write(`${this.#isFirst ? '' : TRACE_COMMA}${JSON.stringify(event)}`);
      this.#isFirst = false;
    });
    return this.#writer.listener;
  }

  end(atUs: number): void {
    this.#writer?.end(atUs);
    this.#writer = undefined;
  }

  close(): string | undefined {
    if (this.#part === undefined) this.#sink.write(TRACE_END);
    this.#sink.close();
    return this.#sink.failure;
  }
}
