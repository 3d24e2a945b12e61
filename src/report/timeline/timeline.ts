import { oneLine } from '../../one-line.ts';
import type { Result } from '../../result/schema.ts';
import { formatSeconds, US_PER_SECOND } from '../../units.ts';
import { ofDesigns } from '../charts/of-designs.ts';
import { code, formatNumber } from '../format.ts';
import { designsOf, type NamedDesign, poolOf, poolsThatMatter } from '../selection.ts';
import { clock } from './clock.ts';
import { LANE_STATES, threadTimeUs } from './intervals.ts';
import type { Lane, TimelineSpec } from './spec.ts';

/** With this many designs it is the first picture of a report; with more its rows are too low to be that. */
const FEW_DESIGNS = 3;
/** With more than these it is left out. */
const MOST_DESIGNS = 8;
/** Rows of the table for each lane. */
const SPANS = 6;

export function isFirstPicture(result: Result): boolean {
  return Object.keys(result.designs).length <= FEW_DESIGNS;
}

/** What each thread did, design above design; undefined where the result does not have it, as older ones. */
export function timelineOf(result: Result): TimelineSpec | undefined {
  const all = designsOf(result).filter(({ result: { timeline } }) => timeline !== undefined);
  const fromSeconds = all[0]?.result.timeline?.fromSeconds ?? 0;
  // Two runs with other warm-ups have no time axis in common.
  const designs = all.filter(({ result: { timeline } }) => timeline?.fromSeconds === fromSeconds);
  const pools = poolsThatMatter(result);
  if (designs.length === 0 || designs.length > MOST_DESIGNS) return undefined;
  const untilSeconds = Math.max(...designs.map(({ result: { timeline } }) => timeline?.untilSeconds ?? 0));
  const lanes = [...pools, null].flatMap((pool) => designs.flatMap((design) => laneOf(design, pool) ?? []));
  const [pool] = pools;
  if (lanes.length === 0 || pool === undefined) return undefined;
  const spec = { fromSeconds, untilSeconds, lanes };
  return {
    id: 'threads-timeline',
    title: finding(designs, pool, spec),
    subtitle: subtitle(result, designs, spec),
    ...spec,
    table: {
      caption: 'Mean threads by state',
      columns: ['design', 'pool', 'from', ...LANE_STATES.slice(1), 'idle'],
      rows: lanes.flatMap((lane) => tableRows(lane, fromSeconds)),
    },
  };
}

type Picture = Pick<TimelineSpec, 'fromSeconds' | 'untilSeconds' | 'lanes'>;

/** @param pool null: the threads that begin and end with a deletion. */
function laneOf(design: NamedDesign, pool: string | null): Lane | undefined {
  const { timeline } = design.result;
  if (timeline === undefined || (pool !== null && !Object.hasOwn(timeline.pools, pool))) return undefined;
  const threads = pool === null ? timeline.ownThreads : (timeline.pools[pool] ?? []);
  const size = pool === null ? undefined : poolOf(design, pool)?.threads;
  const rows = Math.max(Math.min(size ?? 0, MOST_ROWS), (threads.at(-1)?.thread ?? -1) + 1);
  if (rows === 0) return undefined;
  const name = pool === null ? 'threads of its own' : oneLine(pool);
  const held =
    size === undefined ? `one for each deletion, ${formatNumber('count', rows)} at once` : poolSize(size, rows);
  return {
    design: design.name,
    pool: name,
    rows,
    label: `${oneLine(design.name)}: ${name}, ${held}`,
    untilSeconds: timeline.untilSeconds,
    taskKinds: timeline.taskKinds,
    threads,
  };
}

/** As many threads of a pool as a result keeps. */
const MOST_ROWS = 1_024;

function poolSize(size: number, rows: number): string {
  const all = `${formatNumber('count', size)} ${size === 1 ? 'thread' : 'threads'}`;
  return rows < size ? `the first ${formatNumber('count', rows)} of ${all}` : all;
}

/** The pool that matters most, by what its threads are at instead of work. */
function finding(designs: readonly NamedDesign[], pool: string, picture: Picture): string {
  const mean = (design: NamedDesign, state: (typeof LANE_STATES)[number]): number | null => {
    const lane = picture.lanes.find((one) => one.design === design.name && one.pool === oneLine(pool));
    return lane === undefined ? null : (meansOf(lane, picture.fromSeconds)[LANE_STATES.indexOf(state)] ?? null);
  };
  const shown = designs.filter((design) => mean(design, 'idle') !== null);
  const notable = (['parked', 'blocked'] as const).filter((state) =>
    shown.some((design) => (mean(design, state) ?? 0) >= 0.5),
  );
  const [state = 'working'] = notable.sort((a, b) => most(shown, mean, b) - most(shown, mean, a));
  const told = ofDesigns(
    shown,
    (design) => mean(design, state),
    (value, design) => {
      const size = poolOf(design, pool)?.threads;
      const count =
        value !== null && value < 0.05 ? (value === 0 ? 'none' : 'next to none') : formatNumber('level', value);
      return size === undefined || count.startsWith('n') ? count : `${count} of ${formatNumber('count', size)}`;
    },
  );
  const spanSeconds = picture.untilSeconds - picture.fromSeconds;
  return `Threads of pool ${code(pool)} ${WORDS[state]}, mean of ${formatSeconds(spanSeconds)}: ${told}`;
}

const WORDS = { parked: 'asleep', blocked: 'blocked', working: 'at work' } as const;

function most(
  designs: readonly NamedDesign[],
  mean: (design: NamedDesign, state: 'parked' | 'blocked') => number | null,
  state: 'parked' | 'blocked',
): number {
  return Math.max(...designs.map((design) => mean(design, state) ?? 0));
}

function subtitle(result: Result, designs: readonly NamedDesign[], { fromSeconds, untilSeconds }: Picture): string {
  const cut = designs.filter(({ result: { timeline } }) => timeline?.isCut === true);
  const run = result.replications > 1 ? ` of the first of ${result.replications} replications` : '';
  const ends = cut.map(({ name, result: { timeline } }) => `${oneLine(name)} at ${clock(timeline?.untilSeconds ?? 0)}`);
  const shorter = ends.length === 0 ? '' : `; so much happened that the record ends early, of ${ends.join(', of ')}`;
  const span = formatSeconds(untilSeconds - fromSeconds);
  const isAll = untilSeconds - fromSeconds >= result.scenario.durationSeconds;
  return `Each row is a thread: ${isAll ? `the ${span} that were measured` : `the first ${span} of the measured time`}${run}${shorter}`;
}

/** Mean threads by state, in the order of `LANE_STATES`. */
function meansOf(lane: Lane, fromSeconds: number): number[] {
  const lastUs = (lane.untilSeconds - fromSeconds) * US_PER_SECOND;
  return threadTimeUs(lane, fromSeconds, 0, lastUs).map((us) => us / lastUs);
}

function tableRows(lane: Lane, fromSeconds: number): string[][] {
  const stepUs = ((lane.untilSeconds - fromSeconds) * US_PER_SECOND) / SPANS;
  return Array.from({ length: SPANS }, (_, i) => {
    const [idle, ...held] = threadTimeUs(lane, fromSeconds, i * stepUs, (i + 1) * stepUs).map((us) => us / stepUs);
    return [
      oneLine(lane.design),
      oneLine(lane.pool),
      clock(fromSeconds + (i * stepUs) / US_PER_SECOND),
      ...[...held, idle ?? 0].map((threads) => formatNumber('level', threads)),
    ];
  });
}
