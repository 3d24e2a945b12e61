import type { Result } from '../result/schema.ts';
import { formatSeconds } from '../units.ts';
import { byWeight, type DiffOutcome, FEWEST_EVENTS, outcomeOf, weightOf } from './diff-verdict.ts';
import type { FigureDifference, Interval, Weight } from './figure-difference.ts';
import { type Figure, type FigureValue, figuresByName } from './figures.ts';
import { type SettingChange, settingChanges, settingsOf } from './settings.ts';

/** How two results differ. */
export interface ResultDiff {
  readonly outcome: DiffOutcome;
  /** What is not the same about the two runs, one sentence each. */
  readonly runs: readonly string[];
  /** What changed in the scenario. */
  readonly settings: readonly SettingChange[];
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
  /** How many figures both have. */
  readonly compared: number;
  /** Those that differ, design by design, what matters most first; an interval is told with its mean and not by itself. */
  readonly figures: readonly FigureDifference[];
}

const INTERVAL = 'HalfWidth95';

/** Compares two results of one scenario, design by design. */
export function diffResults(before: Result, after: Result): ResultDiff {
  const [old, young] = [figuresByName(before), figuresByName(after)];
  const both = [...old.keys()].filter((name) => young.has(name));
  const pairs = both.flatMap((design) =>
    pairsOf(design, [before, old.get(design) as Figures], [after, young.get(design) as Figures]),
  );
  const shared = {
    hours: [before, after].map(({ scenario }) => scenario.durationSeconds / 3_600) as [number, number],
    seed: before.seed === after.seed,
  };
  const figures = both.flatMap((design) =>
    pairs
      .filter((pair) => pair.design === design && pair.before !== pair.after)
      .map((pair) => ({ ...pair, ...weightOf(pair, shared) }))
      .sort(byWeight),
  );
  return {
    outcome: outcomeOf(figures, pairs.length),
    runs: runDifferences(before, after),
    settings: settingChanges(settingsOf(before.scenario.designs), settingsOf(after.scenario.designs)),
    onlyBefore: [...old.keys()].filter((name) => !young.has(name)),
    onlyAfter: [...young.keys()].filter((name) => !old.has(name)),
    compared: pairs.length,
    figures,
  };
}

type Figures = ReadonlyMap<string, Figure>;
type Pair = Omit<FigureDifference, keyof Weight>;

function pairsOf(
  design: string,
  [old, before]: readonly [Result, Figures],
  [young, after]: readonly [Result, Figures],
): Pair[] {
  const starved: Pair = {
    design,
    name: 'starved',
    unit: 'pools',
    before: old.designs[design]?.starved.length ?? 0,
    after: young.designs[design]?.starved.length ?? 0,
    halfWidths: [null, null],
    intervals: [null, null],
    isClear: null,
  };
  const pairs = [...before].flatMap(([name, figure]): Pair[] => {
    const other = after.get(name);
    if (other === undefined || name.endsWith(INTERVAL) || figure.key === 'maxLowest') return [];
    const halfWidths = [halfWidthOf(before, name), halfWidthOf(after, name)] as const;
    const intervals = [intervalOf(old, design, figure), intervalOf(young, design, other)] as const;
    return [
      {
        design,
        name,
        unit: figure.unit,
        before: figure.value,
        after: other.value,
        halfWidths,
        intervals,
        isClear: isClear([figure.value, halfWidths[0], intervals[0]], [other.value, halfWidths[1], intervals[1]]),
      },
    ];
  });
  // A list of pools is no figure, and yet the worst that there is.
  return starved.before === starved.after ? pairs : [starved, ...pairs];
}

function halfWidthOf(figures: Figures, name: string): number | null {
  const value = figures.get(`${name}${INTERVAL}`)?.value;
  return typeof value === 'number' ? value : null;
}

/** The interval that stands beside a quantile. */
function intervalOf(result: Result, design: string, { group, key }: Figure): Interval {
  let parent: unknown = result.designs[design];
  for (let rest = group; rest !== ''; ) {
    // Names have dots in them, so the longest key that fits is taken.
    const found = keyOf(parent, rest);
    if (found === undefined) return null;
    parent = (parent as Readonly<Record<string, unknown>>)[found];
    rest = rest.slice(found.length + 1);
  }
  const interval = (parent as Readonly<Record<string, unknown>> | undefined)?.[`${key}Interval95`];
  return Array.isArray(interval) ? (interval as [number, number]) : null;
}

function keyOf(parent: unknown, text: string): string | undefined {
  if (typeof parent !== 'object' || parent === null) return undefined;
  return Object.keys(parent)
    .filter((key) => text === key || text.startsWith(`${key}.`))
    .sort((a, b) => b.length - a.length)[0];
}

type Known = readonly [FigureValue, number | null, Interval];

function isClear([before, ...first]: Known, [after, ...second]: Known): boolean | null {
  if (typeof before !== 'number' || typeof after !== 'number') return null;
  const [upper, lower] =
    before < after
      ? [reachOf(before, first), reachOf(after, second)]
      : [reachOf(after, second), reachOf(before, first)];
  if (upper === null || lower === null) return null;
  return Math.abs(after - before) > Math.hypot(upper.up, lower.down);
}

function reachOf(
  value: number,
  [halfWidth, interval]: readonly [number | null, Interval],
): { readonly down: number; readonly up: number } | null {
  if (halfWidth !== null) return { down: halfWidth, up: halfWidth };
  return interval === null ? null : { down: Math.max(0, value - interval[0]), up: Math.max(0, interval[1] - value) };
}

function runDifferences(before: Result, after: Result): string[] {
  const sentences: string[] = [];
  const differs = (what: string, first: string | number, second: string | number) => {
    if (first !== second) sentences.push(`${what}: ${first} before, ${second} after.`);
  };
  differs('World', before.world, after.world);
  differs('Version of unpark', before.engineVersion, after.engineVersion);
  differs('Seed', before.seed, after.seed);
  differs('Replications', before.replications, after.replications);
  const [first, second] = [before, after].map(({ scenario }) => scenario.durationSeconds) as [number, number];
  if (first !== second) {
    sentences.push(
      `Measured time: ${formatSeconds(first)} before, ${formatSeconds(second)} after, so counts are not judged, nor rates of fewer than ${FEWEST_EVENTS} events a run.`,
    );
  }
  differs('Warm-up', formatSeconds(before.scenario.warmUpSeconds), formatSeconds(after.scenario.warmUpSeconds));
  return sentences;
}
