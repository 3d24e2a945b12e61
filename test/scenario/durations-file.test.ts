import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainScenario } from '../../src/explain/explain.ts';
import { compressScenario } from '../../src/scenario/compress.ts';
import { scenarioHash } from '../../src/scenario/hash.ts';
import { loadScenario, scenarioBuilder } from '../../src/scenario/load.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { allSteps } from '../../src/scenario/steps.ts';
import { durationMeanUs, durationQuantileUs } from '../../src/workload/distribution.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { changed, problemsThrownBy } from './small-scenario.ts';

const WORK = '{ lognormal: { p50: 2s, p99: 20s } }';
const NAMED = changed(WORK, '{ empirical: { file: durations.csv, column: ms, unit: ms } }');

/** A folder with the scenario and files beside it. @returns the scenario’s file. */
function folderOf(files: Readonly<Record<string, string>>, scenario = NAMED): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ 'scenario.yaml': scenario, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return join(folder, 'scenario.yaml');
}

function workOf(scenario: Scenario) {
  const steps = scenario.designs[0]?.system.jobs[0]?.steps ?? [];
  const work = allSteps(steps).find((step) => step.do === 'work');
  if (work?.do !== 'work') throw new Error('there is no work step');
  return work.duration;
}

describe('durations that a file has', () => {
  it('are the same scenario as the list of them, to the hash', () => {
    const file = folderOf({ 'durations.csv': 'id,ms\na,2000\nb,"1000"\nc,9s\n\nd,2000\n' });
    const scenario = loadScenario(file);
    const inline = loadScenario(folderOf({}, changed(WORK, '{ empirical: [1s, 2s, 2s, 9s] }')));
    expect(workOf(scenario)).toEqual(workOf(inline));
    expect(scenarioHash(scenario)).toBe(scenarioHash(inline));
    expect(scenarioHash(loadScenario(folderOf({ 'durations.csv': 'id,ms\na,2000\nb,1001\nc,9s\nd,2000\n' })))).not.toBe(
      scenarioHash(scenario),
    );
  });

  it('are compressed and explained as any are', () => {
    const scenario = loadScenario(folderOf({ 'durations.csv': 'ms\n1000\n3000\n' }));
    expect(durationMeanUs(workOf(compressScenario(scenario, 10)))).toBe(200_000);
    const decode = explainScenario(scenario).designs[0]?.pools[0]?.tasks.find(({ job }) => job === 'sync');
    // Decode for 2 s and upload for 0.3 s, six times a minute.
    expect(decode?.working).toBeCloseTo(0.1 * 2.3, 9);
  });

  it('stand in a text file with one a line too, in the first column, of numbers of the unit that is named', () => {
    const text = changed(WORK, '{ empirical: { file: seen/durations.txt, unit: s } }');
    const scenario = loadScenario(folderOf({ 'seen/durations.txt': '# measured in May\n0.5\r\n250ms\n1e0;x\n' }, text));
    expect(durationQuantileUs(workOf(scenario), 0.5)).toBe(500_000);
  });

  it('are looked for in a scenario that stands inside of itself, which is refused in words', () => {
    const text = changed(WORK, '{ empirical: { file: durations.txt, unit: s } }').replace(
      'steps: &steps',
      'steps: &steps\n      - *steps',
    );
    expect(text).toContain('- *steps');
    const problems = problemsThrownBy(() => loadScenario(folderOf({ 'durations.txt': '1\n2\n' }, text)));
    expect(problems.length).toBeGreaterThan(0);
  });

  it('need their unit: a number alone could be anything', () => {
    const text = changed(WORK, '{ empirical: { file: durations.txt } }');
    const [problem] = problemsThrownBy(() => loadScenario(folderOf({ 'durations.txt': '100\n200\n' }, text)));
    expect(problem).toMatchObject({ message: 'line 1 of durations.txt is not a duration', found: '"100"' });
    expect(problem?.hint).toContain('`unit: ms`');
    expect(() => loadScenario(folderOf({ 'durations.txt': '100ms\n200ms\n' }, text))).not.toThrow();
  });

  it('are kept as quantiles where there are many, with their tails', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => (i === 99_999 ? 1_000_000 : i));
    const scenario = loadScenario(folderOf({ 'durations.csv': `ms\n${values.join('\n')}\n` }));
    const work = workOf(scenario);
    expect(work.kind === 'empirical' && work.points.length < 2_200).toBe(true);
    expect(durationQuantileUs(work, 0.25)).toBeCloseTo(25_000_000, -4.5);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(durationMeanUs(work) / (1_000 * mean)).toBeCloseTo(1, 2);
    expect(work.kind === 'empirical' && work.points.at(-1)).toEqual({ probability: 1, valueUs: 1e9 });
  });

  it('are read once for all points of a sweep, whatever becomes of the file', () => {
    const file = folderOf({ 'durations.csv': 'ms\n1000\n' });
    const build = scenarioBuilder(file);
    const first = build([]);
    writeFileSync(join(dirname(file), 'durations.csv'), 'ms\n5000\n');
    expect(scenarioHash(build([]))).toBe(scenarioHash(first));
  });

  it.each([
    ['ms\n1\nsoon\n', /line 3 of durations\.csv is not a duration/, '"soon"'],
    ['ms\n1\n-2\n', /line 3 of durations\.csv is not a duration/, '"-2"'],
    ['id\n1\n', /durations\.csv has no column of this name in line 1/, '"ms"'],
    ['ms\n', /durations\.csv has no durations/, 'nothing'],
    ['', /durations\.csv has no durations/, 'nothing'],
    ['ms\n\u001b[31m\n', /line 2 of durations\.csv is not a duration/, '"\\x1b[31m"'],
  ])('that are wrong are told with their line: %j', (text, message, found) => {
    const problems = problemsThrownBy(() => loadScenario(folderOf({ 'durations.csv': text })));
    // The steps of two job kinds are the same, by an alias: it is one mistake at two places.
    for (const problem of problems) expect(problem).toMatchObject({ message: expect.stringMatching(message), found });
    expect(problems[0]?.line).toBe(NAMED.split('\n').findIndex((line) => line.includes('durations.csv')) + 1);
  });

  it('that are not there, or lie elsewhere, are told', () => {
    const missing = problemsThrownBy(() => loadScenario(folderOf({})));
    expect(missing[0]?.message).toBe('the file of durations cannot be read: there is no such file');
    const outside = problemsThrownBy(() => loadScenario(folderOf({}, NAMED.replace('durations.csv', '../x.csv'))));
    expect(outside[0]?.message).toBe('the file of durations cannot be read: it is not in the folder of the scenario');
    const text = problemsThrownBy(() => loadScenario(folderOf({}, NAMED.replace('file: durations.csv, ', ''))));
    expect(text.length).toBeGreaterThan(0);
  });
});
