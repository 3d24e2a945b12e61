import pc from 'picocolors';
import { counted } from '../../counted.ts';
import { exitCode } from '../../errors.ts';
import { countOutcomes, exitCodeOf, type ScenarioCheck } from '../../gate/check.ts';
import type { BaselineStatus } from '../../gate/compare-baseline.ts';
import type { ConditionVerdict } from '../../gate/judge.ts';
import { oneLine } from '../../one-line.ts';
import { isColoured } from '../colour.ts';
import { joinWords } from '../format.ts';
import { baselineLines, checkHeading, findingLines } from './words.ts';

export interface CheckTerminalOptions {
  /** Whether to colour; by default as NO_COLOR, FORCE_COLOR and the terminal say. */
  readonly colour?: boolean;
  /** The command that gives the same check again. */
  readonly reproduce: string;
}

type Paint = ReturnType<typeof pc.createColors>;

/** The words that stand before a line, all of one width: colour is never the only signal. */
export const MARKS = { pass: 'pass   ', fail: 'FAIL   ', warn: 'warn   ', 'no data': 'NO DATA' } as const;
const BASELINE_MARKS: Readonly<Record<BaselineStatus, string>> = {
  same: MARKS.pass,
  changed: MARKS.fail,
  'engine changed': 'ENGINE ',
  'not comparable': 'OTHER  ',
  missing: 'MISSING',
};
const INDENT = ' '.repeat(MARKS.pass.length + 3);
/** As many changes of a baseline are told one by one. */
const MOST_CHANGES = 12;

/** What was judged, condition by condition, as lines for a terminal; it ends with the verdict and the line that reproduces it. */
export function renderCheckTerminal(checks: readonly ScenarioCheck[], options: CheckTerminalOptions): string {
  const paint = pc.createColors(options.colour ?? isColoured());
  const named = (name: string) => checks.filter(({ scenario }) => scenario === name);
  const lines = checks.flatMap((check) => [...scenarioLines(check, paint, named(check.scenario).length > 1), '']);
  return `${[...lines, ...sharedNameNotes(checks).map((note) => paint.yellow(note)), verdictLine(checks, paint), `Reproduce it: ${options.reproduce}`].join('\n')}\n`;
}

/** Scenarios of one name write their reports to one folder, where the later one replaces the earlier. */
function sharedNameNotes(checks: readonly ScenarioCheck[]): string[] {
  return [...new Set(checks.map(({ scenario }) => scenario))].flatMap((name) => {
    const files = checks.filter(({ scenario }) => scenario === name).map(({ file }) => oneLine(file));
    if (files.length < 2) return [];
    return [
      `Warning: ${joinWords(files)} have the same name, ${oneLine(name)}: their reports share reports/out/${oneLine(name)} and replace each other.`,
    ];
  });
}

/** @param isShared whether another scenario has the same name, so that it takes the file to tell them apart. */
function scenarioLines(check: ScenarioCheck, paint: Paint, isShared: boolean): string[] {
  const [first, ...rest] = baselineLines(check, MOST_CHANGES);
  const lines = [paint.bold(`${checkHeading(check)}${isShared ? `  (${oneLine(check.file)})` : ''}`)];
  for (const condition of check.verdict.conditions) lines.push(...conditionLines(condition, check.file, paint));
  if (check.verdict.conditions.length === 0)
    lines.push(`  ${paint.dim(`${oneLine(check.file)} has no conditions (expect:)`)}`);
  if (first !== undefined) {
    const { mark, ink } = baselineMark(check.baseline?.status ?? 'same', paint);
    lines.push(`  ${ink(mark)} baseline: ${first}`, ...rest.map((line) => `${INDENT}${line}`));
  }
  return lines;
}

function conditionLines(verdict: ConditionVerdict, file: string, paint: Paint): string[] {
  const { condition, outcome, isClose } = verdict;
  const ink = outcome === 'pass' ? paint.green : outcome === 'warn' ? paint.yellow : paint.red;
  const place =
    outcome === 'pass' || condition.line === undefined ? '' : paint.dim(`  ${oneLine(file)}:${condition.line}`);
  const [first, ...rest] = findingLines(verdict);
  const body = [
    outcome === 'pass' ? paint.dim(first ?? '') : (first ?? ''),
    ...rest.map((line) => (isClose && line.startsWith('Close:') ? paint.yellow(line) : line)),
  ];
  return [`  ${ink(MARKS[outcome])} ${oneLine(condition.that)}${place}`, ...body.map((line) => `${INDENT}${line}`)];
}

function baselineMark(status: BaselineStatus, paint: Paint): { mark: string; ink: (text: string) => string } {
  return {
    mark: BASELINE_MARKS[status],
    ink: status === 'same' ? paint.green : status === 'changed' ? paint.red : paint.yellow,
  };
}

function verdictLine(checks: readonly ScenarioCheck[], paint: Paint): string {
  const text = verdictText(checks);
  switch (exitCodeOf(checks)) {
    case exitCode.ok:
      return paint.green(paint.bold(text));
    case exitCode.failed:
      return paint.red(paint.bold(text));
    default:
      return paint.yellow(paint.bold(text));
  }
}

/** The verdict on all that was checked, in one line. */
export function verdictText(checks: readonly ScenarioCheck[]): string {
  const counts = countOutcomes(checks);
  const status = (wanted: BaselineStatus) => checks.filter(({ baseline }) => baseline?.status === wanted).length;
  const told = (n: number, text: string) => (n === 0 ? [] : [`${n} ${text}`]);
  const parts = [
    ...told(counts.fail, 'failed'),
    ...told(counts['no data'], 'without data'),
    ...(counts.warn === 0 ? [] : [counted(counts.warn, 'warning')]),
    ...told(counts.pass, 'passed'),
    ...told(status('changed'), 'away from the baseline'),
    ...told(status('engine changed'), 'changed by the engine'),
    ...told(status('not comparable'), 'not comparable with the baseline'),
    ...told(status('missing'), 'without a baseline'),
    ...withoutExpectations(checks),
  ];
  const code = exitCodeOf(checks);
  const head =
    code === exitCode.ok ? 'Check passed' : code === exitCode.failed ? 'Check FAILED' : 'Check NOT COMPARABLE';
  const scenarios = checks.length === 1 ? '' : ` in ${checks.length} scenarios`;
  return `${head}: ${joinWords(parts)}${scenarios}.`;
}

/** Who has neither conditions nor a baseline: of several scenarios how many, and a single one is the scenario itself. */
function withoutExpectations(checks: readonly ScenarioCheck[]): string[] {
  const { length } = checks.filter(
    ({ verdict, baseline }) => verdict.conditions.length === 0 && baseline === undefined,
  );
  if (length === 0) return [];
  if (checks.length === 1) return ['the scenario has no expectations to check'];
  return [counted(length, 'has no expectations to check', 'have no expectations to check')];
}
