import reports, { type Builder } from 'junit-report-builder';
import type { ScenarioCheck } from '../../gate/check.ts';
import type { FileKind } from '../files/whole-file.ts';
import { baselineLines, findingLines } from './words.ts';

const MOST_CHANGES = 50;

/** A report as this one, of whatever program. */
export const JUNIT: FileKind = { what: 'the JUnit report', one: 'a JUnit report', isOne: isJunit };

/** What may stand before the root element: declarations and comments, and how each of them ends. */
const PROLOGUE = { '<?': '?>', '<!--': '-->' } as const;

function isJunit(start: string): boolean {
  let rest = start.replace(/^\uFEFF/, '').trimStart();
  for (;;) {
    const [, end] = Object.entries(PROLOGUE).find(([begin]) => rest.startsWith(begin)) ?? [];
    if (end === undefined) return /^<testsuites?[\s/>]/.test(rest);
    const [, ...after] = rest.split(end);
    if (after.length === 0) return false;
    rest = after.join(end).trimStart();
  }
}

/**
 * What was judged as JUnit XML: a suite for each scenario, a case for each condition and one for the baseline. A case is named by its condition, so it keeps its name from run to
 * run. There are no times in it: the same verdict gives the same bytes.
 */
export function renderJunit(checks: readonly ScenarioCheck[]): string {
  // Its types describe the module where they mean its default.
  const report = (reports as unknown as Builder).newBuilder();
  for (const check of checks) {
    const className = `unpark.${check.scenario}`;
    const suite = report.testSuite().name(check.scenario).property('seed', String(check.seed));
    suite.property('replications', String(check.replications)).property('unpark', check.engineVersion);
    for (const verdict of check.verdict.conditions) {
      const { condition, outcome } = verdict;
      const one = suite.testCase().className(className).name(condition.that).file(check.file);
      const [first = '', ...rest] = findingLines(verdict);
      const place = condition.line === undefined ? [] : [`${check.file}:${condition.line}`];
      if (outcome === 'fail') one.failure(first, 'expectation').stacktrace([...rest, ...place].join('\n'));
      else if (outcome === 'no data') one.failure(first, 'no data').stacktrace([...rest, ...place].join('\n'));
      else one.standardOutput([outcome === 'warn' ? `warning: ${first}` : first, ...rest].join('\n'));
    }
    const [first, ...rest] = baselineLines(check, MOST_CHANGES);
    if (first === undefined) continue;
    const one = suite.testCase().className(className).name('baseline').file(check.file);
    const status = check.baseline?.status;
    if (status === 'same') one.standardOutput(first);
    else if (status === 'changed') one.failure(first, 'baseline').stacktrace(rest.join('\n'));
    else one.error(first, 'not comparable', rest.join('\n'));
  }
  return `${report.build()}\n`;
}
