import type { DurationRecorder } from '../src/result/duration-recorder.ts';
import type { LevelRecorder } from '../src/result/level-recorder.ts';
import type { Recorder } from '../src/result/recorder.ts';
import type { Engine } from './engine.ts';
import { Line, type ProcessTable } from './process-table.ts';

/** A counting semaphore with a FIFO line: the first in the line is served first, even where a later one asks for fewer permits. */
export class Semaphore {
  readonly name: string;
  readonly line: Line;
  readonly #index: number;
  readonly #engine: Engine;
  readonly #table: ProcessTable;
  readonly #resume: (row: number) => void;
  readonly #wanted = new Map<number, number>();
  readonly #inUse: LevelRecorder;
  readonly #waiting: LevelRecorder;
  readonly #wait: DurationRecorder;
  #free: number;

  /** @param resume is called with each process that got its permits after it had waited. */
  constructor(
    name: string,
    index: number,
    limit: number,
    engine: Engine,
    table: ProcessTable,
    recorder: Recorder,
    resume: (row: number) => void,
  ) {
    this.name = name;
    this.#index = index;
    this.#free = limit;
    this.#engine = engine;
    this.#table = table;
    this.#resume = resume;
    this.line = new Line(table);
    this.#inUse = recorder.level(`semaphores.${name}.inUse`);
    this.#waiting = recorder.level(`semaphores.${name}.waiting`);
    this.#wait = recorder.durations(`semaphores.${name}.wait`);
  }

  /** @returns whether the process has its permits now; otherwise it waits, and `resume` is called later. */
  acquire(row: number, permits: number): boolean {
    if (this.line.length === 0 && this.#free >= permits) {
      this.#grant(row, permits);
      this.#wait.observe(0);
      return true;
    }
    this.#table.waitingSinceUs[row] = this.#engine.nowUs;
    if (permits > 1) this.#wanted.set(row, permits);
    this.line.push(row);
    this.#waiting.change(1, this.#engine.nowUs);
    return false;
  }

  /** Gives permits back and serves the line. */
  release(row: number, permits: number): void {
    const { nowUs } = this.#engine;
    this.#free += permits;
    this.#inUse.change(-permits, nowUs);
    this.#table.changeHeld(row, this.#index, -permits);
    while (this.line.length > 0) {
      const { first } = this.line;
      const wanted = this.#wanted.get(first) ?? 1;
      if (wanted > this.#free) return;
      this.line.shift();
      this.#wanted.delete(first);
      this.#waiting.change(-1, nowUs);
      this.#wait.observe(nowUs - (this.#table.waitingSinceUs[first] as number));
      this.#grant(first, wanted);
      this.#resume(first);
    }
  }

  #grant(row: number, permits: number): void {
    this.#free -= permits;
    this.#inUse.change(permits, this.#engine.nowUs);
    this.#table.changeHeld(row, this.#index, permits);
  }
}
