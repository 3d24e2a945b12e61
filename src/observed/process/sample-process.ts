import type { Dump } from '../dumps/dump.ts';
import { DumpReader } from '../dumps/dump-reader.ts';
import type { KernelSight } from '../observation.ts';
import { kernelDump } from './kernel-dump.ts';
import { type KernelThread, kernelThreads, processorSeconds } from './kernel-view.ts';
import { safepointSeconds } from './safepoints.ts';
import type { SamplingClock } from './sampling-clock.ts';
import { runTool, type StackTool } from './stack-tool.ts';

/** What one look at a process gave. */
export interface Sample {
  readonly atUs: number;
  readonly pid: number | null;
  /** Of a command that prints several there are several. */
  readonly dumps: readonly Dump[];
  /** What the kernel says of each thread, and how it calls it, by its number; empty where it was not asked. */
  readonly kernel: ReadonlyMap<number, KernelSight>;
  readonly names: ReadonlyMap<number, string>;
  /** As the tool printed it; empty where the kernel alone was asked. */
  readonly text: string;
}

export interface SamplingPlan {
  /** Undefined: a command is run, and the kernel is not asked. */
  readonly pid: number | undefined;
  readonly tool: StackTool | undefined;
  readonly everyMs: number;
  readonly forMs: number;
}

/** How a sampling went. */
export interface SamplingOutcome {
  /** Why it ended before its time; undefined where it did not. */
  readonly ended: string | undefined;
  /** Looks that gave nothing, and why the first of them did not. */
  readonly failed: number;
  readonly firstFailure: string | undefined;
  /** How long a look took, in ms. */
  readonly looksMs: readonly number[];
  readonly elapsedMs: number;
  /** How long the process stood still meanwhile, in seconds, as it says itself; null where it does not. */
  readonly stoppedSeconds: number | null;
  /** Processor time of the process while it was sampled, in seconds; null where it is not known. */
  readonly processorSeconds: number | null;
}

/** A look may take so long also when the time is nearly over. */
const LEAST_LOOK_MS = 5_000;
/** So many looks that give nothing, one after another, and no more are tried. */
const MOST_FAILURES = 5;

/**
 * Looks at a process at an even pace until the time is over, it has ended, or `signal` is aborted. A look that takes longer than the pace delays the next.

 */
export async function sampleProcess(
  plan: SamplingPlan,
  onSample: (sample: Sample) => void,
  clock: SamplingClock,
  signal: AbortSignal,
): Promise<SamplingOutcome> {
  const nowMs = () => clock.nowUs() / 1000;
  const startStill = await stoodStill(plan, clock, signal);
  const startMs = nowMs();
  const startProcessor = processorOf(plan.pid);
  const looksMs: number[] = [];
  let failed = 0;
  let inARow = 0;
  let firstFailure: string | undefined;
  let ended: string | undefined;
  for (let look = 0; look * plan.everyMs < plan.forMs && ended === undefined; look += 1) {
    const waitMs = startMs + look * plan.everyMs - nowMs();
    if (waitMs > 0) await pause(waitMs, clock, signal);
    if (signal.aborted) {
      ended = 'interrupted';
      break;
    }
    // Where looks take longer than the pace, those that were missed are not made up for.
    look = Math.max(look, Math.floor((nowMs() - startMs) / plan.everyMs));
    const beganMs = nowMs();
    const leftMs = Math.max(LEAST_LOOK_MS, startMs + plan.forMs - beganMs);
    const outcome = await lookAt(plan, clock, signal, leftMs * 1_000);
    looksMs.push(nowMs() - beganMs);
    if ('dumps' in outcome) {
      inARow = 0;
      onSample(outcome);
      continue;
    }
    if (signal.aborted) ended = 'interrupted';
    else if (outcome.isOver) ended = outcome.why;
    else {
      failed += 1;
      inARow += 1;
      firstFailure ??= outcome.why;
      if (inARow >= MOST_FAILURES) ended = `${MOST_FAILURES} looks in a row gave nothing: ${outcome.why}`;
    }
  }
  const endProcessor = processorOf(plan.pid);
  const elapsedMs = nowMs() - startMs;
  const endStill = signal.aborted || ended !== undefined ? null : await stoodStill(plan, clock, signal);
  return {
    ended,
    failed,
    firstFailure,
    looksMs,
    elapsedMs,
    stoppedSeconds: startStill === null || endStill === null ? null : endStill - startStill,
    processorSeconds: startProcessor === null || endProcessor === null ? null : endProcessor - startProcessor,
  };
}

function stoodStill({ pid, tool }: SamplingPlan, clock: SamplingClock, signal: AbortSignal): Promise<number | null> {
  return pid !== undefined && tool?.stops === true ? safepointSeconds(pid, tool, clock, signal) : Promise.resolve(null);
}

type Look = Sample | { readonly why: string; readonly isOver: boolean };

async function lookAt(
  { pid, tool }: SamplingPlan,
  clock: SamplingClock,
  signal: AbortSignal,
  longestUs: number,
): Promise<Look> {
  let threads: KernelThread[] = [];
  const atUs = clock.timeOfDayUs();
  try {
    if (pid !== undefined) threads = kernelThreads(pid);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isGone = code === 'ENOENT' || code === 'ESRCH';
    return {
      why: isGone ? 'there is no process of this number (any more)' : `the process cannot be read: ${code}`,
      isOver: true,
    };
  }
  const names = new Map(threads.map(({ tid, name }) => [tid, name]));
  const look = { atUs, pid: pid ?? null, names };
  if (tool === undefined) {
    return { ...look, dumps: [kernelDump(look.pid, atUs, threads)], kernel: sights(threads, threads), text: '' };
  }
  const { text, failure } = await runTool(tool, clock, signal, longestUs);
  const kernel = sights(threads, pid === undefined ? [] : threadsNow(pid));
  const dumps: Dump[] = [];
  const reader = new DumpReader((dump) => dumps.push(dump));
  reader.push(text);
  reader.end();
  if (dumps.length === 0) {
    const why = failure ?? 'it printed no dump that can be read';
    return { why: `${tool.shown}: ${why}`, isOver: false };
  }
  // The clock of this look is better than what a single dump says, which may be whole seconds.
  const own = (dump: Dump) => (dumps.length === 1 ? atUs : dump.atUs);
  return {
    ...look,
    dumps: dumps.map((dump) => ({ ...dump, pid: dump.pid ?? look.pid, atUs: own(dump) })),
    kernel,
    text,
  };
}

/** What the kernel says of threads before and after their stacks were taken: only where it is the same it was so meanwhile. */
function sights(before: readonly KernelThread[], after: readonly KernelThread[]): Map<number, KernelSight> {
  const later = new Map(after.map((thread) => [thread.tid, thread]));
  return new Map(
    before.map(({ tid, waitsIn, switches }) => {
      const isSame = later.get(tid)?.waitsIn === waitsIn && later.get(tid)?.switches === switches;
      return [tid, { waitsIn: isSame ? waitsIn : undefined, switches: isSame ? switches : null }];
    }),
  );
}

/** None where the process has ended meanwhile. */
function threadsNow(pid: number): KernelThread[] {
  try {
    return kernelThreads(pid);
  } catch {
    return [];
  }
}

/** Waits, or less where the signal is aborted. */
function pause(ms: number, clock: SamplingClock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = clock.wakeAt(clock.nowUs() + Math.ceil(ms * 1000), done, true);
    function done(): void {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}

function processorOf(pid: number | undefined): number | null {
  try {
    return pid === undefined ? null : processorSeconds(pid);
  } catch {
    return null;
  }
}
