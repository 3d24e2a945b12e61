import type { Dump, DumpFormat, DumpParser, DumpThread, Frame } from './dump.ts';

/** What Python's `faulthandler` prints of all threads. It tells no state and, before Python 3.14, no names. */
export const faulthandler: DumpFormat = {
  begin: (line, number) => (THREAD.test(line) ? new FaulthandlerParser(number) : undefined),
};

const THREAD = /^(?:Current thread|Thread) (0x[0-9a-f]+)(?: \[(.*)\])? \(most recent call first\):/;
const FRAME = /^ {2}File "(.*)", line (\d+) in (.*)$/;
const KNOWN = /^(?:\s*$| {2}\.\.\.$| {2}<no Python frame>|Extension modules: | {2}Garbage-collecting$)/;

class FaulthandlerParser implements DumpParser {
  readonly #line: number;
  readonly #threads = new Map<string, DumpThread>();
  #frames: Frame[] = [];

  constructor(line: number) {
    this.#line = line;
  }

  take(line: string): 'taken' | 'foreign' | 'over' {
    const thread = THREAD.exec(line);
    if (thread !== null) {
      const [, id = '', name = ''] = thread;
      if (this.#threads.has(id)) return 'over';
      this.#frames = [];
      this.#threads.set(id, { id, osId: null, name, state: '', frames: this.#frames, isVirtual: false, ran: null });
      return 'taken';
    }
    const frame = FRAME.exec(line);
    if (frame === null) return KNOWN.test(line) ? 'taken' : 'foreign';
    this.#frames.push({ function: frame[3] as string, place: `${frame[1]}:${frame[2]}` });
    return 'taken';
  }

  finish(): Dump | undefined {
    return {
      runtime: 'python',
      format: 'faulthandler',
      pid: null,
      atUs: null,
      threads: [...this.#threads.values()],
      deadlocks: [],
      line: this.#line,
      isCut: false,
    };
  }
}
