import type { Dump, DumpFormat, DumpParser, DumpThread, Frame } from './dump.ts';

/** Go's goroutines, as `/debug/pprof/goroutine?debug=2` and a SIGQUIT print them. */
export const goroutines: DumpFormat = {
  begin: (line, number) => (START.test(line) ? new GoroutineParser(number) : undefined),
};

/** `goroutine 8 [IO wait, 2 minutes]:`; a SIGQUIT has more before the bracket. */
const GOROUTINE = /^goroutine (\d+)(?: [^[]*)?\[([^\]]*)\]:$/;
const START = /^(?:goroutine \d+ .*\[[^\]]*\]:$|SIGQUIT: quit$|runtime\/pprof\.writeGoroutineStacks\()/;
const CREATED = /^created by (\S+)/;
const PLACE = /^\t(.*?)(?: \+0x[0-9a-f]+.*)?$/;
const REGISTER = /^(?:r\w{1,6}|[c-g]s|pc|sp|lr|fault|x\d+|trap\w*|PC=.*|SIGQUIT: quit)\b/;
/** The goroutine that writes the dump is of the tool, and is the first of its dump. */
const WRITES_DUMP = 'runtime/pprof.writeGoroutineStacks';

class GoroutineParser implements DumpParser {
  readonly #line: number;
  readonly #threads = new Map<string, DumpThread>();
  #frames: { function: string; place: string }[] | undefined;
  #function: string | undefined;

  constructor(line: number) {
    this.#line = line;
  }

  take(line: string): 'taken' | 'foreign' | 'over' | 'last' {
    if (line.startsWith('\t')) {
      if (this.#frames === undefined) return 'foreign';
      // The place where a goroutine was created is no frame.
      if (this.#function === undefined) return 'taken';
      this.#frames.push({ function: this.#function, place: (PLACE.exec(line)?.[1] ?? '').trim() });
      this.#function = undefined;
      return 'taken';
    }
    if (line === '') {
      this.#frames = undefined;
      return 'taken';
    }
    if (line.startsWith(WRITES_DUMP)) {
      if (this.#threads.size > 1) return this.#endBefore();
      // Its header went with the dump before: its frames are nobody's.
      this.#frames ??= [];
    }
    const goroutine = GOROUTINE.exec(line);
    if (goroutine !== null) return this.#begin(goroutine[1] as string, goroutine[2] as string);
    if (line === 'SIGQUIT: quit') return this.#threads.size === 0 ? 'taken' : 'over';
    if (this.#frames === undefined) return REGISTER.test(line) ? 'taken' : 'foreign';
    if (REGISTER.test(line) && !line.includes('(')) return 'taken';
    const created = CREATED.exec(line);
    if (created === null && !line.endsWith(')')) return line.startsWith('...') ? 'taken' : 'foreign';
    // `main.(*Pool).run(0x12, {0x34, 0x5})`: the arguments begin at the bracket that the last one closes.
    this.#function = created === null ? line.slice(0, argumentsIn(line)) : undefined;
    return 'taken';
  }

  finish(): Dump | undefined {
    const threads = [...this.#threads.values()].filter(
      ({ id, frames }) => id !== '0' && !frames.some((frame) => frame.function === WRITES_DUMP),
    );
    if (threads.length === 0) return undefined;
    return {
      runtime: 'go',
      format: 'goroutines',
      pid: null,
      atUs: null,
      threads,
      deadlocks: [],
      line: this.#line,
      isCut: threads.some(({ frames }) => frames.length === 0),
    };
  }

  /** The goroutine under way is the first of the next dump. */
  #endBefore(): 'over' {
    this.#threads.delete([...this.#threads.keys()].at(-1) as string);
    return 'over';
  }

  #begin(id: string, state: string): 'taken' | 'over' {
    if (this.#threads.has(id)) return 'over';
    const frames: Frame[] = [];
    this.#frames = frames as { function: string; place: string }[];
    this.#function = undefined;
    this.#threads.set(id, {
      id,
      osId: null,
      name: '',
      state: state.split(',')[0] as string,
      frames,
      isVirtual: false,
      ran: null,
    });
    return 'taken';
  }
}

function argumentsIn(line: string): number {
  let depth = 0;
  for (let at = line.length - 1; at >= 0; at -= 1) {
    if (line[at] === ')') depth += 1;
    else if (line[at] === '(') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return line.length;
}
