import type { Dump, DumpFormat, DumpParser, DumpThread, Frame } from './dump.ts';
import { javaFrame } from './java-frame.ts';

/** What `jstack`, `jcmd PID Thread.print` and a SIGQUIT print, JDK 8 to 25. The last may stand in the middle of a service's log, each line behind the log's prefix. */
export const hotspotText: DumpFormat = {
  begin: (line, number) => {
    const start = line.indexOf(START);
    return start >= 0 ? new HotspotParser(line.slice(0, start), number) : undefined;
  },
};

const START = 'Full thread dump ';
/** `"name" #12 [345] daemon prio=5 … tid=0x… nid=0x… waiting on condition`; a name may have quotes of its own. */
const HEADER = /^"(.*)" (?:#(\d+) )?(?:\[(\d+)\] )?(?:.*? )?tid=(0x[0-9a-f]+)(?: nid=(0x[0-9a-f]+|\d+|NA))?/;
/** JDK 11 and later tell it, in ms. */
const PROCESSOR_TIME = / cpu=([\d.]+)ms /;
const STATE = '   java.lang.Thread.State: ';
const TIME = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)/;
const DEADLOCK = /^Found (?:one|\d+) Java-level deadlocks?:/;
const DEADLOCK_END = /^Found \d+ deadlocks?\./;
/** Lines that belong to a dump and say nothing of use here. */
const KNOWN =
  /^(?:\s*$|\t- |\t\(| {3}(?:Locked ownable|JavaThread|Carrying virtual|Mounted virtual|No compile|Thread: |Compiling:)|Threads class SMR|_java_thread_list|0x[0-9a-f]+[, ]|}|=+$)/;

class HotspotParser implements DumpParser {
  readonly #prefix: string;
  readonly #prefixShape: string;
  readonly #line: number;
  readonly #threads: DumpThread[] = [];
  readonly #deadlocks: string[][] = [];
  #open: (Omit<DumpThread, 'isVirtual' | 'state' | 'frames'> & { state: string; frames: Frame[] }) | undefined;
  #expected = 0;
  #part: 'threads' | 'end' | 'deadlock' | 'stacks' = 'threads';

  constructor(prefix: string, line: number) {
    this.#prefix = prefix;
    this.#prefixShape = shapeOf(prefix);
    this.#line = line;
  }

  take(whole: string): 'taken' | 'foreign' | 'over' | 'last' {
    const line = this.#withoutPrefix(whole);
    if (line === undefined) return 'foreign';
    if (line.startsWith(START)) return this.#threads.length === 0 && this.#open === undefined ? 'taken' : 'over';
    if (line.startsWith('\tat ')) {
      this.#open?.frames.push(javaFrame(line, 4));
      return 'taken';
    }
    if (this.#part === 'deadlock') return this.#takeDeadlock(line);
    if (DEADLOCK.test(line)) {
      this.#close();
      this.#deadlocks.push([]);
      this.#part = 'deadlock';
      return 'taken';
    }
    if (this.#part !== 'threads') return this.#takeEnd(line);
    if (line.startsWith(STATE)) {
      if (this.#open !== undefined) this.#open.state = line.slice(STATE.length).trimEnd();
      return 'taken';
    }
    if (line.startsWith('"')) return this.#takeHeader(line);
    if (line.startsWith('JNI global ref')) {
      this.#close();
      this.#part = 'end';
      return 'taken';
    }
    const list = /^_java_thread_list=.*length=(\d+)/.exec(line);
    if (list !== null) this.#expected = Number(list[1]);
    return KNOWN.test(line) ? 'taken' : 'foreign';
  }

  finish(): Dump | undefined {
    const isWhole = this.#part !== 'threads' || (this.#expected > 0 && this.#threads.length + 1 >= this.#expected);
    // The last thread of a dump that was cut may lack the frames that decide.
    if (isWhole) this.#close();
    if (this.#threads.length === 0) return undefined;
    return {
      runtime: 'java',
      format: 'HotSpot text',
      pid: null,
      atUs: timeIn(this.#prefix),
      threads: this.#threads,
      deadlocks: this.#deadlocks,
      line: this.#line,
      isCut: !isWhole,
    };
  }

  #takeHeader(line: string): 'taken' | 'foreign' {
    const header = HEADER.exec(line);
    if (header === null) return 'foreign';
    this.#close();
    const [, name = '', number, bracketed, tid = '', nid] = header;
    const ran = PROCESSOR_TIME.exec(line)?.[1];
    const osId = bracketed ?? (nid === 'NA' ? undefined : nid);
    this.#open = {
      id: number ?? tid,
      osId: osId === undefined ? null : Number(osId),
      name,
      state: '',
      frames: [],
      ran: ran === undefined ? null : Number(ran),
    };
    return 'taken';
  }

  #takeDeadlock(line: string): 'taken' {
    const name = /^"(.*)":$/.exec(line)?.[1];
    if (name !== undefined) this.#deadlocks.at(-1)?.push(name);
    if (line.startsWith('Java stack information')) this.#part = 'stacks';
    return 'taken';
  }

  #takeEnd(line: string): 'taken' | 'over' | 'last' {
    if (DEADLOCK_END.test(line)) return 'last';
    return KNOWN.test(line) || this.#part === 'stacks' ? 'taken' : 'over';
  }

  #close(): void {
    const thread = this.#open;
    this.#open = undefined;
    // The machine's own threads (collectors, compilers) have no state.
    if (thread !== undefined && thread.state !== '') this.#threads.push({ ...thread, isVirtual: false });
  }

  #withoutPrefix(line: string): string | undefined {
    const { length } = this.#prefix;
    if (length === 0) return line;
    if (shapeOf(line.slice(0, length)) !== this.#prefixShape) return undefined;
    return line.slice(length);
  }
}

/** Timestamps of log lines differ in their digits. */
function shapeOf(text: string): string {
  return text.replace(/\d/g, '0');
}

/** µs of the time in a text, read as UTC: only differences between dumps are used. */
export function timeIn(text: string): number | null {
  const found = TIME.exec(text);
  if (found === null) return null;
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second) * 1000;
}
