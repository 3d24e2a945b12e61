import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { defineScenario, loadScenario, parseScenario, scenarioOf } from '../../src/library/scenario.ts';
import { shippedScenarios } from '../../src/run/shipped-scenarios.ts';
import { scenarioHash } from '../../src/scenario/hash.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { starterScenario } from '../../src/scenario/templates/templates.ts';
import { problemsThrownBy } from '../scenario/small-scenario.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

function shippedText(name: string): string {
  return readFileSync(join(root, 'scenarios', `${name}.yaml`), 'utf8');
}

/** Only a file has lines. */
function withoutLines(scenario: Scenario): Scenario {
  return { ...scenario, expect: scenario.expect.map((expectation) => ({ ...expectation, line: undefined })) };
}

const SMALL = {
  name: 'small',
  question: 'Does it hold?',
  duration: '1h',
  pools: { storage: 8 },
  jobs: { sync: { arrivals: { poisson: '6/min' }, steps: [{ task: { name: 'decode', steps: [{ work: '2s' }] } }] } },
  designs: { before: {}, after: { pools: { storage: 4 } } },
} satisfies ScenarioInput;

describe('a scenario in code', () => {
  it.each([...shippedScenarios()])('is the same as %s in YAML', (name) => {
    const text = shippedText(name);
    const inFile = loadScenario(name);
    const inCode = defineScenario(parse(text, { merge: true }) as ScenarioInput);
    expect(withoutLines(inCode)).toEqual(withoutLines(inFile));
    expect(scenarioHash(inCode)).toBe(scenarioHash(inFile));
    expect(scenarioHash(parseScenario(text))).toBe(scenarioHash(inFile));
  });

  it('has the errors of the same YAML, without their lines', () => {
    const wrong = [
      ['threads: 128', 'threads: many'],
      ['poisson: 8.2/min', 'poisson: 8.2'],
      ['deletion: janitor', 'deletion: janitr'],
      ['- defer', '- defr'],
      ['duration: 24h', 'durration: 24h'],
    ] as const;
    const text = wrong.reduce((all, [from, to]) => all.replace(from, to), shippedText('omi-sync'));
    const inFile = problemsThrownBy(() => parseScenario(text));
    const inCode = problemsThrownBy(() => defineScenario(parse(text)));
    // The steps that four kinds of job share through an alias stand once in a file and four times in code.
    const told = (problems: typeof inCode) =>
      new Set(problems.map(({ message, expected, found, hint }) => JSON.stringify([message, expected, found, hint])));
    expect(told(inCode)).toEqual(told(inFile));
    expect(told(inCode).size).toBe(wrong.length);
    expect(inCode.map(({ path }) => path)).toContain('jobs.sync.arrivals.poisson');
    expect(inCode.filter(({ line, file }) => line !== undefined || file !== undefined)).toEqual([]);
  });

  it('may write keys without a value, which say nothing', () => {
    const scenario = defineScenario({ ...SMALL, seed: undefined, warmUp: undefined, semaphores: undefined });
    expect(scenario).toEqual(defineScenario(SMALL));
    expect(problemsThrownBy(() => defineScenario({ ...SMALL, name: undefined } as never))).toMatchObject([
      { path: 'name', message: '`name` is missing' },
    ]);
  });

  it('has its conditions checked', () => {
    const input = { ...SMALL, expect: ['after.pools.storge.active.mean < 3'] };
    expect(problemsThrownBy(() => defineScenario(input))).toMatchObject([
      { path: 'expect.0', hint: 'did you mean `storage`?' },
    ]);
  });
});

describe('changes', () => {
  it('do what the options of the command line do, whatever the scenario was made of', () => {
    const changes = { seed: 3, replications: 2, duration: '2h', designs: ['janitor'], set: { 'pools.storage': 64 } };
    const changed = loadScenario('omi-sync', changes);
    expect(changed).toMatchObject({ seed: 3, replications: 2, durationUs: 7_200e6 });
    expect(changed.designs.map(({ name, system }) => [name, system.pools[0]?.threads])).toEqual([['janitor', 64]]);
    expect(parseScenario(shippedText('omi-sync'), 'text', changes)).toEqual(changed);
    expect(withoutLines(defineScenario(parse(shippedText('omi-sync')), changes))).toEqual(withoutLines(changed));
    expect(scenarioOf(loadScenario('omi-sync'), changes)).toEqual(changed);
  });

  it('add up', () => {
    const first = defineScenario(SMALL, { seed: 3, set: { 'pools.storage': 6, duration: '3h' } });
    const second = scenarioOf(first, { replications: 2, seed: undefined, set: { 'pools.storage': 7 } });
    expect(second).toMatchObject({ seed: 3, replications: 2, durationUs: 3 * 3_600e6 });
    expect(second.designs.map(({ system }) => system.pools[0]?.threads)).toEqual([7, 4]);
    expect(scenarioOf(first, {})).toBe(first);
  });

  it('take any plain value', () => {
    const set = { 'jobs.sync.arrivals': [{ constant: '1/s', until: '5m' }], 'pools.storage': { threads: 3 } };
    const scenario = defineScenario(SMALL, { set });
    expect(scenario.designs[0]?.system.jobs[0]?.arrivals).toMatchObject([
      { law: { kind: 'constant' }, untilUs: 300e6 },
    ]);
    expect(scenario.designs[0]?.system.pools[0]?.threads).toBe(3);
  });

  it('that do not fit are told together, by their keys', () => {
    const changes = { seed: -1, replications: 0, designs: ['aftr'], set: { 'pools.storge': 3 } };
    expect(problemsThrownBy(() => defineScenario(SMALL, changes))).toMatchObject([
      { file: 'seed', found: '-1' },
      { file: 'replications', found: '0' },
      { file: 'set pools.storge=3', hint: 'did you mean `storage`?' },
      { file: 'designs aftr', hint: 'did you mean `after`?' },
    ]);
    expect(problemsThrownBy(() => defineScenario(SMALL, { duration: '1 fortnight' }))).toMatchObject([
      { file: 'duration', found: '1 fortnight' },
    ]);
  });

  it('need a scenario that the library made', () => {
    const copy = structuredClone(defineScenario(SMALL));
    expect(problemsThrownBy(() => scenarioOf(copy, { seed: 2 }))).toMatchObject([
      { message: 'this is no scenario of this library' },
    ]);
    expect(problemsThrownBy(() => loadScenario('omi-snyc'))).toMatchObject([{ hint: 'did you mean `omi-sync`?' }]);
  });
});

describe('the types', () => {
  // Outside the checkout, which may be somebody else's; the sources find zod from where they are.
  const folder = mkdtempSync(join(tmpdir(), 'unpark-types-'));
  const shipped = [...shippedScenarios(), 'starter'];
  let complaints: Readonly<Record<string, readonly string[]>> = {};

  beforeAll(() => {
    const texts: Record<string, string> = { wrong: wrongInputs() };
    for (const name of shipped) {
      const input = parse(name === 'starter' ? starterScenario(name) : shippedText(name));
      texts[name] = `defineScenario(${JSON.stringify(input)});`;
    }
    complaints = complaintsOfTypeScript(texts);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Each line that is marked must be refused: the compiler complains of a mark without need. */
  function wrongInputs(): string {
    const wrong = [
      `{ ...small, deletion: 'janitr' }`,
      `{ ...small, pools: { storage: '128' } }`,
      `{ ...small, duration: 60 }`,
      `{ ...small, durration: '1h' }`,
      `{ ...small, jobs: { sync: { arrivals: { poisson: 8 }, steps: [] } } }`,
      `{ ...small, jobs: { sync: { steps: [{ task: { steps: [{ wrk: '1s' }] } }] } } }`,
      `{ ...small, jobs: { sync: { steps: [{ task: { steps: [{ fanOut: { tasks: 2, steps: ['uplaod'] } }] } }] } } }`,
      `{ ...small, store: { upload: { latency: { exponential: { man: '1s' } } } } }`,
    ];
    const lines = wrong.map((input) => `// @ts-expect-error\ndefineScenario(${input});`);
    return `const small = ${JSON.stringify(SMALL)} as const;\ndefineScenario(small);\n${lines.join('\n')}`;
  }

  function complaintsOfTypeScript(texts: Readonly<Record<string, string>>): Record<string, string[]> {
    const library = join(root, 'src/library/scenario.ts');
    const files = Object.entries(texts).map(([name, text]) => {
      const file = join(folder, `${name}.mts`);
      writeFileSync(file, `import { defineScenario } from ${JSON.stringify(library)};\n${text}\n`);
      return [name, file] as const;
    });
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const program = ts.createProgram(
      files.map(([, file]) => file),
      options,
    );
    const complaintsOf = (file: string) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
    return Object.fromEntries(
      files.map(([name, file]) => [
        name,
        complaintsOf(file).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      ]),
    );
  }

  it.each(shipped)('take %s as it stands', (name) => {
    expect(complaints[name]).toEqual([]);
  });

  it('refuse what the schema refuses, steps within steps included', () => {
    expect(complaints.wrong).toEqual([]);
  });
});
