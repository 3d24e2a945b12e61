import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { expectExamples } from '../../scripts/reference/examples.ts';
import { scenarioReference } from '../../scripts/reference/reference.ts';
import { complaintsAbout } from '../../src/gate/expectations.ts';
import { buildScenario, parseScenario } from '../../src/scenario/parse.ts';
import { starterScenario } from '../../src/scenario/templates/templates.ts';
import { SMALL } from '../scenario/small-scenario.ts';
import { complaintsOf, conditionOf, gated, withConditions } from './gated-scenario.ts';

const ACTIVE = 'janitor.pools.storage.active.mean';
const LEGACY = 'legacy.pools.storage.active.mean';
const TIME = 'janitor.deletions.lateness.p50';
const BY_DIFFERENCE =
  'bring the measures to the left, so that the value is alone: `a - b <= 5` says that a is at most b and 5 more';

describe('a condition', () => {
  it('is read with its measure, relation and bounds in the unit of the measure', () => {
    expect(conditionOf(`${ACTIVE} between 5 and 15`).comparisons).toMatchObject([
      {
        kind: 'number',
        label: ACTIVE,
        unit: 'threads',
        relation: 'between',
        left: {
          constant: 0,
          terms: [{ factor: 1, measure: { design: 'janitor', path: ['pools', 'storage', 'active', 'mean'] } }],
        },
        bounds: [
          { constant: 5, terms: [], text: '5' },
          { constant: 15, terms: [], text: '15' },
        ],
      },
    ]);
  });

  it.each([
    ['janitor.deletions.lateness.p50 < 100ms', 's', 0.1],
    ['janitor.jobs.sync.time.max <= 1h 30m', 's', 5400],
    ['janitor.pools.storage.utilization.mean < 7%', 'fraction', 0.07],
    ['janitor.pools.storage.health.abovePercent = 70%', '%', 70],
    ['janitor.jobs.sync.donePerHour.mean > 6/min', '1/h', 360],
    ['janitor.deletions.lateness.max>-1s', 's', -1],
    ['janitor.threadHours.parked = .5', 'thread-hours', 0.5],
  ])('reads the bound of %s in %s', (text, unit, constant) => {
    expect(conditionOf(text).comparisons).toMatchObject([{ unit, bounds: [{ constant }] }]);
  });

  it('may leave out the spaces around a relation, and may have more of them than one', () => {
    expect(conditionOf('janitor.pools.storage.parked.max=0').comparisons).toEqual(
      conditionOf('janitor.pools.storage.parked.max   =   0').comparisons,
    );
  });

  it('compares designs: by a share, by a difference, and directly', () => {
    const legacy = { design: 'legacy', path: ['pools', 'storage', 'active', 'mean'] };
    const janitor = { ...legacy, design: 'janitor' };
    for (const share of [`${ACTIVE} <= 20% of legacy`, `${ACTIVE} <= 20% of legacy.pools.storage.active.mean`]) {
      expect(conditionOf(share).comparisons).toMatchObject([
        { bounds: [{ terms: [{ factor: 0.2, measure: legacy }] }] },
      ]);
    }
    expect(conditionOf(`legacy.pools.storage.active.mean - ${ACTIVE} > 2`).comparisons).toMatchObject([
      {
        left: {
          terms: [
            { factor: 1, measure: legacy },
            { factor: -1, measure: janitor },
          ],
        },
      },
    ]);
    expect(conditionOf(`${ACTIVE} < legacy.pools.storage.active.mean`).comparisons).toMatchObject([
      { bounds: [{ terms: [{ factor: 1, measure: legacy }] }] },
    ]);
  });

  it('stands for all names where it has a *, designs too', () => {
    expect(conditionOf('janitor.jobs.*.deletion = janitor').comparisons.map(({ label }) => label)).toEqual([
      'janitor.jobs.sync.deletion',
      'janitor.jobs.chat.deletion',
    ]);
    expect(conditionOf('"*.deletions.violations = 0"').comparisons.map(({ label }) => label)).toEqual([
      'legacy.deletions.violations',
      'janitor.deletions.violations',
    ]);
  });

  it('may name a kind of task, which has a dot in it', () => {
    const text = 'legacy.pools.storage.tasks.sync.deletion.holding.p50 > 1m';
    expect(conditionOf(text).comparisons).toMatchObject([
      { left: { terms: [{ measure: { path: ['pools', 'storage', 'tasks', 'sync.deletion', 'holding', 'p50'] } }] } },
    ]);
  });

  it('keeps its reason, its level and its line', () => {
    const condition = conditionOf(`{ that: ${ACTIVE} < 9, reason: PR 7855, level: warn }`);
    expect(condition).toMatchObject({ that: `${ACTIVE} < 9`, reason: 'PR 7855', level: 'warn', line: 39 });
    expect(conditionOf(`${ACTIVE} < 9`)).toMatchObject({ reason: undefined, level: 'error' });
  });

  it('is not part of the hash, nor is what the check runs', async () => {
    const { scenarioHash } = await import('../../src/scenario/hash.ts');
    const plain = scenarioHash(gated([`${ACTIVE} < 9`]));
    expect(scenarioHash(gated([`${ACTIVE} < 8`], `check: { replications: 2, duration: 30m }\n${SMALL}`))).toBe(plain);
  });
});

describe('a condition that cannot be', () => {
  it.each([
    [
      'janitor.pools.storag.active.mean < 5',
      'unknown pool `storag` in `janitor.pools.storag.active.mean`',
      'did you mean `storage`?',
    ],
    [
      'janitr.pools.storage.active.mean < 5',
      'unknown design `janitr` in `janitr.pools.storage.active.mean`',
      'did you mean `janitor`?',
    ],
    [
      'janitor.pools.storage.actve.mean < 5',
      'unknown measure `actve` in `janitor.pools.storage.actve.mean`',
      'did you mean `active`?',
    ],
    [
      'janitor.semaphores.slot.limit = 4',
      'unknown semaphore `slot` in `janitor.semaphores.slot.limit`',
      'did you mean `slots`?',
    ],
    [
      'janitor.jobs.snyc.deletion = janitor',
      'unknown job `snyc` in `janitor.jobs.snyc.deletion`',
      'did you mean `sync`?',
    ],
    [
      'legacy.pools.storage.tasks.sync.delection.started > 1',
      'unknown kind of task `sync` in `legacy.pools.storage.tasks.sync.delection.started`',
      'did you mean `sync.deletion`?',
    ],
    [
      'pools.storage.active.mean < 5',
      'unknown design `pools` in `pools.storage.active.mean`',
      'begin with the design: `janitor.pools.storage.active.mean`',
    ],
    [
      'janitor.pools.storage.active < 5',
      '`janitor.pools.storage.active` is not one measure but several',
      '`janitor.pools.storage.active.mean`, for instance',
    ],
    ['janitor.pools < 5', '`janitor.pools` lacks the name of a pool', undefined],
    [
      'janitor.pools.storage.active.mean.x < 5',
      'there is nothing inside `janitor.pools.storage.active.mean`',
      undefined,
    ],
    ['janitor.series.threads < 5', 'unknown measure `series` in `janitor.series.threads`', undefined],
    [
      'janitor.deletions.lateness.p50 < 100',
      '`janitor.deletions.lateness.p50` is a time, and `100` is not',
      'a time needs its unit: 100s for seconds, 100ms for milliseconds',
    ],
    [
      'janitor.pools.storage.utilization.mean < 0.2',
      '`janitor.pools.storage.utilization.mean` is a share, and `0.2` is not',
      'a share needs its sign: 20%',
    ],
    [
      'janitor.jobs.sync.donePerHour.mean > 600',
      '`janitor.jobs.sync.donePerHour.mean` is a rate, and `600` is not',
      'a rate needs its unit: 600/h',
    ],
    [`${ACTIVE} < 5s`, `\`${ACTIVE}\` is a number (threads), and \`5s\` is not`, undefined],
    [
      'janitor.jobs.*.deletion = janitr',
      '`janitor.jobs.sync.deletion` can never be `janitr`',
      'did you mean `janitor`?',
    ],
    ['janitor.jobs.*.deletion < janitor', '`janitor.jobs.sync.deletion` is a word and has no size', undefined],
    [`${ACTIVE} between 15 and 5`, 'nothing lies between these bounds', undefined],
    [`${ACTIVE} between 15`, 'between lacks its upper bound', undefined],
    [`${ACTIVE} < `, 'the bound is missing', undefined],
    [`${ACTIVE} = 5 = 6`, '`=` is one relation too many', 'write two conditions'],
    [`${ACTIVE} - = 6`, 'a measure is missing', undefined],
    [`${ACTIVE} beteen 5 and 15`, 'this is no condition', 'did you mean `between`?'],
    [`${ACTIVE}`, 'this is no condition', 'the relations are = != < <= > >= and between'],
    ['"< 5"', 'this is no condition', 'the relations are = != < <= > >= and between'],
    [`${ACTIVE} <= 20% of legcy`, 'unknown design `legcy`', 'did you mean `legacy`?'],
    [`${ACTIVE} <= 20 of legacy`, '`20` is no share', undefined],
    [`${ACTIVE} < janitor.pools.*.threads`, '`*` cannot stand in a bound', undefined],
    [
      'janitor.jobs.*.arrived - legacy.jobs.*.arrived = 0',
      '`*` can stand only where one measure is compared',
      undefined,
    ],
    [
      'janitor.jobs.sync.arrived - legacy.jobs.sync.time.mean = 0',
      '`janitor.jobs.sync.arrived` (count) and `legacy.jobs.sync.time.mean` (s) cannot be compared',
      undefined,
    ],
    [
      'janitor.pools.storage.utilization.mean < janitor.pools.storage.health.abovePercent',
      '`janitor.pools.storage.utilization.mean` (fraction) and `janitor.pools.storage.health.abovePercent` (%) cannot be compared',
      undefined,
    ],
    [
      'janitor.jobs.sync.arrived + legacy.jobs.sync.deletion = 0',
      '`legacy.jobs.sync.deletion` is a word and cannot be added up',
      undefined,
    ],
    [
      `${ACTIVE} - legacy.pools.storage.active.mean < 20% of legacy`,
      '`20% of legacy` does not say which measure',
      undefined,
    ],
    ...Object.entries({ '==': '=', '=>': '>=', '=<': '<=', '<>': '!=', '≤': '<=', '≥': '>=', '≠': '!=' }).map(
      ([foreign, relation]): [string, string, string] => [
        `${ACTIVE} ${foreign} 5`,
        `\`${foreign}\` is no relation`,
        `write \`${relation}\``,
      ],
    ),
    [`${ACTIVE} <= ${LEGACY} + 5`, '`5` is not a measure, and only measures can be added', BY_DIFFERENCE],
    [`${ACTIVE} <= ${LEGACY} + 5 threads`, '`5` is not a measure, and only measures can be added', BY_DIFFERENCE],
    [`${ACTIVE} <= 5 + ${LEGACY}`, '`5` is not a measure, and only measures can be added', BY_DIFFERENCE],
    [`${ACTIVE} + 5 <= ${LEGACY}`, '`5` is not a measure, and only measures can be added', BY_DIFFERENCE],
    [`5 < ${ACTIVE}`, '`5` is not a measure; the left side must be one', `write \`${ACTIVE} > 5\``],
    [`100 ms >= ${TIME}`, '`100 ms` is not a measure; the left side must be one', `write \`${TIME} <= 100 ms\``],
    [`4=${ACTIVE}`, '`4` is not a measure; the left side must be one', `write \`${ACTIVE} = 4\``],
    [`${ACTIVE} <= 20% of`, '`20% of` does not say of what', undefined],
    [`${LEGACY} -${ACTIVE} > 2`, 'a measure is missing', `write spaces around the sign: \`${LEGACY} - ${ACTIVE}\``],
    [
      `${LEGACY}- ${ACTIVE} > 2`,
      `unknown measure \`mean-\` in \`${LEGACY}-\``,
      `write spaces around the sign: \`${LEGACY} - ${ACTIVE}\``,
    ],
    [
      `${LEGACY}-${ACTIVE} > 2`,
      `unknown measure \`mean-janitor\` in \`${LEGACY}-${ACTIVE}\``,
      `write spaces around the sign: \`${LEGACY} - ${ACTIVE}\``,
    ],
    [
      'janitor.semaphores.slots.limit = 4 permits',
      '`janitor.semaphores.slots.limit` is a number (permits), and `4 permits` is not',
      'write 4: the measure has its own unit',
    ],
    [
      `${ACTIVE} between 4 threads and 8`,
      `\`${ACTIVE}\` is a number (threads), and \`4 threads\` is not`,
      'write 4: the measure has its own unit',
    ],
    [`${ACTIVE}. < 5`, `\`${ACTIVE}.\` ends with a dot`, `\`${ACTIVE}\``],
    [`${ACTIVE} < ${LEGACY}.`, `\`${LEGACY}.\` ends with a dot`, `\`${LEGACY}\``],
  ])('is refused when the scenario is loaded: %s', (text, message, hint) => {
    const [problem, ...others] = complaintsOf([text]);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ file: 'small.yaml', line: 39, column: 5, path: 'expect.0', message });
    expect(problem?.expected).toBeTruthy();
    expect(problem?.hint).toBe(hint);
  });

  it.each([
    ['the left side', (sum: string) => `${sum} = 0`],
    ['a bound', (sum: string) => `${ACTIVE} < ${sum}`],
  ])('is refused where more is added up than anybody writes: %s', (_where, condition) => {
    const sum = (terms: number) => Array.from({ length: terms }, () => LEGACY).join(' + ');
    expect(complaintsOf([condition(sum(20_000))])).toMatchObject([
      { line: 39, message: 'too many measures are added up', expected: 'at most 50 on a side' },
    ]);
    expect(conditionOf(condition(sum(50))).comparisons).toHaveLength(1);
  });

  it('is refused on the log of a pool that keeps none', () => {
    const condition = 'janitor.pools.storage.health.lines < 5';
    expect(conditionOf(condition).comparisons).toHaveLength(1);
    const [problem] = complaintsOf([condition], SMALL.replace(' healthLog: {},', ''));
    expect(problem).toMatchObject({
      message: `pool \`storage\` keeps no log, so \`${condition.replace(' < 5', '')}\` says nothing`,
      hint: '`healthLog: {}` in `pools.storage` keeps one',
    });
  });

  it.each([
    [`${ACTIVE} <`, ''],
    ['janitor.pools.storage.utilization.mean <', '%'],
    ['janitor.jobs.sync.donePerHour.mean <', '/h'],
    ['janitor.deletions.lateness.max <', 's'],
    [`${ACTIVE} <=`, '% of legacy'],
  ])('is one whose bound has more digits than a number can: %s 9…9%s', (start, end) => {
    const [problem] = complaintsOf([`${start} ${'9'.repeat(400)}${end}`]);
    expect(problem?.message).toMatch(/9` is not$|9%` is no share$|9(%|s|\/h)` is not$/);
  });

  it('is told together with all the others', () => {
    const problems = complaintsOf(['janitor.x = 1', `${ACTIVE} < 5`, 'janitor.y = 1', `${ACTIVE} < 5`]);
    expect(problems.map(({ line, message }) => [line, message])).toEqual([
      [39, 'unknown measure `x` in `janitor.x`'],
      [41, 'unknown measure `y` in `janitor.y`'],
      [42, 'this condition stands here twice'],
    ]);
  });

  it.each([
    ['an empty list', `${SMALL}expect: []\n`, 'the list is empty'],
    [
      'a level that there is not',
      withConditions([`{ that: ${ACTIVE} < 5, level: wran }`]),
      '`level` has a value that does not fit',
    ],
    ['a key that there is not', withConditions([`{ that: ${ACTIVE} < 5, resaon: x }`]), 'unknown key `resaon`'],
    ['a number', withConditions(['5']), 'this item of the list does not fit'],
  ])('is refused by the shape of the file: %s', (_what, text, message) => {
    expect(() => parseScenario(text, 'small.yaml', { checkExpectations: complaintsAbout })).toThrow(message);
  });

  it('is refused whatever designs are kept, and a condition on a design that is not kept is none', () => {
    const options = { checkExpectations: complaintsAbout, designs: ['legacy'] };
    expect(() => parseScenario(withConditions(['janitr.x = 1']), 'small.yaml', options)).toThrow('unknown design');
    expect(parseScenario(withConditions([`${ACTIVE} < 5`]), 'small.yaml', options).designs).toHaveLength(1);
  });
});

describe('the examples of the language reference', () => {
  it.each(expectExamples)('load: $yaml', ({ yaml }) => {
    expect(scenarioReference()).toContain(yaml);
    const scenario = { ...(parse(starterScenario('example')) as object), expect: [parse(yaml)] };
    expect(buildScenario(scenario, { checkExpectations: complaintsAbout }).expect).toHaveLength(1);
  });
});
