import { type JobRecorder, jobEnded, jobRecorder } from '../src/result/job-recorder.ts';
import type { LevelRecorder } from '../src/result/level-recorder.ts';
import type { Recorder } from '../src/result/recorder.ts';
import type { System } from '../src/scenario/model.ts';
import type { Engine } from './engine.ts';
import { Line, type ProcessTable } from './process-table.ts';
import type { Program } from './program.ts';

/** One concurrency limit: the jobs that run under it, and the line of those that wait for admission. */
interface Gate {
  readonly limit: number;
  readonly line: Line;
  readonly admitted: LevelRecorder;
  readonly waiting: LevelRecorder;
}

/** Jobs enter here: each becomes a coordinator, at once or when its concurrency limit admits it. Those that wait for admission are admitted in the order of their arrival. */
export class Admission {
  readonly #engine: Engine;
  readonly #table: ProcessTable;
  readonly #coordinators: readonly Program[];
  readonly #resume: (row: number) => void;
  /** By job kind; undefined: no limit. */
  readonly #gates: readonly (Gate | undefined)[];
  readonly #measures: readonly JobRecorder[];
  readonly #serials: Float64Array;

  /** @param resume is called with each coordinator that may run. */
  constructor(
    system: System,
    engine: Engine,
    table: ProcessTable,
    recorder: Recorder,
    coordinators: readonly Program[],
    resume: (row: number) => void,
  ) {
    this.#engine = engine;
    this.#table = table;
    this.#coordinators = coordinators;
    this.#resume = resume;
    const gates = new Map<string, Gate>(
      system.concurrency.map(({ name, limit }) => {
        const admitted = recorder.level(`concurrency.${name}.admitted`);
        const waiting = recorder.level(`concurrency.${name}.waiting`);
        return [name, { limit, line: new Line(table), admitted, waiting }];
      }),
    );
    this.#gates = system.jobs.map(({ concurrency }) =>
      concurrency === undefined ? undefined : gates.get(concurrency),
    );
    this.#measures = system.jobs.map(({ name }) => jobRecorder(recorder, name));
    this.#serials = new Float64Array(system.jobs.length);
  }

  /** A job of a kind arrives now. */
  arrive(kind: number): void {
    const { nowUs } = this.#engine;
    const serial = this.#serials[kind] as number;
    this.#serials[kind] = serial + 1;
    const row = this.#table.add((this.#coordinators[kind] as Program).index, -1, kind, serial, 0);
    this.#table.enteredUs[row] = nowUs;
    const measures = this.#measures[kind] as JobRecorder;
    measures.arrived.count += 1;
    const gate = this.#gates[kind];
    if (gate !== undefined && gate.admitted.level >= gate.limit) {
      gate.line.push(row);
      gate.waiting.change(1, nowUs);
      measures.waiting.change(1, nowUs);
      return;
    }
    this.#admit(row, kind);
  }

  /** A coordinator has ended: the next of its line is admitted. Its row is still in the table. */
  ended(row: number): void {
    const { nowUs } = this.#engine;
    const kind = this.#table.jobKind[row] as number;
    const measures = this.#measures[kind] as JobRecorder;
    measures.running.change(-1, nowUs);
    const timeUs = nowUs - (this.#table.startedUs[row] as number);
    jobEnded(measures, this.#table.failed[row] === 0, timeUs, nowUs);
    const gate = this.#gates[kind];
    if (gate === undefined) return;
    gate.admitted.change(-1, nowUs);
    if (gate.line.length === 0) return;
    const next = gate.line.shift();
    const nextKind = this.#table.jobKind[next] as number;
    gate.waiting.change(-1, nowUs);
    (this.#measures[nextKind] as JobRecorder).waiting.change(-1, nowUs);
    this.#admit(next, nextKind);
  }

  #admit(row: number, kind: number): void {
    const { nowUs } = this.#engine;
    const measures = this.#measures[kind] as JobRecorder;
    measures.running.change(1, nowUs);
    measures.admissionWait.observe(nowUs - (this.#table.enteredUs[row] as number));
    this.#gates[kind]?.admitted.change(1, nowUs);
    this.#table.startedUs[row] = nowUs;
    this.#resume(row);
  }
}
