import type { Problem } from '../../errors.ts';
import type { ScenarioCheck } from '../../gate/check.ts';
import { oneLine } from '../../one-line.ts';
import { baselineLines, findingLines } from './words.ts';

type Level = 'error' | 'warning';

interface Place {
  /** From the root of the repository. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

const MOST_CHANGES = 12;

/**
 * What failed as workflow commands, which GitHub shows at the scenario's line.
 * @param fromRoot gives a file as seen from the root of the repository.
 * @returns lines, each a command; none when there is nothing to tell.
 */
export function annotationsOf(checks: readonly ScenarioCheck[], fromRoot: (file: string) => string): string[] {
  return checks.flatMap((check) => {
    const file = fromRoot(check.file);
    const conditions = check.verdict.conditions.flatMap((verdict) => {
      const { outcome, isClose, condition } = verdict;
      if (outcome === 'pass' && !isClose) return [];
      const level = outcome === 'fail' || outcome === 'no data' ? 'error' : 'warning';
      return [command(level, { file, line: condition.line }, condition.that, findingLines(verdict))];
    });
    const baseline = baselineLines(check, MOST_CHANGES);
    const failed = check.baseline !== undefined && check.baseline.status !== 'same';
    return failed ? [...conditions, command('error', { file }, `${check.scenario}: baseline`, baseline)] : conditions;
  });
}

/** What is wrong with an input, as workflow commands. */
export function problemAnnotations(problems: readonly Problem[], fromRoot: (file: string) => string): string[] {
  return problems.map(({ file, line, column, message, expected, found, hint }) => {
    const lines = [
      expected === undefined ? '' : `expected: ${expected}`,
      found === undefined ? '' : `found: ${found}`,
      hint ?? '',
    ];
    const place = { file: file === undefined ? undefined : fromRoot(file), line, column };
    return command('error', place, 'unpark: bad input', [message, ...lines.filter((text) => text !== '')]);
  });
}

/** @param lines of the message; what others have written in them is seen, and not obeyed. */
function command(level: Level, place: Place, title: string, lines: readonly string[]): string {
  const properties = [
    ['file', place.file],
    ['line', place.line],
    ['col', place.column],
    ['title', title],
  ].flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${property(oneLine(String(value)))}`]));
  return `::${level} ${properties.join(',')}::${data(lines.map(oneLine).join('\n'))}`;
}

/** GitHub's own escapes of a command's message. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Of a command's property: also what ends one. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
