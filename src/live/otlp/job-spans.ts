import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { STATES } from '../../events/catalogue.ts';
import { silent } from '../../events/silent.ts';
import type { Layout } from '../../service/layout.ts';
import type { RunObserver } from '../../service/observer.ts';
import type { ProcessView } from '../../service/service.ts';
import { US_PER_SECOND } from '../../units.ts';

/** Seconds and nanoseconds since 1970. */
export type EpochTime = [number, number];

/** What spans need to know of the service. */
export interface SpanView {
  readonly layout: Layout;
  processAt(row: number): Pick<ProcessView, 'jobKind' | 'job'>;
  /** What a job is called at its HTTP interface. */
  jobId(row: number): string | undefined;
  /** @param atUs since the start of the run. */
  epochTime(atUs: number): EpochTime;
}

/** A task under way on a thread. */
interface OpenTask {
  readonly span: Span;
  readonly seconds: number[];
  state: number;
  sinceUs: number;
}

/** Jobs that are remembered so that the deletions of their blobs, which come later, can be their children. */
const MOST_REMEMBERED = 100_000;

/**
 * Makes a span of each job, and one of each task as its child. Which task a thread gets is what the service has decided (`believed`); when it began, changed and ended is what the thread wrote
 * of itself (`measured`), which comes a little later: the orders of each thread wait in a line until then.
 */
export class JobSpans {
  readonly believed: RunObserver;
  readonly measured: RunObserver;
  readonly #tracer: Tracer;
  readonly #view: SpanView;
  readonly #jobs = new Map<number, Span>();
  readonly #remembered = new Map<string, SpanContext>();
  /** By thread: the jobs of the tasks that it was given and has not begun. */
  readonly #given = new Map<string, (SpanContext | undefined)[]>();
  readonly #tasks = new Map<string, OpenTask>();

  constructor(tracer: Tracer, view: SpanView) {
    this.#tracer = tracer;
    this.#view = view;
    const { layout } = view;
    this.believed = {
      ...silent(),
      jobArrived: (row, kind, atUs) => this.#jobArrived(row, layout.system.jobs[kind]?.name as string, atUs),
      jobAdmitted: (row, _kind, waitedUs) => {
        this.#jobs.get(row)?.setAttribute('unpark.job.admission_wait_s', waitedUs / US_PER_SECOND);
      },
      jobEnded: (row, _kind, failed, _timeUs, atUs) => this.#endJob(row, failed ? 'failed' : 'done', atUs),
      taskStarted: (row, pool, _kind, thread) => {
        const place = `${pool}/${thread}`;
        const given = this.#given.get(place) ?? [];
        this.#given.set(place, given);
        given.push(this.#remembered.get(this.#keyOf(row)));
      },
    };
    this.measured = {
      ...silent(),
      taskStarted: (_row, pool, kind, thread, waitedUs, _fromQueue, atUs) =>
        this.#taskStarted(pool, thread, layout.taskKinds[kind]?.name as string, waitedUs, atUs),
      taskChanged: (_row, pool, _kind, thread, _before, state, atUs) => {
        const task = this.#tasks.get(`${pool}/${thread}`);
        if (task === undefined) return;
        account(task, atUs);
        task.state = state;
        task.span.addEvent(STATES[state] as string, view.epochTime(atUs));
      },
      taskEnded: (_row, pool, _kind, thread, _state, _heldUs, _goesOn, atUs) =>
        this.#endTask(`${pool}/${thread}`, atUs),
    };
  }

  /** A job that waited for admission is cancelled. */
  cancelled(row: number, atUs: number): void {
    this.#endJob(row, 'cancelled', atUs);
  }

  /** Ends what is still open of a run that was cut short: it would be lost otherwise. @param atUs now, since the start of the run. */
  cutShort(atUs: number): void {
    for (const place of [...this.#tasks.keys()]) this.#endTask(place, atUs, { 'unpark.cut_short': true });
    for (const row of [...this.#jobs.keys()]) this.#endJob(row, 'cut short', atUs);
  }

  #jobArrived(row: number, kind: string, atUs: number): void {
    const id = this.#view.jobId(row);
    const span = this.#tracer.startSpan(
      `job ${kind}`,
      {
        kind: SpanKind.CONSUMER,
        startTime: this.#view.epochTime(atUs),
        attributes: { 'unpark.job.kind': kind, ...(id === undefined ? {} : { 'unpark.job.id': id }) },
      },
      ROOT_CONTEXT,
    );
    this.#jobs.set(row, span);
    this.#remembered.set(this.#keyOf(row), span.spanContext());
    if (this.#remembered.size <= MOST_REMEMBERED) return;
    const [oldest] = this.#remembered.keys();
    this.#remembered.delete(oldest as string);
  }

  #endJob(row: number, outcome: string, atUs: number): void {
    const span = this.#jobs.get(row);
    this.#jobs.delete(row);
    span?.setAttribute('unpark.job.outcome', outcome);
    if (outcome === 'failed') {
      // The conventions have this value for an error without a class of its own.
      span?.setAttribute('error.type', '_OTHER').setStatus({ code: SpanStatusCode.ERROR });
    }
    span?.end(this.#view.epochTime(atUs));
  }

  #taskStarted(pool: number, thread: number, kind: string, waitedUs: number, atUs: number): void {
    const place = `${pool}/${thread}`;
    const job = this.#given.get(place)?.shift();
    const name = this.#view.layout.pools[pool]?.name as string;
    const span = this.#tracer.startSpan(
      `task ${kind}`,
      {
        kind: SpanKind.INTERNAL,
        startTime: this.#view.epochTime(atUs),
        attributes: {
          'thread.id': thread,
          'thread.name': `${name} #${thread}`,
          'unpark.pool.name': name,
          'unpark.task.kind': kind,
          'unpark.task.queue_wait_s': waitedUs / US_PER_SECOND,
        },
      },
      job === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, job),
    );
    this.#tasks.set(place, { span, seconds: STATES.map(() => 0), state: 0, sinceUs: atUs });
  }

  #endTask(place: string, atUs: number, more: Attributes = {}): void {
    const task = this.#tasks.get(place);
    if (task === undefined) return;
    this.#tasks.delete(place);
    account(task, atUs);
    const times = STATES.map((state, i) => [`unpark.thread.${state}_s`, task.seconds[i] as number]);
    task.span.setAttributes({ ...Object.fromEntries(times), ...more });
    task.span.end(this.#view.epochTime(atUs));
  }

  #keyOf(row: number): string {
    const { jobKind, job } = this.#view.processAt(row);
    return `${jobKind}/${job}`;
  }
}

/** Adds the time in a state that ends now. */
function account(task: OpenTask, atUs: number): void {
  task.seconds[task.state] = (task.seconds[task.state] as number) + (atUs - task.sinceUs) / US_PER_SECOND;
  task.sinceUs = atUs;
}
