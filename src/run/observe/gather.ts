import { basename } from 'node:path';
import { counted } from '../../counted.ts';
import { InputError } from '../../errors.ts';
import type { Dump } from '../../observed/dumps/dump.ts';
import { type KernelSight, Observation, type ObservationOptions } from '../../observed/observation.ts';
import type { FileNotes } from './dump-files.ts';

/** Takes the dumps that are of one process together, and counts what cannot be used. */
export class Gathering {
  readonly seen: Observation;
  #otherRuntime = 0;
  #otherProcess = 0;
  #cut = 0;
  #cutLine = 0;
  #process: number | null;
  #timed = 0;

  /** @param process whose dumps are used; null: that of the first dump. */
  constructor(options: ObservationOptions, process: number | null) {
    this.seen = new Observation(options);
    this.#process = process;
  }

  /** Whether all samples say when they were taken. */
  get isTimed(): boolean {
    return this.#timed === this.seen.samples;
  }

  /** How many dumps were left out because they end before their end. */
  get cut(): number {
    return this.#cut;
  }

  add(dump: Dump, kernel?: ReadonlyMap<number, KernelSight>): void {
    if (this.seen.runtime !== undefined && dump.runtime !== this.seen.runtime) {
      this.#otherRuntime += 1;
      return;
    }
    if (dump.pid !== null) {
      this.#process ??= dump.pid;
      if (dump.pid !== this.#process) {
        this.#otherProcess += 1;
        return;
      }
    }
    if (dump.isCut) {
      this.#cut += 1;
      if (this.#cut === 1) this.#cutLine = dump.line;
      return;
    }
    if (dump.atUs !== null) this.#timed += 1;
    this.seen.add(dump, kernel);
  }

  /** What could not be used, in sentences; the first of each sort with its place. */
  left(files: readonly FileNotes[]): string[] {
    const strange = files.filter(({ firstUnreadable }) => firstUnreadable !== null);
    const [first] = strange;
    const noted: (readonly [boolean, () => string])[] = [
      [
        this.#cut > 0,
        () =>
          `${counted(this.#cut, 'dump is', 'dumps are')} cut off, the first at line ${this.#cutLine}: left out, since threads may be missing.`,
      ],
      [
        this.#otherProcess > 0,
        () =>
          `${counted(this.#otherProcess, 'dump is', 'dumps are')} of another process than ${this.#process}: left out.`,
      ],
      [
        this.#otherRuntime > 0,
        () => `${counted(this.#otherRuntime, 'dump is', 'dumps are')} of another runtime: left out.`,
      ],
      [
        this.seen.backwards > 0,
        () =>
          `The clock runs backwards ${counted(this.seen.backwards, 'time', 'times')}: those samples follow the one before them.`,
      ],
      [
        first !== undefined,
        () =>
          `What begins as a dump at line ${first?.firstUnreadable?.number} of ${basename(first?.file ?? '')} cannot be read.`,
      ],
    ];
    const broken = files.flatMap(({ file, failure }) =>
      failure === undefined ? [] : [`${basename(file)}: ${failure}.`],
    );
    return [...noted.flatMap(([isSo, text]) => (isSo ? [text()] : [])), ...broken];
  }
}

/** @throws InputError where no whole dump was found in any file. */
export function checkNotEmpty({ seen }: Gathering, files: readonly FileNotes[]): void {
  if (seen.samples > 0) return;
  const problems = files.map(({ file, lines, firstCut, firstStrange, firstUnreadable }) => {
    if (firstCut !== null) return { file, line: firstCut, ...CUT };
    const first = firstUnreadable ?? firstStrange;
    return {
      file,
      ...(first === null ? {} : { line: first.number }),
      message:
        firstUnreadable === null
          ? 'there is no thread dump in it'
          : 'what begins as a thread dump has no whole thread: it is cut off, or is none',
      expected: 'what jstack, jcmd, py-spy, faulthandler or Go print of all threads',
      found: first === null ? (lines === 0 ? 'an empty file' : `${lines} empty lines`) : first.text,
      hint: 'take one with `jcmd PID Thread.print > dump.txt`, `py-spy dump --pid PID > dump.txt`, or Go’s /debug/pprof/goroutine?debug=2',
    };
  });
  throw new InputError(problems);
}

/** What is wrong where every dump ends before its end. */
export const CUT = {
  message: 'the thread dump is cut off: nobody knows which of the threads are missing',
  expected: 'a dump that is there to its end',
  found: 'one that ends in the middle of its threads',
  hint: 'take it again, and copy it whole: into a file, not from a screen',
};
