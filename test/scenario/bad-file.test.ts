import { describe, expect, it } from 'vitest';
import { formatProblem, InputError, type Problem } from '../../src/errors.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { buildScenario } from '../../src/scenario/parse.ts';
import { parseSetOverride } from '../../src/scenario/set-override.ts';
import { tooDeepAt } from '../../src/scenario/yaml-limits.ts';
import { changed, load, problemOf, problemsOf, problemsThrownBy, SMALL } from './small-scenario.ts';

describe('a file that is no scenario', () => {
  it.each([
    ['an empty file', '', 'the file is empty', 1],
    ['a file of comments', '# nothing yet\n', 'the file is empty', 1],
    ['a file that is not YAML', 'name: [a, b\nduration: }\n', 'not YAML', 2],
    ['a file with a key twice', 'name: a\nname: b\n', 'the key `name` stands here twice', 2],
    ['a text', 'hello world', 'this is not a scenario', 1],
    ['a list', '- a\n- b\n', 'this is not a scenario', 1],
    ['two documents', 'name: a\n---\nname: b\n', 'a second document begins here', 2],
    ['lists ten thousand deep', `name: a\njobs: ${'['.repeat(10_000)}`, 'too deep', 2],
    ['maps ten thousand deep', `name: a\njobs: ${'{a: '.repeat(10_000)}`, 'too deep', 2],
    [
      'maps a thousand lines deep',
      Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'too deep',
      101,
    ],
    ['an alias without an anchor', 'name: *nobody\n', 'not', 1],
  ])('is refused with its line: %s', (_what, text, message, line) => {
    const [problem] = problemsOf(text);
    expect(problem?.message).toContain(message);
    expect(problem).toMatchObject({ file: 'small.yaml', line });
  });

  it('is one file, and says so in plain words', () => {
    const [problem] = problemsOf('name: a\n---\nname: b\n');
    expect(formatProblem(problem as Problem)).not.toMatch(/YAML\.|parseAll/);
    expect(problem?.expected).toBe('one scenario a file');
  });

  it('may have a hundred maps inside each other, and no more', () => {
    const nested = (levels: number) => `${'{a: '.repeat(levels)}1${'}'.repeat(levels)}`;
    expect(tooDeepAt(nested(99))).toBeUndefined();
    expect(tooDeepAt(nested(101))).toBeGreaterThan(0);
    expect(parseSetOverride(`pools=${nested(20_000)}`)).toMatchObject({ expected: 'at most 100 levels' });
  });

  it('is refused where there is none', () => {
    const [problem] = problemsThrownBy(() => loadScenario('no/such/file.yaml'));
    expect(problem).toMatchObject({
      file: 'no/such/file.yaml',
      message: 'the file cannot be read: there is no such file',
    });
    expect(problemsThrownBy(() => loadScenario('test'))[0]?.message).toBe('the file cannot be read: it is a folder');
  });

  it('shows control characters as their codes, so that a terminal does not obey them', () => {
    expect(formatProblem(problemsOf('\u001b[2J{{')[0] as never)).not.toContain('\u001b');
    expect(problemOf(changed('name: decode', '"na\\eme": decode')).message).toBe('unknown key `na\\x1bme`');
  });
});

describe('all errors of a file', () => {
  it('are told at once, in the order of the file, each where it stands', () => {
    const text = SMALL.replace('warmUp: 5m', 'warmUp: 5')
      .replace('threads: 8', 'threads: -8')
      .replace('6/min', '-6/min')
      .replace('- work:', '- wrok:')
      .replace('- release: slots', '- release: slotz')
      .replace('poisson: 1/min', 'poison: 1/min')
      .replace('deletion: janitor', 'deletion: janitr');
    expect(problemsOf(text).map(({ line, path }) => [line, path])).toEqual([
      [4, 'warmUp'],
      [6, 'pools.storage.threads'],
      [17, 'jobs.sync.arrivals.poisson'],
      [24, 'jobs.sync.steps.1.task.steps.0.wrok'],
      [27, 'jobs.sync.steps.2.release'],
      [30, 'jobs.chat.arrivals.poison'],
      [36, 'designs.janitor.deletion'],
    ]);
  });

  it('list what is missing', () => {
    expect(problemsOf('name: a\n').map(({ message }) => message)).toEqual(
      ['question', 'duration', 'pools', 'jobs', 'designs'].map((key) => `\`${key}\` is missing`),
    );
    const empty = 'name: a\nquestion: b\nduration: 1h\npools: {}\njobs: {}\ndesigns: {}\n';
    expect(problemsOf(empty).map(({ message }) => message)).toEqual([
      'there is no pool',
      'there is no kind of jobs',
      'there is no design',
    ]);
  });

  it('are one InputError with exit code 2', () => {
    expect(() => load('name: a\n')).toThrow(InputError);
    expect(() => load('name: a\n')).toThrow(expect.objectContaining({ code: 2 }));
  });

  it('of a scenario made in code have paths and no lines', () => {
    const [problem] = problemsThrownBy(() =>
      buildScenario({ name: 'x', question: 'y', duration: 3, pools: {}, jobs: {}, designs: {} }),
    );
    expect(problem).toMatchObject({ path: 'duration', found: '3' });
    expect(problem).not.toHaveProperty('line');
  });
});

describe('what the command line changes', () => {
  it.each([
    ['an unknown pool', 'pools.storge.threads=4', 'unknown pool `storge`', 'did you mean `storage`?'],
    ['an unknown design', 'designs.janitr.semaphores.slots=4', 'unknown design `janitr`', 'did you mean `janitor`?'],
    ['an unknown key', 'pools.storage.thread=4', 'unknown key `thread`', ''],
    ['a value that does not fit', 'pools.storage.threads=many', 'has a value that does not fit', ''],
    ['an item that a list does not have', 'jobs.sync.steps.9=defer', 'no item `9`', ''],
    ['something inside a number', 'pools.storage.threads.x=4', 'nothing inside', ''],
    ['a path alone', 'pools.storage.threads', 'expected a path, an equals sign and a value', ''],
    ['a value that is not YAML', 'pools.storage.threads={', 'not YAML', ''],
  ])('is refused by its own name: %s', (_what, override, message) => {
    const problem = problemsOf(SMALL, { overrides: [override] })[0];
    expect(problem?.file).toBe(`--set ${override}`);
    expect(problem?.message).toContain(message);
  });

  it('is checked for its range', () => {
    const problems = problemsOf(SMALL, { seed: -1, replications: 0, durationUs: 0.5, designs: ['legcy'] });
    expect(problems.map(({ file }) => file)).toEqual(['--seed', '--replications', '--duration', '--design legcy']);
    expect(problems[3]?.hint).toBe('did you mean `legacy`?');
  });
});
