import { type ExitCode, exitCode } from '../../errors.ts';
import { exitCodeOf, type ScenarioCheck } from '../../gate/check.ts';
import { expectedText, findingLines } from './words.ts';

/** Raised whenever a reader of the older JSON could misunderstand the newer. */
const CHECK_JSON_VERSION = 1;

const VERDICTS: Readonly<Partial<Record<ExitCode, string>>> = {
  [exitCode.ok]: 'pass',
  [exitCode.failed]: 'fail',
  [exitCode.notComparable]: 'not comparable',
};

/** What was judged as JSON for other programs; numbers are in the units of the result. */
export function renderCheckJson(checks: readonly ScenarioCheck[], reproduce: string): string {
  const code = exitCodeOf(checks);
  const value = {
    version: CHECK_JSON_VERSION,
    verdict: VERDICTS[code],
    exitCode: code,
    reproduce,
    scenarios: checks.map(({ verdict, baseline, taking: _, ...check }) => ({
      ...check,
      baseline: baseline ?? null,
      passed: verdict.passed,
      conditions: verdict.conditions.map((judged) => ({
        that: judged.condition.that,
        level: judged.condition.level,
        reason: judged.condition.reason ?? null,
        line: judged.condition.line ?? null,
        outcome: judged.outcome,
        isClose: judged.isClose,
        text: findingLines(judged),
        findings: judged.findings.map(({ comparison, why, ...finding }) => ({
          measure: comparison.label,
          unit: comparison.kind === 'number' ? comparison.unit : null,
          expected: expectedText({ comparison, why, ...finding }),
          ...finding,
          why: why ?? null,
        })),
      })),
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
