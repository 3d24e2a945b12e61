import type { Dump, DumpFormat, DumpParser, DumpThread, Frame } from './dump.ts';

/** What `py-spy dump` prints, with and without `--native`. Values of variables (`--locals`) are never read. */
export const pySpyText: DumpFormat = {
  begin: (line, number) => {
    const process = PROCESS.exec(line);
    return process === null ? undefined : new PySpyParser(Number(process[1]), number);
  },
};

const PROCESS = /^Process (\d+): /;
/** `Thread 13501 (idle): "storage_0"` or `Thread 0x7F12 (active+gil)`. */
const THREAD = /^Thread (0x[0-9A-Fa-f]+|\d+) \(([^)]*)\)(?:: "(.*)")?$/;
const FRAME = /^ {4}(\S.*) \(([^()]*)\)$/;
const KNOWN = /^(?:\s*$|Python v|Process \d+: | {8})/;

class PySpyParser implements DumpParser {
  readonly #pid: number;
  readonly #line: number;
  readonly #threads: DumpThread[] = [];
  #frames: Frame[] | undefined;
  #started = false;

  constructor(pid: number, line: number) {
    this.#pid = pid;
    this.#line = line;
  }

  take(line: string): 'taken' | 'foreign' | 'over' {
    if (PROCESS.test(line)) {
      if (this.#started) return 'over';
      this.#started = true;
      return 'taken';
    }
    const thread = THREAD.exec(line);
    if (thread !== null) {
      const [, id = '', state = '', name = ''] = thread;
      this.#frames = [];
      this.#threads.push({
        id,
        osId: id.startsWith('0x') ? null : Number(id),
        name,
        state,
        frames: this.#frames,
        isVirtual: false,
        ran: null,
      });
      return 'taken';
    }
    const frame = FRAME.exec(line);
    if (frame !== null && this.#frames !== undefined) {
      this.#frames.push({ function: frame[1] as string, place: frame[2] as string });
      return 'taken';
    }
    return KNOWN.test(line) ? 'taken' : 'foreign';
  }

  finish(): Dump | undefined {
    if (this.#threads.length === 0) return undefined;
    const last = this.#threads.at(-1) as DumpThread;
    return {
      runtime: 'python',
      format: 'py-spy',
      pid: this.#pid,
      atUs: null,
      threads: this.#threads,
      deadlocks: [],
      line: this.#line,
      // Every stack has a frame: one without is where the text ends.
      isCut: last.frames.length === 0,
    };
  }
}
