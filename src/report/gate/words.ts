/** A verdict in words, for every reader of it: the terminal, Markdown, JUnit and annotations say the same. */
import { counted } from '../../counted.ts';
import type { ScenarioCheck } from '../../gate/check.ts';
import type { FigureChange } from '../../gate/compare-baseline.ts';
import type { FigureValue } from '../../gate/figures.ts';
import type { ConditionVerdict, Finding, MeasuredQuantile } from '../../gate/judge.ts';
import type { SettingChange } from '../../gate/settings.ts';
import { oneLine } from '../../one-line.ts';
import { formatSeconds, threeDigits } from '../../units.ts';
import { formatNumber, formatWithInterval, joinWords, type NumberKind } from '../format.ts';
import type { Scale } from '../scale.ts';
import { shellWord } from '../shell.ts';

/** All that a double has, and the steps on the way there. */
const ALL_DIGITS = 17;
const DIGITS = [4, 5, 6, 8, 10, 12, ALL_DIGITS];

/** What was found, as lines: the first is the finding, and the others what else there is to know. Of a condition with `*` it is of those names that matter. */
export function findingLines({ outcome, findings, isClose, condition }: ConditionVerdict): string[] {
  const lines =
    outcome === 'pass'
      ? [passed(findings)]
      : findings.filter(({ holds }) => holds !== true).map((finding) => missed(finding, findings.length > 1));
  lines.push(...fewText(outcome === 'pass' ? findings : findings.filter(({ holds }) => holds === false)));
  if (isClose) lines.push(closeText(findings));
  if (condition.reason !== undefined && outcome !== 'pass') {
    lines.push(`Why it has to hold: ${oneLine(condition.reason)}`);
  }
  return lines;
}

/** A warning on the quantile with the fewest observations, where they are too few for one. */
function fewText(findings: readonly Finding[]): string[] {
  const few = findings.flatMap(({ quantiles }) => quantiles).filter(isOfFew);
  const [fewest] = few.sort((a, b) => a.observations - b.observations);
  if (fewest === undefined) return [];
  const { measure, name, observations, least } = fewest;
  return [
    `Few data: ${oneLine(measure)} is of ${counted(observations, 'observation')}; a ${name} of fewer than ${least} is only the longest of them.`,
  ];
}

function isOfFew({ observations, least }: MeasuredQuantile): boolean {
  return observations < least;
}

/** A warning on the finding whose bound lies deepest within its interval. */
function closeText(findings: readonly Finding[]): string {
  const [closest] = [...findings].sort((a, b) => (a.clearance ?? 0) - (b.clearance ?? 0)) as [Finding];
  const { comparison, clearance } = closest;
  const depth = comparison.kind === 'number' ? difference(clearance ?? 0, comparison.unit) : '';
  if (isOfMaxima(closest)) {
    return 'Close: the bound is nearer than the replications’ maxima are to each other, so another seed could turn the verdict.';
  }
  return `Close: a bound lies ${depth} within the 95 % interval of what was found, so another seed could turn the verdict.`;
}

/** A maximum has no interval. */
function isOfMaxima({ comparison }: Finding): boolean {
  return comparison.kind === 'number' && comparison.left.terms.some(({ measure }) => measure.path.at(-1) === 'max');
}

/** Of several names the one whose bound is nearest speaks for all. */
function passed(findings: readonly Finding[]): string {
  const [nearest] = [...findings].sort((a, b) => roomOf(a) - roomOf(b)) as [Finding];
  const text = `found ${foundText(nearest)}${againstText(nearest)}${clearanceText(nearest)}`;
  if (findings.length === 1) return text;
  return nearest.comparison.kind === 'word'
    ? `all ${findings.length}: ${text}`
    : `all ${findings.length}; the nearest is ${nearest.comparison.label}: ${text}`;
}

/** A bound that is measured itself is told as the value that it had. */
function againstText(finding: Finding): string {
  const { comparison, bounds } = finding;
  if (comparison.kind === 'word' || comparison.bounds.every(({ terms }) => terms.length === 0)) return '';
  return `, against ${bounds.map((bound) => boundText(bound ?? 0, finding)).join(' and ')}`;
}

/** How much room is left to the nearest bound. */
function roomOf({ found, bounds }: Finding): number {
  return typeof found === 'number' ? Math.min(...bounds.map((bound) => Math.abs(found - (bound ?? 0)))) : 0;
}

/** @param several whether to tell the names: where a condition compares one thing, it has said so itself. */
function missed(finding: Finding, several: boolean): string {
  const { comparison, found, missedBy, why } = finding;
  const head = several ? `${comparison.label}: ` : '';
  if (finding.holds === null)
    return `${head}expected ${expectedText(finding)}, found no data: ${why ?? 'nothing was observed'}`;
  const text = `${head}expected ${expectedText(finding)}, found ${foundText(finding)}`;
  if (comparison.kind === 'word' || missedBy === null || typeof found !== 'number') return text;
  const by =
    missedBy === 0 ? '' : `: ${difference(missedBy, comparison.unit)} ${missedBy > 0 ? 'too high' : 'too low'}`;
  return `${text}${by}${clearanceText(finding)}`;
}

/** `between 5 and 15`, `<= 20% of legacy (18.3 threads)` */
export function expectedText(finding: Finding): string {
  const { comparison, bounds } = finding;
  if (comparison.kind === 'word') return `${comparison.relation} ${comparison.word}`;
  const texts = comparison.bounds.map((bound, i) => {
    const value = bounds[i];
    return bound.terms.length === 0 || value === undefined || value === null
      ? bound.text
      : `${bound.text} (${boundText(value, finding)})`;
  });
  return `${comparison.relation} ${texts.join(' and ')}`;
}

/** `7.52 ± 0.06 threads`, with as many digits as tell it from the bounds. */
export function foundText(finding: Finding): string {
  const { comparison, found, halfWidth95 } = finding;
  if (found === null) return 'no data';
  if (typeof found === 'string' || comparison.kind === 'word') return String(found);
  const digits = digitsApart(finding);
  return digits === null ? withInterval(found, halfWidth95, comparison.unit) : precise(found, comparison.unit, digits);
}

function boundText(bound: number, finding: Finding): string {
  const { unit } = finding.comparison as { readonly unit: string };
  const digits = digitsApart(finding);
  return digits === null ? quantity(bound, unit) : precise(bound, unit, digits);
}

/** The fewest digits with which what was found looks like no bound that it is not; null where the usual ones do. */
function digitsApart({ comparison, found, bounds }: Finding): number | null {
  if (comparison.kind === 'word' || typeof found !== 'number') return null;
  const others = bounds.filter((bound) => bound !== null && bound !== found);
  const looksEqual = (write: (value: number) => string) =>
    others.some((bound) => write(bound as number) === write(found));
  if (!looksEqual((value) => quantity(value, comparison.unit))) return null;
  return DIGITS.find((digits) => !looksEqual((value) => precise(value, comparison.unit, digits))) ?? ALL_DIGITS;
}

/** How far the nearest bound is: from the interval where there is one, otherwise from what was found. What has to be exact has no margin. */
function clearanceText(finding: Finding): string {
  const { clearance, comparison, holds } = finding;
  if (comparison.kind === 'word' || comparison.relation === '=' || comparison.relation === '!=') return '';
  if (clearance !== null) {
    const of = isOfMaxima(finding) ? 'beyond the spread of the replications’ maxima' : 'beyond the 95 % interval';
    return clearance > 0 ? `; margin ${difference(clearance, comparison.unit)} ${of}` : '';
  }
  if (holds !== true) return '';
  const without = finding.quantiles.find((one) => one.whyNoInterval !== undefined && !isOfFew(one))?.whyNoInterval;
  return `; margin ${difference(roomOf(finding), comparison.unit)}${without === undefined ? '' : ` (${without})`}`;
}

/** `omi-sync: 2 designs, 5 replications of 24 h, seed 7855` */
export function checkHeading(check: ScenarioCheck): string {
  const seconds = formatSeconds(check.durationSeconds);
  // What was observed has no seed, and nothing that could be run again.
  if (check.world === 'observed') return `${oneLine(check.scenario)}: observed for ${seconds}`;
  const { designs, replications, seed, world } = check;
  return `${oneLine(check.scenario)}: ${counted(designs.length, 'design')}, ${counted(replications, 'replication')} of ${seconds}, seed ${seed}${world === 'live' ? ', live' : ''}`;
}

/** What the baseline says, as the first line and those below it. @param most how many changes are told one by one. */
export function baselineLines(check: ScenarioCheck, most: number): string[] {
  const { baseline } = check;
  if (baseline === undefined) return [];
  const { status, compared, figures, engines } = baseline;
  const file = oneLine(baseline.file);
  const settings = baseline.settings.map(settingText);
  // An interval moves with its mean.
  const moved = figures.filter(({ name }) => !name.endsWith('HalfWidth95')).map(figureText);
  const intervals = figures.length - moved.length;
  switch (status) {
    case 'same':
      return [
        check.world === 'live'
          ? `all ${compared} figures that can be compared are within the intervals of ${file}`
          : `all ${compared} figures are exactly those of ${file}`,
      ];
    case 'changed':
      return [
        `${figures.length} of ${compared} figures ${figures.length === 1 ? 'is not that' : 'are not those'} of ${file}, with the same scenario and the same version of unpark`,
        ...capped(moved, most, intervals),
      ];
    case 'engine changed':
      return [
        `another version of unpark, not your scenario, changed ${figures.length} of ${compared} figures: ${oneLine(engines[0])} wrote ${file}, this is ${engines[1]}`,
        ...capped(moved, most, intervals),
        ...taking(check, 'Take the new figures with'),
      ];
    case 'missing':
      return [`there is no ${file}`, ...taking(check, 'Write it with')];
    default:
      return [
        `not comparable with ${file}`,
        ...baseline.reasons.map(oneLine),
        ...capped(settings, most),
        ...(figures.length === 0
          ? []
          : [`${counted(figures.length, 'figure differs', 'figures differ')}:`, ...capped(moved, most, intervals)]),
        ...(baseline.canBeReplaced ? taking(check, 'If the change is meant, take it with') : []),
      ];
  }
}

/** How to have a baseline that the check can be compared with. */
function taking({ file, taking: { options, changes } }: ScenarioCheck, lead: string): string[] {
  if (changes.length > 0) {
    return [`A baseline is of the scenario as its file has it: check it without ${joinWords(changes)}.`];
  }
  return [`${lead}: ${['npx unpark baseline', shellWord(file), ...options].join(' ')}`];
}

/** @param intervals how many intervals differ too: they move with their means and are only counted. */
function capped(lines: readonly string[], most: number, intervals = 0): string[] {
  const told = lines.slice(0, most).map((line) => `  ${line}`);
  const more = lines.length - told.length + intervals;
  if (more === 0) return told;
  return [...told, `  and ${more} more${intervals === 0 ? '' : `, ${intervals} of them half widths of intervals`}`];
}

export function settingText({ path, before, after }: SettingChange): string {
  return oneLine(`${path}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`);
}

/** `janitor.pools.storage.active.mean: 7.52 → 9.1 threads` */
export function figureText({ design, name, unit, before, after }: FigureChange): string {
  const [first, second] = apart(before, after, unit);
  return oneLine(`${design}.${name}: ${first} → ${second}`);
}

/** Both values with as many digits as tell them apart. */
export function apart(
  before: FigureValue | undefined,
  after: FigureValue | undefined,
  unit: string,
  scale?: Scale,
): [string, string] {
  const told = (value: FigureValue | undefined, write: (value: number) => string) =>
    typeof value === 'number' ? write(value) : String(value ?? 'nothing');
  const writers = [
    (value: number) => quantity(value, unit, scale),
    ...DIGITS.map((digits) => (value: number) => precise(value, unit, digits)),
  ];
  let texts: [string, string] = ['', ''];
  for (const write of writers) {
    texts = [told(before, write), told(after, write)];
    if (texts[0] !== texts[1]) break;
  }
  return texts;
}

/** The size of a difference: that of two shares is told in points, since a percent of a percent is another thing. */
export function difference(value: number, unit: string, scale?: Scale): string {
  const size = Math.abs(value);
  if (unit !== 'fraction' && unit !== '%') return quantity(size, unit, scale);
  const number = threeDigits(unit === 'fraction' ? size * 100 : size);
  return `${number} ${number === '1' ? 'point' : 'points'}`;
}

/** A number with its unit, for people: `7.52 threads`, `100 ms`, `20 %`. */
export function quantity(value: number, unit: string, scale?: Scale): string {
  const number = formatNumber(kindOf(unit), unit === '%' ? value / 100 : value, scale);
  return `${number}${number === '1' ? unitText(unit).replace(/s$/, '') : unitText(unit)}`;
}

export function withInterval(value: number, halfWidth: number | null, unit: string, scale?: Scale): string {
  const factor = unit === '%' ? 0.01 : 1;
  const spread = halfWidth === null ? null : halfWidth * factor;
  return `${formatWithInterval(kindOf(unit), value * factor, spread, scale, true)}${unitText(unit)}`;
}

/** For what three digits do not tell apart. @param digits significant ones. */
function precise(value: number, unit: string, digits: number): string {
  // The factor of a percentage costs the last two digits.
  const number =
    unit === 'fraction' ? Number((value * 100).toPrecision(Math.min(digits, 15))) : Number(value.toPrecision(digits));
  const suffix =
    unit === 's' ? ' s' : unit === 'fraction' || unit === '%' ? ' %' : unit === '1/h' ? '/h' : unitText(unit);
  return `${number}${suffix}`;
}

export function kindOf(unit: string): NumberKind {
  if (unit === 's') return 'seconds';
  if (unit === 'fraction' || unit === '%') return 'fraction';
  return unit === '1/h' ? 'perHour' : 'count';
}

/** What is only counted is told by its measure's name. */
function unitText(unit: string): string {
  return ['s', 'fraction', '%', '1/h', 'count', ''].includes(unit) ? '' : ` ${unit}`;
}
