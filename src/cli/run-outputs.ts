import { InputError, type Problem } from '../errors.ts';
import { OPENMETRICS_START } from '../metrics/openmetrics.ts';
import type { OutputFailure, OutputPlan } from '../outputs/outputs.ts';
import { TRACE_START, type TraceWindow } from '../outputs/trace-output.ts';
import { reasonOf } from '../report/files/disk.ts';
import { DraftFile } from '../report/files/draft-file.ts';
import type { FileKind } from '../report/files/whole-file.ts';
import { version } from '../run/assets.ts';
import type { Scenario } from '../scenario/model.ts';
import { formatSeconds, toSeconds } from '../units.ts';
import { checkDistinct, checkOutside } from './apart.ts';
import { type MetricsOptions, openMetricsTimes } from './openmetrics-plan.ts';

/** The options that write something while a run goes on. */
export interface OutputOptions extends MetricsOptions {
  readonly events?: string;
  readonly trace?: string;
  readonly traceWindow?: TraceWindowValue;
}

/** A part of a run: from a time, and so long. */
export interface TraceWindowValue {
  readonly text: string;
  readonly fromUs: number;
  readonly lengthUs: number;
}

const EVENTS: FileKind = {
  what: 'the events',
  one: 'a stream of events',
  isOne: (start) => start.startsWith('{"stream":"unpark-events"'),
};
const TIMELINE: FileKind = { what: 'the timeline', one: 'a timeline', isOne: (start) => start.startsWith(TRACE_START) };
const METRICS_FILE: FileKind = {
  what: 'the metrics',
  one: 'a file of metrics of ours',
  isOne: (start) => start.startsWith(OPENMETRICS_START),
};

/** The files that are written while a run goes on: each takes its place when the run has ended. */
export class RunOutputs {
  /** Undefined where nothing is asked for. */
  readonly plan: OutputPlan | undefined;
  readonly #drafts: readonly { readonly what: string; readonly file: string; readonly draft: DraftFile }[];

  /**
   * @param out the folder of the report.
   * @throws InputError when one of them cannot be written, is not apart from the others, or the window lies outside the run.
   */
  constructor(options: OutputOptions, out: string, scenario: Scenario, overrides: readonly string[]) {
    const { events, trace, openmetrics, traceWindow } = options;
    const named = [
      { option: '--events', kind: EVENTS, path: events },
      { option: '--trace', kind: TIMELINE, path: trace },
      { option: '--openmetrics', kind: METRICS_FILE, path: openmetrics },
    ].filter((one): one is typeof one & { path: string } => one.path !== undefined);
    for (const file of named) checkOutside(file, { option: '--out', path: out });
    for (const file of named) for (const other of named) if (file !== other) checkDistinct(file, other);
    const window = windowOf(traceWindow, trace, scenario);
    const times = openMetricsTimes(options, scenario);
    this.#drafts = named.map(({ kind, path }) => ({ what: kind.what, file: path, draft: new DraftFile(path, kind) }));
    const draftOf = ({ what }: FileKind): string => this.#drafts.find((one) => one.what === what)?.draft.path as string;
    if (named.length === 0) return;
    this.plan = {
      overrides,
      engineVersion: version,
      ...(events === undefined ? {} : { events: draftOf(EVENTS) }),
      ...(trace === undefined ? {} : { trace: { file: draftOf(TIMELINE), window } }),
      ...(times === undefined ? {} : { openmetrics: { ...times, file: draftOf(METRICS_FILE) } }),
    };
  }

  /** Puts the files in their places. @returns what to tell of those that could not be written; what was there before is as it was. */
  commit(failures: readonly OutputFailure[]): Problem[] {
    return this.#drafts.flatMap(({ what, file, draft }) => {
      const failure = failures.find((one) => one.what === what);
      if (failure !== undefined) {
        draft.abandon();
        return [
          {
            file,
            message: `${what} could not be written; what was there before is as it was`,
            expected: 'room for all of it',
            found: reasonOf(failure.code),
            hint: 'name another place; the report of the run is written',
          },
        ];
      }
      try {
        draft.commit();
        return [];
      } catch (error) {
        if (error instanceof InputError) return [...error.problems];
        throw error;
      }
    });
  }

  /** The run has not ended: nothing of it stays. */
  abandon(): void {
    for (const { draft } of this.#drafts) draft.abandon();
  }
}

function windowOf(
  window: TraceWindowValue | undefined,
  trace: string | undefined,
  { warmUpUs, durationUs }: Scenario,
): TraceWindow | undefined {
  if (window === undefined) return undefined;
  if (trace === undefined) {
    throw new InputError({
      message: '--trace-window is the part of a timeline, and none is asked for',
      expected: '--trace FILE beside --trace-window',
      found: `--trace-window ${window.text} alone`,
      hint: 'add --trace, or leave --trace-window away',
    });
  }
  const endUs = warmUpUs + durationUs;
  const untilUs = window.fromUs + window.lengthUs;
  if (window.fromUs >= endUs) {
    const warmUp = warmUpUs === 0 ? '' : `, the warm-up of ${formatSeconds(toSeconds(warmUpUs))} included`;
    throw new InputError({
      message: 'the window of --trace-window lies outside the run',
      expected: `a begin before ${formatSeconds(toSeconds(endUs))}, the end of the run${warmUp}`,
      found: window.text,
      hint: 'times are counted from the start of the run',
    });
  }
  return { fromUs: window.fromUs, untilUs: Math.min(untilUs, endUs) };
}
