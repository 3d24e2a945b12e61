import { isMap, type PlainMap } from '../../path.ts';
import type { Dump, DumpFormat, DumpParser, DumpThread, Frame } from './dump.ts';
import { javaFrame } from './java-frame.ts';

/** Dumps that are JSON documents: `jcmd PID Thread.dump_to_file -format=json` and `py-spy dump --json`. A document begins at the start of a line. */
export const jsonDumps: DumpFormat = {
  begin: (line, number) => (line === '[' || line === '{' || DOCUMENT.test(line) ? new JsonParser(number) : undefined),
};

/** A document on one line, of which the first key says what it is; a service's own log may be JSON as well. */
const DOCUMENT = /^\s*(?:\[\s*\{\s*"pid"|\{\s*"threadDump")/;
/** The longest document that is read, in characters: more is no dump. */
const LONGEST = 512 * 1024 * 1024;

class JsonParser implements DumpParser {
  readonly #line: number;
  readonly #lines: string[] = [];
  #length = 0;
  #depth = 0;
  #inString = false;

  constructor(line: number) {
    this.#line = line;
  }

  take(line: string): 'taken' | 'last' | 'over' {
    // A key of the first lines tells a dump from other JSON.
    if (
      this.#lines.length === 2 &&
      !/"pid"|"threadDump"|^\s*\{\s*$/.test(line) &&
      !/"pid"|"threadDump"/.test(this.#lines.join(''))
    )
      return 'over';
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length > LONGEST) return 'over';
    this.#count(line);
    return this.#depth <= 0 ? 'last' : 'taken';
  }

  finish(): Dump | undefined {
    if (this.#depth > 0) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(this.#lines.join('\n'));
    } catch {
      return undefined;
    }
    return hotspotDump(value, this.#line) ?? pySpyDump(value, this.#line);
  }

  /** Brackets outside of strings; a string of JSON has no line break. */
  #count(line: string): void {
    this.#inString = false;
    for (let at = 0; at < line.length; at += 1) {
      const code = line.charCodeAt(at);
      if (this.#inString) {
        if (code === BACKSLASH) at += 1;
        else if (code === QUOTE) this.#inString = false;
      } else if (code === QUOTE) this.#inString = true;
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#depth += 1;
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.#depth -= 1;
    }
  }
}

const [BACKSLASH, QUOTE, OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACE, CLOSE_BRACKET] = [...'\\"{[}]'].map((letter) =>
  letter.charCodeAt(0),
) as [number, number, number, number, number, number];

function hotspotDump(value: unknown, line: number): Dump | undefined {
  const dump = mapOf(mapOf(value)?.threadDump);
  if (dump === undefined) return undefined;
  const threads = listOf(dump.threadContainers).flatMap((container) => {
    const { threads: inside, container: name } = mapOf(container) ?? {};
    return listOf(inside).map((thread) => javaThread(mapOf(thread) ?? {}, String(name ?? '')));
  });
  const atMs = Date.parse(String(dump.time));
  return {
    runtime: 'java',
    format: 'HotSpot JSON',
    pid: Number(dump.processId) || null,
    atUs: Number.isFinite(atMs) ? atMs * 1000 : null,
    threads,
    deadlocks: [],
    line,
    isCut: false,
  };
}

function javaThread(thread: PlainMap, container: string): DumpThread {
  const name = String(thread.name ?? '');
  return {
    id: String(thread.tid ?? name),
    osId: null,
    name,
    state: String(thread.state ?? ''),
    frames: listOf(thread.stack).map((frame) => javaFrame(String(frame), 0)),
    // JDK 25 marks them; before it they are those of a container of virtual threads, without a name.
    isVirtual:
      thread.virtual === true || (thread.virtual === undefined && name === '' && container.includes('Virtual')),
    ran: null,
  };
}

function pySpyDump(value: unknown, line: number): Dump | undefined {
  const threads = listOf(value).map((thread) => mapOf(thread) ?? {});
  if (threads.length === 0 || !threads.every((thread) => 'thread_id' in thread && Array.isArray(thread.frames))) {
    return undefined;
  }
  return {
    runtime: 'python',
    format: 'py-spy JSON',
    pid: Number(threads[0]?.pid) || null,
    atUs: null,
    threads: threads.map((thread) => ({
      id: String(thread.thread_id),
      osId: typeof thread.os_thread_id === 'number' ? thread.os_thread_id : null,
      name: typeof thread.thread_name === 'string' ? thread.thread_name : '',
      state: `${thread.active === true ? 'active' : 'idle'}${thread.owns_gil === true ? '+gil' : ''}`,
      frames: listOf(thread.frames).map((frame) => pythonFrame(mapOf(frame) ?? {})),
      isVirtual: false,
      ran: null,
    })),
    deadlocks: [],
    line,
    isCut: false,
  };
}

function pythonFrame(frame: PlainMap): Frame {
  const file = String(frame.filename ?? frame.short_filename ?? frame.module ?? '');
  const line = Number(frame.line) || 0;
  return { function: String(frame.name ?? ''), place: line > 0 ? `${file}:${line}` : file };
}

function mapOf(value: unknown): PlainMap | undefined {
  return isMap(value) ? value : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
