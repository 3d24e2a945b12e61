import type { Layout } from '../../service/layout.ts';
import type { RunObserver } from '../../service/observer.ts';
import { STATES } from '../catalogue.ts';
import { silent } from '../silent.ts';
import { Counters } from './counters.ts';
import { Deletions } from './deletions.ts';
import { Rows, SCHEDULE_ROW } from './rows.ts';
import { OpenSlices } from './slices.ts';
import { nameRow, type Span, type WriteEvent } from './trace-event.ts';

export interface TraceOptions extends Span {
  readonly layout: Layout;
  /** The number of the process, from 1: one for each design. */
  readonly pid: number;
  readonly design: string;
}

/**
 * Draws one design's run in the Trace Event Format, which ui.perfetto.dev and Chrome open: a process, a row for each thread of its pools, a slice for each task with a slice for each
 * state inside, counters, and an arrow from the schedule of each deletion to its start. Events come in the order of time, so that nothing is kept but what is open.
 */
export class TraceWriter {
  readonly listener: RunObserver;
  readonly #span: Span;
  readonly #write: WriteEvent;
  readonly #rows: Rows;
  readonly #named = new Set<number>();
  readonly #counters: Counters;
  readonly #slices: OpenSlices;
  readonly #deletions: Deletions;
  #isOver = false;

  constructor(options: TraceOptions, write: WriteEvent) {
    const { layout, pid, design } = options;
    this.#span = options;
    this.#write = (event) => write({ pid, ...event });
    this.#rows = new Rows(layout);
    this.#counters = new Counters(layout, options, this.#write);
    this.#slices = new OpenSlices(options, this.#write);
    this.#deletions = new Deletions(layout, options, this.#write);
    this.#write({ ph: 'M', name: 'process_name', ts: 0, tid: 0, args: { name: design } });
    this.#write({ ph: 'M', name: 'process_sort_index', ts: 0, tid: 0, args: { sort_index: pid } });
    for (const [pool, { name, threads }] of layout.pools.entries()) {
      for (let i = 0; Number.isFinite(threads) && i < threads; i += 1) this.#row(pool, i, name);
    }
    nameRow(this.#write, SCHEDULE_ROW, 'deletions scheduled');
    this.listener = this.#listener(layout);
  }

  /** The run has ended: what is open is closed. */
  end(atUs: number): void {
    if (!this.#isOver) this.#finish(Math.min(atUs, this.#span.untilUs));
  }

  #finish(atUs: number): void {
    this.#isOver = true;
    this.#counters.finish(atUs);
    this.#slices.finish(atUs);
    this.#deletions.finish(atUs);
  }

  /** @returns whether what happens now is still drawn. */
  #isDrawn(atUs: number): boolean {
    if (this.#isOver) return false;
    if (atUs > this.#span.untilUs) {
      this.#finish(this.#span.untilUs);
      return false;
    }
    this.#slices.advance(atUs);
    this.#counters.advance(atUs);
    return true;
  }

  /** The row of a thread, which is named when it is first seen. */
  #row(pool: number, thread: number, name: string): number {
    const row = this.#rows.of(pool, thread);
    if (!this.#named.has(row)) nameRow(this.#write, row, `${name} #${thread + 1}`);
    this.#named.add(row);
    return row;
  }

  #listener(layout: Layout): RunObserver {
    const slices = this.#slices;
    const counters = this.#counters;
    const deletions = this.#deletions;
    const taskNames = layout.taskKinds.map(({ name }) => name);
    const poolNames = layout.pools.map(({ name }) => name);
    const rowOf = (pool: number, thread: number) => this.#row(pool, thread, poolNames[pool] as string);
    const again = (blob: number, atUs: number): void => {
      if (!this.#isDrawn(atUs)) return;
      counters.pending(1);
      deletions.paused(blob, atUs);
    };
    return {
      ...silent(),
      taskQueued: (_row, pool, _kind, atUs) => {
        if (this.#isDrawn(atUs)) counters.queued(pool, 1);
      },
      taskStarted: (_row, pool, kind, thread, _waitedUs, fromQueue, atUs) => {
        if (!this.#isDrawn(atUs)) return;
        if (fromQueue) counters.queued(pool, -1);
        counters.state(pool, 0, 1);
        slices.begin(rowOf(pool, thread), taskNames[kind] as string, STATES[0], atUs);
      },
      taskChanged: (_row, pool, _kind, thread, before, state, atUs) => {
        if (!this.#isDrawn(atUs)) return;
        counters.state(pool, before, -1);
        counters.state(pool, state, 1);
        slices.change(rowOf(pool, thread), STATES[state] as string, atUs);
      },
      taskEnded: (_row, pool, _kind, thread, state, _heldUs, _goesOn, atUs) => {
        if (!this.#isDrawn(atUs)) return;
        counters.state(pool, state, -1);
        slices.end(rowOf(pool, thread), atUs);
      },
      deletionScheduled: (blob, kind, _dueUs, atUs) => {
        if (!this.#isDrawn(atUs)) return;
        counters.pending(1);
        deletions.scheduled(blob, kind, atUs);
      },
      deletionRejected: (blob, _urlEndUs, atUs) => {
        if (!this.#isDrawn(atUs)) return;
        counters.pending(-1);
        deletions.forgotten(blob);
      },
      deletionStarted: (blob, _dueUs, attempt, atUs) => {
        if (!this.#isDrawn(atUs)) return;
        counters.pending(-1);
        deletions.started(blob, attempt, atUs);
      },
      deletionRetried: again,
      deletionPutBack: again,
      deletionSettled: (blob, _settlement, _startedUs, _dueUs, _urlEndUs, atUs) => {
        if (!this.#isDrawn(atUs)) return;
        deletions.paused(blob, atUs);
        deletions.forgotten(blob);
      },
      driverStarted: (_strategy, atUs) => this.#instant('the driver of the deletions starts', atUs),
      driverDied: (_strategy, atUs) => this.#instant('the driver of the deletions dies', atUs),
      poolStarved: (pool, _waiting, atUs) => this.#instant(`${poolNames[pool]} has starved itself`, atUs),
    };
  }

  #instant(name: string, atUs: number): void {
    if (!this.#isDrawn(atUs) || atUs < this.#span.fromUs) return;
    this.#write({ ph: 'i', s: 'p', cat: 'pool', name, ts: atUs, tid: SCHEDULE_ROW });
  }
}
