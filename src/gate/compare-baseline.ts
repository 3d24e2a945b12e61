import type { Result } from '../result/schema.ts';
import { formatSeconds } from '../units.ts';
import type { Baseline } from './baseline.ts';
import { baselineFigures, type Figure, type FigureValue, figuresByName } from './figures.ts';
import { type SettingChange, settingChanges, settingsOf } from './settings.ts';

/** A figure that is not what the baseline says; undefined on the side that does not have it. */
export interface FigureChange {
  readonly design: string;
  /** `pools.storage.active.mean` */
  readonly name: string;
  /** Its unit, by the result's schema; empty where it has none, or where the result does not have the figure. */
  readonly unit: string;
  readonly before: FigureValue | undefined;
  readonly after: FigureValue | undefined;
}

/**
 * - `same`: every figure that can be compared is what the baseline says.
 * - `changed`: the same scenario and the same engine give other figures: a regression.
 * - `engine changed`: the same scenario gives other figures with another version of unpark; no regression of the scenario, but not what was committed either.
 * - `not comparable`: another scenario, seed, world or schema, or nothing that could be compared.
 * - `missing`: there is no baseline.
 */
export type BaselineStatus = 'same' | 'changed' | 'engine changed' | 'not comparable' | 'missing';

export interface BaselineComparison {
  readonly status: BaselineStatus;
  /** The file of the baseline, as it is told. */
  readonly file: string;
  /** How many figures were compared. */
  readonly compared: number;
  /** In the order of the result. */
  readonly figures: readonly FigureChange[];
  /** Why it is not comparable, one sentence each. */
  readonly reasons: readonly string[];
  /** What changed in the scenario. */
  readonly settings: readonly SettingChange[];
  /** The versions of unpark that wrote the baseline and that ran now. */
  readonly engines: readonly [string, string];
  /** Whether a new baseline may take its place; one that a newer version of unpark has written is not this one's to replace. */
  readonly canBeReplaced: boolean;
}

/** A comparison with a baseline that is not there, or that cannot be read by this version. */
export function withoutBaseline(
  file: string,
  status: 'missing' | 'not comparable',
  reason: string,
): BaselineComparison {
  return {
    status,
    file,
    compared: 0,
    figures: [],
    reasons: [reason],
    settings: [],
    engines: ['', ''],
    canBeReplaced: status === 'missing',
  };
}

/**
 * Compares a result with a baseline: exactly where both are simulated, since a simulated run has no noise; by the 95 % intervals of the means where both are live.
 * @param file of the baseline, as it is told.
 */
export function compareWithBaseline(result: Result, baseline: Baseline, file: string): BaselineComparison {
  const settings = settingChanges(baseline.settings, settingsOf(result.scenario.designs));
  const reasons = whyNotComparable(result, baseline, settings);
  const pairs = pairsOf(result, baseline);
  const { compared, changes } = result.world === 'sim' ? exactly(pairs) : byIntervals(pairs);
  const engines = [baseline.engineVersion, result.engineVersion] as const;
  const base = { file, compared, figures: changes, engines, canBeReplaced: true };
  if (reasons.length > 0) return { ...base, status: 'not comparable', reasons, settings };
  if (result.world === 'live' && !pairs.some(({ halfWidths: [first, second] }) => first !== null && second !== null)) {
    const reason = 'No measure has an interval on both sides: the live run was too short for one.';
    return { ...base, status: 'not comparable', reasons: [reason], settings };
  }
  const isSame = changes.length === 0;
  const status = isSame ? 'same' : baseline.engineVersion === result.engineVersion ? 'changed' : 'engine changed';
  return { ...base, status, reasons: [], settings };
}

function whyNotComparable(result: Result, baseline: Baseline, settings: readonly SettingChange[]): string[] {
  const { scenario } = result;
  const reasons: string[] = [];
  const differs = (what: string, before: string | number, after: string | number) => {
    if (before !== after) reasons.push(`${what}: ${before} in the baseline, ${after} now.`);
  };
  differs('Another version of the result’s schema', baseline.resultSchemaVersion, result.schemaVersion);
  differs('Another world', baseline.world, result.world);
  differs('Another scenario', baseline.scenario, scenario.name);
  differs('Another seed', baseline.seed, result.seed);
  differs('Another number of replications', baseline.replications, result.replications);
  differs('Another measured time', formatSeconds(baseline.durationSeconds), formatSeconds(scenario.durationSeconds));
  differs('Another warm-up', formatSeconds(baseline.warmUpSeconds), formatSeconds(scenario.warmUpSeconds));
  differs('Other designs', Object.keys(baseline.figures).join(', '), Object.keys(result.designs).join(', '));
  if (settings.length > 0) reasons.push('The scenario has changed.');
  if (reasons.length === 0 && baseline.scenarioHash !== scenario.hash) {
    reasons.push('The scenario has changed, in something that no figure is made from (its hash is another).');
  }
  return reasons;
}

interface Pair {
  readonly design: string;
  readonly name: string;
  readonly figure: Figure | undefined;
  readonly before: FigureValue | undefined;
  /** Half widths of the 95 % intervals of a mean, before and after; null for what has none. */
  readonly halfWidths: readonly [number | null, number | null];
}

function pairsOf(result: Result, baseline: Baseline): Pair[] {
  const now = figuresByName(result, baselineFigures);
  return [...new Set([...now.keys(), ...Object.keys(baseline.figures)])].flatMap((design) => {
    const after = now.get(design) ?? new Map<string, Figure>();
    const before = flat(baseline.figures[design] ?? {});
    return [...new Set([...after.keys(), ...before.keys()])].map((name): Pair => {
      const beside = name.endsWith('.mean') ? `${name}HalfWidth95` : '';
      return {
        design,
        name,
        figure: after.get(name),
        before: before.get(name),
        halfWidths: [numberOrNull(before.get(beside)), numberOrNull(after.get(beside)?.value)],
      };
    });
  });
}

function exactly(pairs: readonly Pair[]): { compared: number; changes: FigureChange[] } {
  const differ = pairs.filter(({ before, figure }) => before !== figure?.value);
  return { compared: pairs.length, changes: differ.map(changeOf) };
}

/** What has no noise in a live run either: how a design is configured, and counts that have to be what they are. */
const EXACT = /(^|\.)(threads|limit|deletion|violations|deletedBeforeDue|aliveAfterUrl|neverDeferred|rejected)$/;

/**
 * Two means differ when they are further apart than twice the half width of their difference, √(a² + b²): both runs are independent. Once the half width would be passed by chance
 * alone by one measure in twenty, and there are a hundred of them.
 */
function byIntervals(pairs: readonly Pair[]): { compared: number; changes: FigureChange[] } {
  const looked = pairs.flatMap((pair) => {
    const { name, before, figure, halfWidths } = pair;
    const [first, second] = halfWidths;
    if (EXACT.test(name)) return [{ pair, differs: before !== figure?.value }];
    if (first === null && second === null) return [];
    // A mean that has lost its data, or that has some now, has changed.
    if (first === null || second === null || typeof before !== 'number' || typeof figure?.value !== 'number') {
      return [{ pair, differs: true }];
    }
    return [{ pair, differs: Math.abs(figure.value - before) > 2 * Math.hypot(first, second) }];
  });
  return {
    compared: looked.length,
    changes: looked.filter(({ differs }) => differs).map(({ pair }) => changeOf(pair)),
  };
}

function changeOf({ design, name, figure, before }: Pair): FigureChange {
  return { design, name, unit: figure?.unit ?? '', before, after: figure?.value };
}

function flat(groups: Baseline['figures'][string]): Map<string, FigureValue> {
  return new Map(
    Object.entries(groups).flatMap(([group, keys]) =>
      Object.entries(keys).map(([key, value]): [string, FigureValue] => [
        group === '' ? key : `${group}.${key}`,
        value,
      ]),
    ),
  );
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
