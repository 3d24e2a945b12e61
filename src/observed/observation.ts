import { entryOf } from '../map-entry.ts';
import type { Dump, DumpThread, Frame, Runtime } from './dumps/dump.ts';
import { type NamedPool, patternOf } from './pool-names.ts';
import { builtInRules, classify, type Sight } from './rules/classify.ts';
import { OBSERVED_STATES, type ObservedState, type Rule } from './rules/rule.ts';
import { ThreadRows } from './thread-rows.ts';

/** What the kernel says of a thread. */
export interface KernelSight {
  /** `system call/wait channel`; undefined where it is not sure that it was so when the stack was taken. */
  readonly waitsIn: string | undefined;
  /** How often the thread has given its processor away. */
  readonly switches: number | null;
}

/** A frame of the application that has held threads of a pool in one state. */
export interface HoldingFrame {
  readonly pattern: string;
  readonly state: ObservedState;
  readonly function: string;
  readonly place: string;
  /** Threads seen there, over all samples. */
  threadSamples: number;
  /** The longest that one thread was seen there in every sample, from the first to the last of them, in µs: it has been there for that long at least. */
  longestUs: number;
  longestThread: string;
}

/** A stack that no rule knows. */
export interface UnknownStack {
  readonly pattern: string;
  readonly state: string;
  readonly frames: readonly Frame[];
  threadSamples: number;
}

export interface ObservationOptions {
  readonly pools: readonly NamedPool[];
  /** Tried before the rules that come with unpark. */
  readonly rules: readonly Rule[];
  /** Whether the names of threads are left out. */
  readonly redact: boolean;
  /** µs between samples that do not say when they were taken. */
  readonly everyUs: number;
  readonly sourceAt?: ((place: string) => string | undefined) | undefined;
}

/** The most frames and stacks that are kept apart; the rest is counted together. */
const MOST_FRAMES = 2_000;
const MOST_STACKS = 50;
const SHOWN_FRAMES = 12;
const OTHER_FRAMES = '(other frames)';
const NO_FRAME = '(no frame of the application)';

/**
 * What a series of samples shows of a process: for each group of threads how many were in each state, sample by sample, and the frames that held them. It keeps counts and not dumps, so
 * that its size does not depend on how much was read, save a row of counts for each sample and group.
 */
export class Observation {
  runtime: Runtime | undefined;
  /** When each sample was taken, in µs; never falling. */
  readonly timesUs: number[] = [];
  /** Samples whose time lay before that of the sample before them: the clock ran backwards, or two logs are in one file. */
  backwards = 0;
  /** Virtual threads and samples of them. */
  virtualThreads = 0;
  readonly formats = new Set<string>();
  readonly pids = new Set<number>();
  readonly deadlocks = new Map<string, readonly string[]>();
  readonly rows: ThreadRows;
  readonly #options: ObservationOptions;
  readonly #rules: readonly Rule[];
  readonly #counts = new Map<string, number[]>();
  readonly #frames = new Map<string, HoldingFrame>();
  readonly #stacks = new Map<string, UnknownStack>();
  /** What stands for the names of groups where names are left out. */
  readonly #aliases = new Map<string, string>();
  readonly #runs = new Map<string, { key: string; sinceUs: number; sample: number; ran: number | null }>();
  /** Whether the samples tell whether a thread has run between two of them. */
  tellsRuns = false;

  constructor(options: ObservationOptions) {
    this.#options = options;
    this.#rules = [...options.rules, ...builtInRules];
    this.rows = new ThreadRows(options.redact);
  }

  get samples(): number {
    return this.timesUs.length;
  }

  /** The groups of threads by what their names have in common. */
  get patterns(): string[] {
    return [...this.#counts.keys()];
  }

  /** Threads of a group in a state, sample by sample. */
  counts(pattern: string, state: ObservedState): Float64Array {
    const counts = this.#counts.get(pattern) ?? [];
    const column = OBSERVED_STATES.indexOf(state);
    return Float64Array.from({ length: this.samples }, (_, i) => counts[i * OBSERVED_STATES.length + column] ?? 0);
  }

  /** The frames that held threads, those that held the most first. */
  get frames(): HoldingFrame[] {
    return [...this.#frames.values()].sort((a, b) => b.threadSamples - a.threadSamples);
  }

  get unknownStacks(): UnknownStack[] {
    return [...this.#stacks.values()].sort((a, b) => b.threadSamples - a.threadSamples);
  }

  /** @param kernel what the kernel says of threads, by the numbers that it knows them by, where it was asked. */
  add(dump: Dump, kernel?: ReadonlyMap<number, KernelSight>): void {
    this.runtime ??= dump.runtime;
    this.formats.add(dump.format);
    if (dump.pid !== null) this.pids.add(dump.pid);
    const nowUs = this.#timeOf(dump);
    const sample = this.timesUs.length;
    this.timesUs.push(nowUs);
    this.rows.nextSample();
    for (const names of dump.deadlocks) {
      const told = this.#options.redact ? names.map(() => '(redacted)') : names;
      this.deadlocks.set(told.join('\n'), told);
    }
    for (const thread of dump.threads) {
      if (thread.isVirtual) this.virtualThreads += 1;
      // Threads of the machine itself (its compilers, its signal handler) run nothing of the language.
      else if (thread.frames.length > 0 || dump.runtime !== 'java')
        this.#addThread(dump, thread, sample, nowUs, kernel);
    }
  }

  #addThread(
    dump: Dump,
    thread: DumpThread,
    sample: number,
    nowUs: number,
    kernel?: ReadonlyMap<number, KernelSight>,
  ): void {
    const pattern = this.#patternOf(dump.runtime, thread);
    const known = thread.osId === null ? undefined : kernel?.get(thread.osId);
    const sight: Sight = { kernel: known?.waitsIn, sourceAt: this.#options.sourceAt };
    const { state, frame } = classify(this.#rules, dump.runtime, thread, sight);
    const counts = entryOf(this.#counts, pattern, () => []);
    const width = OBSERVED_STATES.length;
    while (counts.length < (sample + 1) * width) counts.push(0);
    const column = sample * width + OBSERVED_STATES.indexOf(state);
    counts[column] = (counts[column] as number) + 1;
    this.rows.add(pattern, thread.id, thread.name, state);
    if (state === 'unknown') this.#keepStack(pattern, thread);
    if (state !== 'idle') this.#keepFrame(pattern, state, frame, thread, sample, nowUs, dump.atUs !== null, known);
    else this.#runs.delete(thread.id);
  }

  #patternOf(runtime: Runtime, thread: DumpThread): string {
    const own = this.#options.pools.find(({ threads }) => threads.test(thread.name));
    if (own !== undefined) return `${own.name}#`;
    const pattern = patternOf(runtime, thread);
    // What is left of a name without its number may be a customer's as well; a goroutine is named by code.
    if (!this.#options.redact || thread.name === '') return pattern;
    return entryOf(this.#aliases, pattern, () => {
      const number = this.#aliases.size + 1;
      return pattern.includes('#') ? `pool-${letterOf(number)}-#` : `thread-${letterOf(number)}`;
    });
  }

  #keepFrame(
    pattern: string,
    state: ObservedState,
    frame: Frame | undefined,
    thread: DumpThread,
    sample: number,
    nowUs: number,
    isTimed: boolean,
    sight: KernelSight | undefined,
  ): void {
    const wanted = `${pattern}\n${state}\n${frame?.function ?? NO_FRAME}\n${frame?.place ?? ''}`;
    const isKept = this.#frames.has(wanted) || this.#frames.size < MOST_FRAMES;
    const key = isKept ? wanted : `${pattern}\n${state}\n${OTHER_FRAMES}\n`;
    const [, , name = '', place = ''] = key.split('\n');
    const held = entryOf(this.#frames, key, () => ({
      pattern,
      state,
      function: name,
      place,
      threadSamples: 0,
      longestUs: 0,
      longestThread: '',
    }));
    held.threadSamples += 1;
    const run = this.#runs.get(thread.id);
    if ((sight?.switches ?? thread.ran) !== null) this.tellsRuns = true;
    // Where the kernel is not sure, it may have run: no other sample has the number of this one.
    const ran = sight === undefined ? thread.ran : (sight.switches ?? -1 - sample);
    const goesOn = run !== undefined && run.key === key && run.sample === sample - 1 && run.ran === ran;
    const sinceUs = goesOn ? run.sinceUs : nowUs;
    this.#runs.set(thread.id, { key, sinceUs, sample, ran });
    // Between samples that do not say when they were taken nobody knows how long it was.
    if (isTimed && nowUs - sinceUs > held.longestUs) {
      held.longestUs = nowUs - sinceUs;
      held.longestThread = this.#options.redact ? '' : thread.name;
    }
  }

  #keepStack(pattern: string, { state, frames }: DumpThread): void {
    const shown = frames.slice(0, SHOWN_FRAMES);
    const key = [pattern, state, ...shown.map(({ function: name, place }) => `${name} ${place}`)].join('\n');
    if (!this.#stacks.has(key) && this.#stacks.size >= MOST_STACKS) return;
    entryOf(this.#stacks, key, () => ({ pattern, state, frames: shown, threadSamples: 0 })).threadSamples += 1;
  }

  /** Samples without a time are taken as evenly spaced; a clock that runs backwards stands still. */
  #timeOf({ atUs }: Dump): number {
    const lastUs = this.timesUs.at(-1);
    if (lastUs === undefined) return atUs ?? 0;
    if (atUs === null) return lastUs + this.#options.everyUs;
    if (atUs >= lastUs) return atUs;
    this.backwards += 1;
    return lastUs + this.#options.everyUs;
  }
}

/** a, b … z, ba, bb …: a number would count as that of a thread. */
function letterOf(number: number): string {
  return [...(number - 1).toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('');
}
