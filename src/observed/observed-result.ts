import { invariant } from '../errors.ts';
import { LevelRecorder, SERIES_BINS } from '../record/level-recorder.ts';
import type { ReplicationRecord } from '../record/replication-record.ts';
import { BATCHES, batchHalfWidth95, LEAST_FOR_INTERVAL } from '../result/batch-means.ts';
import { ResultBuilder } from '../result/build-result.ts';
import type { DesignResult, Level, PoolResult, Result } from '../result/schema.ts';
import type { Scenario, System } from '../scenario/model.ts';
import { toSeconds } from '../units.ts';
import type { Observation } from './observation.ts';
import { type ObservedPool, sumOf } from './observed-pools.ts';
import { observedTimeline } from './observed-timeline.ts';
import type { ObservedState } from './rules/rule.ts';

/** The one design of an observed result. */
export const OBSERVED_DESIGN = 'observed';
/** Frames and rows that a result keeps of a pool. */
const MOST_FRAMES = 40;

export interface ObservedNotes {
  readonly name: string;
  readonly question: string;
  readonly everyUs: number;
  readonly isTimed: boolean;
  /** What could not be used, in sentences. */
  readonly left: readonly string[];
  readonly cost?: NonNullable<Result['observed']>['cost'];
}

/** The result of what was observed: a result like any other, of one design. There is at least one sample. */
export function observedResult(
  seen: Observation,
  pools: readonly ObservedPool[],
  notes: ObservedNotes,
  engineVersion: string,
): Result {
  invariant(seen.samples > 0 && seen.runtime !== undefined, 'nothing was observed');
  const { everyUs } = notes;
  const scenario = scenarioOf(pools, notes, seen.samples * everyUs);
  const builder = new ResultBuilder(scenario);
  builder.add(0, recordOf(seen, pools, everyUs));
  const result = builder.build('observed', engineVersion, []);
  const design = result.designs[OBSERVED_DESIGN] as DesignResult;
  return {
    ...result,
    observed: {
      runtime: seen.runtime,
      formats: [...seen.formats].sort(),
      pid: seen.pids.size === 1 ? ([...seen.pids][0] as number) : null,
      samples: seen.samples,
      samplesForInterval: LEAST_FOR_INTERVAL,
      everySeconds: toSeconds(everyUs),
      tellsRuns: seen.tellsRuns,
      isTimed: notes.isTimed,
      rowStride: seen.rows.stride,
      virtualThreads: seen.virtualThreads / seen.samples,
      deadlocks: [...seen.deadlocks.values()].map((names) => [...names]),
      left: [...notes.left],
      ...(notes.cost === undefined ? {} : { cost: notes.cost }),
    },
    designs: { [OBSERVED_DESIGN]: withObserved(design, seen, pools, everyUs) },
  };
}

function withObserved(
  design: DesignResult,
  seen: Observation,
  pools: readonly ObservedPool[],
  everyUs: number,
): DesignResult {
  const rows = seen.rows.rows();
  const hours = (seen.samples / 3600) * design.series.binSeconds * (SERIES_BINS / seen.samples);
  const measured = pools.map((pool): [string, PoolResult] => {
    const result = design.pools[pool.name] as PoolResult;
    const level = (of: Level, ...states: readonly ObservedState[]): Level => ({
      ...of,
      meanHalfWidth95: halfWidth95(sumOf(seen, pool.patterns, states)),
    });
    const active = level(result.active, 'working', 'io', 'parked', 'blocked');
    return [
      pool.name,
      {
        ...result,
        active,
        working: level(result.working, 'working', 'io'),
        ...(result.io === undefined ? {} : { io: level(result.io, 'io') }),
        parked: level(result.parked, 'parked'),
        blocked: level(result.blocked, 'blocked'),
        ...(result.unknown === undefined ? {} : { unknown: level(result.unknown, 'unknown') }),
        utilization: {
          ...result.utilization,
          meanHalfWidth95: active.meanHalfWidth95 === null ? null : active.meanHalfWidth95 / pool.threads,
        },
        queuedFraction: null,
        rejected: null,
        offeredErlangs: active.mean ?? 0,
        observed: {
          pattern: pool.patterns.join(', '),
          isSizeStated: pool.isSizeStated,
          frames: seen.frames
            .filter(({ pattern }) => pool.patterns.includes(pattern))
            .slice(0, MOST_FRAMES)
            .map((frame) => ({
              state: frame.state as 'working',
              function: frame.function,
              place: frame.place,
              threads: frame.threadSamples / seen.samples,
              longestSeconds: toSeconds(frame.longestUs),
              longestThread: frame.longestThread,
            })),
          unknown: seen.unknownStacks
            .filter(({ pattern }) => pool.patterns.includes(pattern))
            .map(({ state, frames, threadSamples }) => ({
              state,
              frames: frames.map(({ function: name, place }) => (place === '' ? name : `${name} (${place})`)),
              threads: threadSamples / seen.samples,
            })),
          rows: rows
            .filter(({ pattern }) => pool.patterns.includes(pattern))
            .map(({ name, states }) => ({ thread: name, states })),
        },
      },
    ];
  });
  const mean = (state: 'working' | 'parked' | 'blocked' | 'unknown') =>
    measured.reduce((sum, [, pool]) => sum + (pool[state]?.mean ?? 0), 0) * hours;
  const all = pools.reduce((sum, { threads }) => sum + threads, 0) * hours;
  const [working, parked, blocked] = [mean('working'), mean('parked'), mean('blocked')];
  const total = (of: (pool: PoolResult) => number | null | undefined) =>
    measured.reduce((sum, [, pool]) => sum + (of(pool) ?? 0), 0);
  const sampleUs = Math.round(seen.rows.stride * everyUs);
  // Unknown threads have no place in the picture: with more than a few of them it would mislead.
  const isKnown = total(({ unknown }) => unknown?.mean) <= 0.05 * total(({ active }) => active.mean);
  return {
    ...design,
    ...(isKnown ? { timeline: observedTimeline(rows, pools, sampleUs) } : {}),
    pools: Object.fromEntries(measured),
    threadHours: { working, parked, blocked, idle: Math.max(0, all - working - parked - blocked - mean('unknown')) },
    // Whether something grows cannot be seen in dumps: queues do not stand in them.
    stability: { stable: null, growing: [], undecided: [] },
  };
}

/** The levels over time: each sample holds until the next. */
function recordOf(seen: Observation, pools: readonly ObservedPool[], everyUs: number): ReplicationRecord {
  const endUs = seen.samples * everyUs;
  const levelOf = (values: Float64Array) => {
    const recorder = new LevelRecorder(endUs);
    values.forEach((value, i) => {
      recorder.change(value - recorder.level, i * everyUs);
    });
    return recorder.record(endUs);
  };
  const levels = pools.flatMap(({ name, patterns }) => {
    const of = (...states: ObservedState[]) => levelOf(sumOf(seen, patterns, states));
    const path = `pools.${name}`;
    return [
      [`${path}.active`, of('working', 'io', 'parked', 'blocked')],
      [`${path}.working`, of('working', 'io')],
      [`${path}.io`, of('io')],
      [`${path}.parked`, of('parked')],
      [`${path}.blocked`, of('blocked')],
      [`${path}.unknown`, of('unknown')],
    ] as const;
  });
  const threads = levelOf(
    sumOf(
      seen,
      pools.flatMap(({ patterns }) => patterns),
      ['working', 'io', 'parked', 'blocked', 'idle', 'unknown'],
    ),
  );
  return {
    measuredUs: endUs,
    levels: Object.fromEntries([...levels, ['threads', threads]]),
    durations: {},
    courses: {},
    counts: {},
    usage: [],
    health: {},
    taskKinds: [],
    latenessMaxima: new Float64Array(SERIES_BINS).fill(-1),
    starved: [],
    timeline: undefined,
    events: 0,
  };
}

/** The half width of the 95 % interval of a mean by batch means of the samples; what is left over stands at the beginning. Null where there are too few. */
export function halfWidth95(samples: Float64Array): number | null {
  return batchHalfWidth95(samples, samples.length % BATCHES);
}

function scenarioOf(pools: readonly ObservedPool[], { name, question }: ObservedNotes, durationUs: number): Scenario {
  const none = { latency: { kind: 'constant', valueUs: 0 }, fail: 0, retry: 0, gone: 0 } as const;
  const system: System = {
    pools: pools.map((pool) => ({
      name: pool.name,
      threads: pool.threads,
      queueBound: Number.POSITIVE_INFINITY,
      health: undefined,
    })),
    semaphores: [],
    concurrency: [],
    store: { upload: none, download: none, delete: none },
    jobs: [],
    faults: [],
  };
  return {
    name,
    question,
    durationUs,
    warmUpUs: 0,
    seed: 0,
    replications: 1,
    rateUnit: 'h',
    live: { warmUpUs: 0, durationUs },
    check: { replications: 1, durationUs },
    expect: [],
    assumptions: [],
    sources: [],
    designs: [{ name: OBSERVED_DESIGN, system }],
  };
}
