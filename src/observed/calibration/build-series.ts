import { InputError } from '../../errors.ts';
import { leastPrintedActive } from '../../theory/index.ts';
import { US_PER_DAY, US_PER_SECOND } from '../../units.ts';
import { type Choice, type LeftOut, type PlacedSample, placeOf } from './choose-samples.ts';
import { type HealthSeries, NOT_PRINTED, type Segment } from './health-series.ts';

export interface SeriesOptions {
  readonly everySeconds: number;
  /** Samples over this utilization are printed, in percent; undefined: all samples are there. */
  readonly abovePercent: number | undefined;
  /** The first and the last moment that the log speaks of, in µs since 1970; undefined: those of the samples. */
  readonly span: readonly [number, number] | undefined;
}

/** Later services also print a pool whose queue is longer than this, whatever its utilization. */
const LONG_QUEUE = 100;
/** A longer silence is no low utilization: the log has a gap. */
const LONGEST_SILENCE_US = US_PER_DAY;

export interface BuiltSeries {
  readonly series: HealthSeries;
  readonly leftOut: readonly LeftOut[];
}

/** Puts samples on an even pace: what is missing between two of them was not printed. @throws InputError where the threshold contradicts them. */
export function buildSeries({ samples, threads, unknownUs }: Choice, options: SeriesOptions): BuiltSeries {
  const { everySeconds, abovePercent } = options;
  const least = abovePercent === undefined ? 0 : leastPrintedActive(threads, abovePercent);
  if (abovePercent !== undefined) refuseBelow(samples, threads, least, abovePercent);
  const levelOf = ({ active }: PlacedSample) => (active < least ? NOT_PRINTED : active);
  const isPaced = samples.every(({ atUs }) => atUs !== undefined);
  const common = { isPaced, everySeconds, threads, least };
  if (!isPaced) {
    const active = Int32Array.from(samples, levelOf).filter((value) => value !== NOT_PRINTED);
    return { series: { ...common, segments: [{ startUs: undefined, active }] }, leftOut: [] };
  }
  const runs = runsOf(samples, everySeconds * US_PER_SECOND, least > 0);
  const segments = runs.all.map((run) => segmentOf(run, levelOf));
  const whole = least > 0 ? padded(segments, options) : segments;
  return {
    series: { ...common, segments: whole.flatMap((segment) => withoutUnknown(segment, unknownUs, everySeconds)) },
    leftOut: runs.leftOut,
  };
}

interface Run {
  readonly startUs: number;
  /** Each sample and its number from 0. */
  readonly samples: { readonly at: number; readonly sample: PlacedSample }[];
}

/** Runs of samples in the order of time; a clock that goes back and a long silence begin another. */
function runsOf(samples: readonly PlacedSample[], everyUs: number, isCensored: boolean) {
  const all: Run[] = [];
  const near: PlacedSample[] = [];
  const back: PlacedSample[] = [];
  const silent: PlacedSample[] = [];
  let lastUs = 0;
  for (const sample of samples) {
    const atUs = sample.atUs as number;
    const run = all.at(-1);
    const steps = Math.round((atUs - lastUs) / everyUs);
    if (run !== undefined && steps === 0) {
      near.push(sample);
      continue;
    }
    const isBroken = run === undefined || steps < 0 || (isCensored ? atUs - lastUs > LONGEST_SILENCE_US : steps > 1);
    if (run !== undefined && steps < 0) back.push(sample);
    if (run !== undefined && steps > 0 && isBroken && isCensored) silent.push(sample);
    if (isBroken) all.push({ startUs: atUs, samples: [{ at: 0, sample }] });
    else run.samples.push({ at: (run.samples.at(-1)?.at ?? 0) + steps, sample });
    lastUs = atUs;
  }
  const leftOut = [
    toLeftOut(near, 'nearer to the one before than half the interval: perhaps several processes in one log'),
    toLeftOut(back, 'before which the clock runs backwards: a new series begins there'),
    toLeftOut(silent, 'after more than a day of silence: a new series begins there'),
  ].flat();
  return { all, leftOut };
}

function toLeftOut(samples: readonly PlacedSample[], what: string): LeftOut[] {
  const [first] = samples;
  return first === undefined ? [] : [{ count: samples.length, what, first: placeOf(first) }];
}

function segmentOf({ startUs, samples }: Run, levelOf: (sample: PlacedSample) => number): Segment {
  const active = new Int32Array((samples.at(-1)?.at ?? 0) + 1).fill(NOT_PRINTED);
  for (const { at, sample } of samples) active[at] = levelOf(sample);
  return { startUs, active };
}

/** The log of a service is longer than from its first line of a pool to its last: in what is left nothing was printed either. */
function padded(segments: readonly Segment[], { span, everySeconds }: SeriesOptions): Segment[] {
  const [first, last] = [segments[0], segments.at(-1)];
  if (span === undefined || first?.startUs === undefined || last?.startUs === undefined) return [...segments];
  const everyUs = everySeconds * US_PER_SECOND;
  const steps = (us: number) => Math.floor(Math.min(Math.max(0, us), LONGEST_SILENCE_US) / everyUs);
  const before = steps(first.startUs - span[0]);
  const after = steps(span[1] - (last.startUs + (last.active.length - 1) * everyUs));
  return segments.map((segment) => {
    const [head, tail] = [segment === first ? before : 0, segment === last ? after : 0];
    const active = new Int32Array(head + segment.active.length + tail).fill(NOT_PRINTED);
    active.set(segment.active, head);
    return { startUs: (segment.startUs as number) - head * everyUs, active };
  });
}

/** Where something was printed that cannot be used nobody knows the sample: the series breaks there. */
function withoutUnknown({ startUs, active }: Segment, unknownUs: readonly number[], everySeconds: number): Segment[] {
  if (startUs === undefined) return [{ startUs, active }];
  const everyUs = everySeconds * US_PER_SECOND;
  const unknown = unknownUs
    .map((us) => Math.round((us - startUs) / everyUs))
    .filter((at) => at >= 0 && at < active.length && active[at] === NOT_PRINTED);
  const parts: Segment[] = [];
  let from = 0;
  for (const at of [...new Set(unknown), active.length]) {
    if (at > from) parts.push({ startUs: startUs + from * everyUs, active: active.subarray(from, at) });
    from = at + 1;
  }
  return parts;
}

function refuseBelow(samples: readonly PlacedSample[], threads: number, least: number, abovePercent: number): void {
  const below = samples.filter(({ active, queued = 0 }) => active < least && queued <= LONG_QUEUE);
  const [first] = below;
  if (first === undefined) return;
  const lowest = Math.min(...below.slice(0, 100_000).map(({ active }) => active));
  const percent = Math.floor((lowest / threads) * 100 - 0.1);
  throw new InputError({
    file: first.file,
    line: first.line,
    message: `the log has samples that a threshold of ${abovePercent} % would not have printed (${below.length} of ${samples.length})`,
    expected: `at least ${least} of ${threads} active threads`,
    found: `${first.active} active threads`,
    hint:
      percent > 0
        ? `the lowest is ${lowest}: say what the log prints with --above, such as --above ${percent}%, or --above none where it prints every sample`
        : 'say --above none where the log prints every sample',
  });
}
