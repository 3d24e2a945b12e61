import type { Result } from '../result/schema.ts';
import { type Figure, type FigureValue, figuresByName } from './figures.ts';
import { type SettingChange, settingChanges, settingsOf } from './settings.ts';

/** A figure of a design in two results. */
export interface FigureDifference {
  readonly design: string;
  /** `pools.storage.active.mean` */
  readonly name: string;
  readonly unit: string;
  readonly before: FigureValue;
  readonly after: FigureValue;
  /** Half widths of the 95 % intervals of a mean; null for what has none. */
  readonly halfWidths: readonly [number | null, number | null];
  /** Of a mean with an interval on both sides: whether they are further apart than √(a² + b²), the half width of the difference of two independent runs. Null without. */
  readonly isClear: boolean | null;
}

/** How two results differ. */
export interface ResultDiff {
  /** What is not the same about the two runs, one sentence each. */
  readonly runs: readonly string[];
  /** What changed in the scenario. */
  readonly settings: readonly SettingChange[];
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
  /** How many figures both have. */
  readonly compared: number;
  /** Those that differ, in the order of the result; an interval is told with its mean and not by itself. */
  readonly figures: readonly FigureDifference[];
}

const INTERVAL = 'HalfWidth95';

/** Compares any two results, design by design. */
export function diffResults(before: Result, after: Result): ResultDiff {
  const [old, young] = [figuresByName(before), figuresByName(after)];
  const both = [...old.keys()].filter((name) => young.has(name));
  const pairs = both.flatMap((design) => pairsOf(design, old.get(design) as Figures, young.get(design) as Figures));
  return {
    runs: runDifferences(before, after),
    settings: settingChanges(settingsOf(before.scenario.designs), settingsOf(after.scenario.designs)),
    onlyBefore: [...old.keys()].filter((name) => !young.has(name)),
    onlyAfter: [...young.keys()].filter((name) => !old.has(name)),
    compared: pairs.length,
    figures: pairs.filter((pair) => pair.before !== pair.after),
  };
}

type Figures = ReadonlyMap<string, Figure>;

function pairsOf(design: string, before: Figures, after: Figures): FigureDifference[] {
  return [...before].flatMap(([name, figure]) => {
    const other = after.get(name);
    if (other === undefined || name.endsWith(INTERVAL)) return [];
    const halfWidths = [halfWidthOf(before, name), halfWidthOf(after, name)] as const;
    return [
      {
        design,
        name,
        unit: figure.unit,
        before: figure.value,
        after: other.value,
        halfWidths,
        isClear: isClear(figure.value, other.value, halfWidths),
      },
    ];
  });
}

function halfWidthOf(figures: Figures, name: string): number | null {
  const value = figures.get(`${name}${INTERVAL}`)?.value;
  return typeof value === 'number' ? value : null;
}

function isClear(
  before: FigureValue,
  after: FigureValue,
  [first, second]: readonly [number | null, number | null],
): boolean | null {
  if (typeof before !== 'number' || typeof after !== 'number' || first === null || second === null) return null;
  return Math.abs(after - before) > Math.hypot(first, second);
}

function runDifferences(before: Result, after: Result): string[] {
  const sentences: string[] = [];
  const differs = (what: string, first: string | number, second: string | number) => {
    if (first !== second) sentences.push(`${what}: ${first} before, ${second} after.`);
  };
  differs('Scenario', before.scenario.name, after.scenario.name);
  differs('World', before.world, after.world);
  differs('Version of unpark', before.engineVersion, after.engineVersion);
  differs('Seed', before.seed, after.seed);
  differs('Replications', before.replications, after.replications);
  differs('Measured time in seconds', before.scenario.durationSeconds, after.scenario.durationSeconds);
  differs('Warm-up in seconds', before.scenario.warmUpSeconds, after.scenario.warmUpSeconds);
  return sentences;
}
