import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { baselineOf } from '../../../src/gate/baseline.ts';
import { exitCodeOf, type ScenarioCheck, scenarioCheck } from '../../../src/gate/check.ts';
import { compareWithBaseline, withoutBaseline } from '../../../src/gate/compare-baseline.ts';
import { annotationsOf, problemAnnotations } from '../../../src/report/gate/annotations.ts';
import { renderCheckJson } from '../../../src/report/gate/json.ts';
import { renderJunit } from '../../../src/report/gate/junit.ts';
import { renderCheckSummary } from '../../../src/report/gate/summary.ts';
import { renderCheckTerminal } from '../../../src/report/gate/terminal.ts';
import { baselineLines } from '../../../src/report/gate/words.ts';
import type { Result } from '../../../src/result/schema.ts';
import { judged, smallResult } from '../../gate/gated-scenario.ts';

const FILE = 'scenarios/small.yaml';
const PASS = 'janitor.pools.storage.parked.max = 0';
const FAIL = '{ that: janitor.semaphores.slots.limit = 3, reason: "100 % sure, <b>: it\\nhas to" }';
const WARN = '{ that: legacy.pools.storage.active.mean > 100, level: warn }';
const NO_DATA = 'janitor.pools.storage.health.activeAbove.mean < 5';
const REPRODUCE = 'npx unpark check scenarios/small.yaml';

function checked(items: readonly string[], baseline?: ScenarioCheck['baseline'], result: Result = smallResult()) {
  return scenarioCheck(result, FILE, judged(items, result), baseline);
}

const mixed = () => checked([PASS, FAIL, WARN, NO_DATA]);

function moved(): ScenarioCheck['baseline'] {
  const result = structuredClone(smallResult());
  Object.assign(result.designs.janitor?.deletions as object, { scheduled: 1 });
  return compareWithBaseline(result, baselineOf(smallResult()), 'baselines/small.json');
}

it('the changes of a baseline that are told and those that are only counted are all that there are', () => {
  const result = structuredClone(smallResult());
  for (const { pools } of Object.values(result.designs))
    for (const pool of Object.values(pools))
      for (const level of [pool.active, pool.working, pool.parked, pool.blocked, pool.queueDepth])
        for (const key of ['mean', 'meanHalfWidth95', 'max'] as const) level[key] = (level[key] ?? 0) + 1;
  const baseline = compareWithBaseline(result, baselineOf(smallResult()), 'baselines/small.json');
  const differ = baseline.figures.length;
  const intervals = baseline.figures.filter(({ name }) => name.endsWith('HalfWidth95')).length;
  expect(intervals).toBeGreaterThan(0);
  for (const most of [12, differ]) {
    const lines = baselineLines(checked([PASS], baseline), most);
    const told = lines.filter((line) => line.includes(' → ')).length;
    expect(lines.at(-1)?.trim()).toBe(`and ${differ - told} more, ${intervals} of them half widths of intervals`);
  }
});

describe('the terminal', () => {
  it('says of each condition what was expected, what was found and by how much, and ends with the line that reproduces it', () => {
    expect(renderCheckTerminal([mixed()], { colour: false, reproduce: REPRODUCE })).toMatchInlineSnapshot(`
      "small: 2 designs, 4 replications of 60 min, seed 1
        pass    janitor.pools.storage.parked.max = 0
                found 0 threads
        FAIL    janitor.semaphores.slots.limit = 3  scenarios/small.yaml:40
                expected = 3, found 4 permits: 1 permit too high
                Why it has to hold: 100 % sure, <b>: it has to
        warn    legacy.pools.storage.active.mean > 100  scenarios/small.yaml:41
                expected > 100, found 7.4 ± 0.7 threads: 92.6 threads too low; margin 91.9 threads beyond the 95 % interval
        NO DATA janitor.pools.storage.health.activeAbove.mean < 5  scenarios/small.yaml:42
                expected < 5, found no data: nothing was observed in the measured time

      Check FAILED: 1 failed, 1 without data, 1 warning and 1 passed.
      Reproduce it: npx unpark check scenarios/small.yaml
      "
    `);
  });

  it('tells a baseline that is not there, one that is not met and one of another scenario apart', () => {
    const text = (baseline: ScenarioCheck['baseline']) =>
      renderCheckTerminal([checked([PASS], baseline)], { colour: false, reproduce: REPRODUCE });
    const other = structuredClone(smallResult());
    other.seed = 9;
    const comparisons = [
      compareWithBaseline(smallResult(), baselineOf(smallResult()), 'baselines/small.json'),
      moved(),
      compareWithBaseline(other, baselineOf(smallResult()), 'baselines/small.json'),
      withoutBaseline('baselines/small.json', 'missing', 'There is no baselines/small.json.'),
    ];
    expect(comparisons.map((comparison) => text(comparison).split('\n').slice(3).join('\n'))).toMatchInlineSnapshot(`
      [
        "  pass    baseline: all 450 figures are exactly those of baselines/small.json

      Check passed: 1 passed.
      Reproduce it: npx unpark check scenarios/small.yaml
      ",
        "  FAIL    baseline: 1 of 450 figures is not that of baselines/small.json, with the same scenario and the same version of unpark
                  janitor.deletions.scheduled: 414 → 1

      Check FAILED: 1 passed and 1 away from the baseline.
      Reproduce it: npx unpark check scenarios/small.yaml
      ",
        "  OTHER   baseline: not comparable with baselines/small.json
                Another seed: 1 in the baseline, 9 now.
                If the change is meant, take it with: npx unpark baseline scenarios/small.yaml

      Check NOT COMPARABLE: 1 passed and 1 not comparable with the baseline.
      Reproduce it: npx unpark check scenarios/small.yaml
      ",
        "  MISSING baseline: there is no baselines/small.json
                Write it with: npx unpark baseline scenarios/small.yaml

      Check NOT COMPARABLE: 1 passed and 1 without a baseline.
      Reproduce it: npx unpark check scenarios/small.yaml
      ",
      ]
    `);
  });

  it('tells one of a thing from several', () => {
    const text = (check: ScenarioCheck) => renderCheckTerminal([check], { colour: false, reproduce: REPRODUCE });
    const result = structuredClone(smallResult());
    Object.assign(result.designs.janitor?.pools.storage as object, { fullFraction: 0.02 });
    const points = (percent: number) =>
      text(checked([`janitor.pools.storage.fullFraction < ${percent}%`], undefined, result));
    expect(points(1)).toContain('found 2 %: 1 point too high');
    expect(points(3)).toContain('margin 1 point');
    expect(points(4)).toContain('margin 2 points');
    const other = structuredClone(smallResult());
    Object.assign(other.designs.janitor?.deletions as object, { scheduled: 1 });
    other.seed = 9;
    const compared = () => compareWithBaseline(other, baselineOf(smallResult()), 'b.json');
    expect(text(checked([PASS], compared()))).toContain('1 figure differs:\n');
    Object.assign(other.designs.janitor?.deletions as object, { failed: 1 });
    expect(text(checked([PASS], compared()))).toContain('2 figures differ:\n');
    other.seed = smallResult().seed;
    expect(text(checked([PASS], compared()))).toContain('2 of 450 figures are not those of b.json');
  });

  it('names no command for what no baseline can be written with, nor to replace what a newer version wrote', () => {
    const text = (check: ScenarioCheck) => renderCheckTerminal([check], { colour: false, reproduce: REPRODUCE });
    const missing = withoutBaseline('b.json', 'missing', 'There is none.');
    const taken = (options: readonly string[], changes: readonly string[]) =>
      text({ ...checked([PASS], missing), file: 'my scenario.yaml', taking: { options, changes } });
    expect(taken(['--from a.json', '--baselines b'], [])).toContain(
      "Write it with: npx unpark baseline 'my scenario.yaml' --from a.json --baselines b\n",
    );
    expect(taken([], ['--seed'])).not.toContain('npx unpark baseline');
    expect(taken([], ['--seed', '--set'])).toContain('check it without --seed and --set.');
    const newer = withoutBaseline('b.json', 'not comparable', 'The baseline is of a newer schema: use a newer unpark.');
    expect(text(checked([PASS], newer))).toContain('a newer schema: use a newer unpark.\n\nCheck');
  });

  it('marks a bound that lies within the interval', () => {
    const result = structuredClone(smallResult());
    Object.assign(result.designs.janitor?.pools.storage?.active as object, { mean: 5.1, meanHalfWidth95: 0.4 });
    delete result.designs.janitor?.perReplication['pools.storage.active.mean'];
    const check = checked(['janitor.pools.storage.active.mean between 5 and 15'], undefined, result);
    expect(renderCheckTerminal([check], { colour: false, reproduce: REPRODUCE })).toContain(
      'Close: a bound lies 0.3 threads within the 95 % interval of what was found, so another seed could turn the verdict.',
    );
  });

  it('gives as many digits as tell what was found from its bound', () => {
    const result = structuredClone(smallResult());
    Object.assign(result.designs.janitor?.pools.storage?.active as object, { mean: 15.0001, meanHalfWidth95: null });
    const check = checked(['janitor.pools.storage.active.mean between 5 and 15'], undefined, result);
    expect(renderCheckTerminal([check], { colour: false, reproduce: REPRODUCE })).toContain('found 15.0001 threads');
  });
});

describe('the exit code', () => {
  const missing = withoutBaseline('b.json', 'missing', 'There is none.');
  const same = () => compareWithBaseline(smallResult(), baselineOf(smallResult()), 'b.json');

  it.each([
    ['all conditions hold', () => [checked([PASS])], 0],
    ['a warning', () => [checked([PASS, WARN])], 0],
    ['a condition failed', () => [checked([PASS, FAIL])], 1],
    ['no data', () => [checked([NO_DATA])], 1],
    ['the baseline is met', () => [checked([PASS], same())], 0],
    ['the baseline failed', () => [checked([PASS], moved())], 1],
    ['the baseline is missing', () => [checked([PASS], missing)], 3],
    ['a condition failed and the baseline is missing', () => [checked([FAIL], missing)], 1],
    ['one scenario failed and another has no baseline', () => [checked([PASS], missing), checked([FAIL])], 1],
    ['one scenario passed and another has no baseline', () => [checked([PASS]), checked([PASS], missing)], 3],
    [
      'nothing to compare with',
      () => [scenarioCheck(smallResult(), FILE, { passed: false, conditions: [] }, undefined)],
      3,
    ],
    [
      'the baseline alone is met',
      () => [scenarioCheck(smallResult(), FILE, { passed: false, conditions: [] }, same())],
      0,
    ],
    ['no scenario at all', () => [], 3],
  ])('with %s', (_what, checks, code) => {
    expect(exitCodeOf(checks())).toBe(code);
  });
});

describe('JUnit XML', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => name === 'testcase' || name === 'testsuite',
  });

  it('is well-formed, with a case for each condition and one for the baseline, under stable names', () => {
    const xml = renderJunit([{ ...mixed(), baseline: moved() }]);
    expect(XMLValidator.validate(xml)).toBe(true);
    const [suite] = parser.parse(xml).testsuites.testsuite;
    expect(suite).toMatchObject({ name: 'small', tests: '5', failures: '3' });
    expect(suite.testcase.map(({ classname, name }: { classname: string; name: string }) => [classname, name])).toEqual(
      [
        ['unpark.small', PASS],
        ['unpark.small', 'janitor.semaphores.slots.limit = 3'],
        ['unpark.small', 'legacy.pools.storage.active.mean &gt; 100'],
        ['unpark.small', 'janitor.pools.storage.health.activeAbove.mean &lt; 5'],
        ['unpark.small', 'baseline'],
      ].map(([first, second]) => [first, (second as string).replace('&gt;', '>').replace('&lt;', '<')]),
    );
    expect(suite.testcase[1].failure.message).toBe('expected = 3, found 4 permits: 1 permit too high');
    expect(suite.testcase[2].failure).toBeUndefined();
    expect(suite.testcase[3].failure.type).toBe('no data');
  });

  it('has what cannot be compared as an error, and not as a failure', () => {
    const xml = renderJunit([checked([PASS], withoutBaseline('b.json', 'missing', 'There is none.'))]);
    expect(parser.parse(xml).testsuites).toMatchObject({ failures: '0', errors: '1' });
  });

  it('is the same for the same verdict: there is no time in it', () => {
    expect(renderJunit([mixed()])).toBe(renderJunit([mixed()]));
    expect(renderJunit([mixed()])).not.toMatch(/ time(stamp)?=/);
  });
});

describe('annotations', () => {
  it('stand at the line of the condition, and what would end a command is escaped', () => {
    expect(annotationsOf([mixed()], (file) => `sub/${file}`)).toEqual([
      '::error file=sub/scenarios/small.yaml,line=40,title=janitor.semaphores.slots.limit = 3::expected = 3, found 4 permits: 1 permit too high%0AWhy it has to hold: 100 %25 sure, <b>: it has to',
      expect.stringMatching(
        /^::warning file=sub\/scenarios\/small\.yaml,line=41,title=legacy\.pools\.storage\.active\.mean > 100::expected > 100, found /,
      ),
      expect.stringMatching(
        /^::error file=sub\/scenarios\/small\.yaml,line=42,title=.*::expected < 5, found no data: nothing was observed/,
      ),
    ]);
  });

  it('tell bad input with its line and column', () => {
    expect(
      problemAnnotations(
        [
          {
            file: 'a,b.yaml',
            line: 3,
            column: 7,
            message: 'unknown pool `x`',
            expected: 'one of: y',
            hint: 'did you mean `y`?',
          },
        ],
        (file) => file,
      ),
    ).toEqual([
      '::error file=a%2Cb.yaml,line=3,col=7,title=unpark%3A bad input::unknown pool `x`%0Aexpected: one of: y%0Adid you mean `y`?',
    ]);
  });

  it('are none when everything passes', () => {
    expect(annotationsOf([checked([PASS])], (file) => file)).toEqual([]);
  });
});

describe('Markdown', () => {
  it('has a row for each condition, in which nothing of a scenario is markup', () => {
    const text = renderCheckSummary([mixed()], REPRODUCE);
    expect(text).toContain('**Check FAILED: 1 failed, 1 without data, 1 warning and 1 passed.**');
    expect(text).toContain(
      '| ❌ **fail** | janitor.semaphores.slots.limit = 3 | expected = 3, found 4 permits: 1 permit too high<br>',
    );
    expect(text).toContain('100 % sure, &lt;b&gt;: it has to');
    expect(text).toContain(`\`\`\`sh\n${REPRODUCE}\n\`\`\``);
  });
});

describe('JSON', () => {
  it('has the verdict, the numbers and the words', () => {
    const value = JSON.parse(renderCheckJson([mixed()], REPRODUCE));
    expect(value).toMatchObject({ version: 1, verdict: 'fail', exitCode: 1, reproduce: REPRODUCE });
    const [scenario] = value.scenarios;
    expect(scenario).toMatchObject({ scenario: 'small', seed: 1, replications: 4, passed: false, baseline: null });
    expect(scenario.conditions[1]).toMatchObject({
      that: 'janitor.semaphores.slots.limit = 3',
      level: 'error',
      line: 40,
      outcome: 'fail',
      findings: [
        {
          measure: 'janitor.semaphores.slots.limit',
          unit: 'permits',
          expected: '= 3',
          found: 4,
          missedBy: 1,
          holds: false,
        },
      ],
    });
    expect(scenario.conditions[3].findings[0]).toMatchObject({
      found: null,
      holds: null,
      why: 'nothing was observed in the measured time',
    });
  });
});

it('names the files of scenarios that have one name, and warns that their reports replace each other', () => {
  const other = { ...checked([PASS]), file: 'other.yaml' };
  const first = { ...checked([PASS]), file: 'first.yaml' };
  const text = renderCheckTerminal([first, other], { colour: false, reproduce: REPRODUCE });
  expect(text.split('\n').filter((line) => line.includes(', seed '))).toEqual([
    expect.stringMatching(/ {2}\(first\.yaml\)$/),
    expect.stringMatching(/ {2}\(other\.yaml\)$/),
  ]);
  expect(text).toMatch(
    /Warning: first\.yaml and other\.yaml have the same name, .*: their reports share reports\/out\//,
  );
  const alone = renderCheckTerminal([first], { colour: false, reproduce: REPRODUCE });
  expect(alone).not.toContain('first.yaml)');
  expect(alone).not.toContain('Warning');
});
