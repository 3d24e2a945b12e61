import type { Readable } from 'node:stream';
import { counted } from '../../counted.ts';
import { exitCode, InputError, type Problem } from '../../errors.ts';
import type { Observation, ObservationOptions } from '../../observed/observation.ts';
import type { ObservedNotes } from '../../observed/observed-result.ts';
import type { NamedPool } from '../../observed/pool-names.ts';
import { runtimeOf } from '../../observed/process/kernel-view.ts';
import { type SamplingOutcome, sampleProcess } from '../../observed/process/sample-process.ts';
import type { SamplingClock } from '../../observed/process/sampling-clock.ts';
import { type StackTool, shellTool, stackTool } from '../../observed/process/stack-tool.ts';
import { kindOf, reasonOf } from '../../report/files/disk.ts';
import { US_PER_MS, US_PER_SECOND } from '../../units.ts';
import type { Tell } from '../save-report.ts';
import { type FileNotes, readDumps } from './dump-files.ts';
import { CUT, checkNotEmpty, Gathering } from './gather.ts';
import { readSample, SAMPLE_FILE, SavedSamples } from './saved-samples.ts';
import { sourceLines } from './source-lines.ts';
import { readRules } from './user-rules.ts';

/** What is asked for. */
export interface ObserveRequest {
  readonly files: readonly string[];
  readonly pid: number | undefined;
  readonly command: string | undefined;
  readonly everyUs: number | undefined;
  readonly forUs: number | undefined;
  /** A folder that keeps what was read. */
  readonly save: string | undefined;
  /** Whose dumps are used, where a file has those of several; null: of the first. */
  readonly process: number | null;
  readonly pools: readonly NamedPool[];
  /** A file of rules. */
  readonly rules: string | undefined;
  /** Folders with source files. */
  readonly sources: readonly string[];
  readonly redact: boolean;
}

export interface Observed {
  readonly seen: Observation;
  readonly notes: Omit<ObservedNotes, 'name'>;
  /** What is wrong with what was kept of the samples; undefined where all of them were. */
  readonly unsaved: Problem | undefined;
  /** Whether the sampling was cut short by a signal; what was seen until then is there. */
  readonly isInterrupted: boolean;
}

const EVERY_US = US_PER_SECOND;
const FOR_US = 60 * US_PER_SECOND;

/**
 * Reads dumps, or looks at a process, and says what its threads did.
 * @throws InputError where nothing can be read, a pool’s pattern fits no thread, or the process may not be read.
 */
export async function observe(
  request: ObserveRequest,
  standardInput: Readable,
  clock: SamplingClock,
  signal: AbortSignal,
  tell: Tell,
): Promise<Observed> {
  const options: ObservationOptions = {
    pools: request.pools,
    rules: request.rules === undefined ? [] : readRules(request.rules),
    redact: request.redact,
    everyUs: request.everyUs ?? EVERY_US,
    sourceAt: sourceLines(request.sources),
  };
  const gathering = new Gathering(options, request.process);
  const isLive = request.pid !== undefined || request.command !== undefined;
  const files: FileNotes[] = [];
  for (const file of request.files) files.push(await gatherFile(file, standardInput, gathering));
  const sampled = isLive ? await sample(request, gathering, clock, signal, tell) : undefined;
  if (sampled === undefined) checkNotEmpty(gathering, files);
  else if (gathering.seen.samples === 0) throw nothingSampled(request, sampled.outcome, gathering.cut);
  checkPatterns(request.pools, gathering.seen);
  const { seen } = gathering;
  return {
    seen,
    unsaved: sampled?.unsaved,
    isInterrupted: sampled?.outcome.ended === 'interrupted',
    notes: {
      question: questionOf(request, seen),
      everyUs: spacingUs(seen.timesUs) ?? options.everyUs,
      isTimed: gathering.isTimed,
      left: [...gathering.left(files), ...(sampled?.left ?? [])],
      ...(sampled === undefined ? {} : { cost: sampled.cost }),
    },
  };
}

/** Takes the dumps of a file; one that `--save` has kept comes with its time and with what the kernel said. */
async function gatherFile(file: string, standardInput: Readable, gathering: Gathering): Promise<FileNotes> {
  if (file.endsWith(SAMPLE_FILE)) {
    const { dump, kernel } = readSample(file);
    gathering.add(dump, kernel);
    return { ...NOTHING_STRANGE, file, dumps: 1, failure: undefined };
  }
  const beside = file.replace(/\.txt$/, SAMPLE_FILE);
  const kept = beside !== file && kindOf(beside) === 'file' ? readSample(beside) : undefined;
  if (kept === undefined) return await readDumps(file, standardInput, (dump) => gathering.add(dump));
  const { atUs, kernel } = kept;
  return await readDumps(file, standardInput, (dump) =>
    gathering.add({ ...dump, atUs, pid: dump.pid ?? kept.pid }, kernel),
  );
}

const NOTHING_STRANGE = {
  lines: 1,
  strangeLines: 0,
  firstStrange: null,
  firstCut: null,
  unreadable: 0,
  firstUnreadable: null,
} as const;

async function sample(
  { pid, command, everyUs = EVERY_US, forUs = FOR_US, save }: ObserveRequest,
  gathering: Gathering,
  clock: SamplingClock,
  signal: AbortSignal,
  tell: Tell,
) {
  const runtime = pid === undefined ? 'native' : runtimeOf(pid);
  const tool = command === undefined ? (pid === undefined ? undefined : stackTool(pid, runtime)) : shellTool(command);
  if (tool === undefined && runtime !== 'native') tell(`${withoutTool(runtime)}\n`);
  const saved = save === undefined ? undefined : new SavedSamples(save);
  const plan = { pid, tool, everyMs: everyUs / US_PER_MS, forMs: forUs / US_PER_MS };
  const outcome = await sampleProcess(
    plan,
    (look) => {
      for (const dump of look.dumps) gathering.add(dump, look.kernel);
      saved?.add(look);
    },
    clock,
    signal,
  );
  const left = [
    ...(outcome.ended === undefined ? [] : [`Sampling ended before its time: ${outcome.ended}.`]),
    ...(outcome.failed === 0 ? [] : [`${outcome.failed} looks gave nothing, the first: ${outcome.firstFailure}.`]),
  ];
  return {
    outcome,
    left,
    cost: costOf(outcome, tool),
    unsaved: saved === undefined ? undefined : unsavedOf(saved, save as string),
  };
}

function unsavedOf({ failure, count, kept }: SavedSamples, folder: string): Problem | undefined {
  if (failure === undefined) return undefined;
  return {
    file: folder,
    message: 'samples are missing in what was kept',
    expected: `${counted(count, 'sample')}`,
    found: `${kept}, then: ${reasonOf(failure)}`,
    hint: 'what was observed is complete; look again with room for all samples, or without --save',
  };
}

function costOf(
  { looksMs, elapsedMs, processorSeconds, stoppedSeconds }: SamplingOutcome,
  tool: StackTool | undefined,
) {
  return {
    sampleSeconds: median(looksMs) === undefined ? null : (median(looksMs) as number) / 1000,
    stoppedFraction: tool?.stops !== true ? 0 : share(stoppedSeconds, elapsedMs),
    cpuCores: share(processorSeconds, elapsedMs),
  };
}

function share(seconds: number | null, elapsedMs: number): number | null {
  return seconds === null || elapsedMs === 0 ? null : seconds / (elapsedMs / 1000);
}

function withoutTool(runtime: 'java' | 'python'): string {
  const tool = runtime === 'java' ? 'jcmd (it comes with a JDK)' : 'py-spy (pip install py-spy)';
  return `No ${tool} was found: without stacks the kernel alone is asked, and it cannot tell an idle worker from a blocked one.`;
}

function nothingSampled(
  { pid, command }: ObserveRequest,
  { ended, firstFailure }: SamplingOutcome,
  cut: number,
): InputError {
  if (cut > 0) return new InputError({ path: command ?? `process ${pid}`, ...CUT, hint: 'have it print dumps whole' });
  return new InputError(
    {
      ...(pid === undefined ? {} : { path: `process ${pid}` }),
      message: 'nothing could be read',
      expected:
        command === undefined ? 'a process of this machine that may be read' : 'a command that prints a thread dump',
      found: firstFailure ?? ended ?? 'nothing',
      hint:
        command === undefined ? 'give the number of a process of your own, or become its user' : `try it: ${command}`,
    },
    ended === 'interrupted' ? exitCode.interrupted : exitCode.badInput,
  );
}

function checkPatterns(pools: readonly NamedPool[], seen: Observation): void {
  const names = new Set(seen.patterns);
  const problems = pools
    .filter(({ name }) => !names.has(`${name}#`))
    .map(({ name, threads }) => ({
      path: `--pool ${name}=${threads.source}`,
      message: 'no thread fits this pattern',
      expected: 'a regular expression that finds the names of a pool’s threads',
      found: `threads named ${[...names].slice(0, 8).join(', ')}`,
      hint: 'without --pool, threads are grouped by what their names have in common',
    }));
  if (problems.length > 0) throw new InputError(problems);
}

function questionOf({ pid, command, files }: ObserveRequest, seen: Observation): string {
  const of =
    pid !== undefined
      ? `process ${pid}`
      : seen.pids.size === 1
        ? `process ${[...seen.pids][0]}`
        : command !== undefined
          ? 'the process that the command looks at'
          : files.length === 1
            ? 'the process in the dumps'
            : `the process in ${files.length} files`;
  return `What do the threads of ${of} do?`;
}

/** The usual time between two samples; undefined where there are too few, or they have no times. */
function spacingUs(timesUs: readonly number[]): number | undefined {
  const gaps = timesUs.slice(1).map((time, i) => time - (timesUs[i] as number));
  const usual = median(gaps.filter((gap) => gap > 0));
  return usual === undefined ? undefined : Math.round(usual);
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
