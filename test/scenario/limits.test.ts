import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatProblems, InputError } from '../../src/errors.ts';
import { readInputFile } from '../../src/scenario/input-file.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { parseSetOverride } from '../../src/scenario/set-override.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { load, problemsThrownBy, SMALL } from './small-scenario.ts';

const problemsOf = (text: string) => problemsThrownBy(() => load(text));

describe('an input file', () => {
  const file = () => join(temporaryFolder(), 'input');

  it.runIf(process.platform !== 'win32')(
    'is a file: a device without end and a pipe without a writer are not read',
    () => {
      expect(() => readInputFile('/dev/zero', 100)).toThrow('it is a device, and not a file');
      const pipe = file();
      execFileSync('mkfifo', [pipe]);
      expect(() => readInputFile(pipe, 100)).toThrow('it is a pipe, and not a file');
      expect(() => readInputFile('/', 100)).toThrow('it is a folder');
    },
  );

  it('has a size that fits, which is found out before it is read', () => {
    const large = file();
    writeFileSync(large, '');
    truncateSync(large, 2 ** 31);
    expect(() => readInputFile(large, 2 ** 20)).toThrow('at most 1024 KiB are read');
    expect(problemsThrownBy(() => loadScenario(large))[0]?.message).toContain('2097152 KiB');
  });

  it.runIf(process.platform === 'linux')('is bounded where the system does not know its size', () => {
    expect(() => readInputFile('/proc/self/environ', 3)).toThrow('at most');
  });

  it('that a scenario names as a trace is bounded too', () => {
    const folder = temporaryFolder();
    const scenario = join(folder, 'a.yaml');
    writeFileSync(scenario, SMALL.replace(/arrivals: \{ poisson: 6\/min \}/, 'arrivals: { trace: /dev/zero }'));
    expect(
      problemsThrownBy(() => loadScenario(scenario))
        .map((problem) => JSON.stringify(problem))
        .join(),
    ).toContain(process.platform === 'win32' ? 'trace' : 'it is a device');
  });
});

describe('a scenario', () => {
  it('of a hundred thousand keys is refused in a moment, and with few words', () => {
    const keys = Array.from({ length: 100_000 }, (_, i) => `k${i}: 1`).join('\n');
    expect(problemsOf(keys)).toMatchObject([{ message: 'this map or list is too long', found: '100000 entries' }]);
  });

  it('tells the first twenty of its problems, and how many more there are', () => {
    const keys = Array.from({ length: 2_000 }, (_, i) => `k${i}: 1`).join('\n');
    const problems = problemsOf(`${SMALL}\n${keys}`);
    expect(problems).toHaveLength(2_000);
    const text = formatProblems(problems);
    expect(text.length).toBeLessThan(20_000);
    expect(text).toMatch(/… and 1980 more$/);
    expect(new InputError(problems).message.length).toBeLessThan(20_000);
  });

  it('names a key that stands twice, with both its lines', () => {
    expect(problemsOf('name: a\nquestion: b\nname: c\n')).toMatchObject([
      { line: 3, message: 'the key `name` stands here twice', found: '`name` in line 1 and here' },
    ]);
  });

  it.each([
    ['threads: 8', 'threads: 8589934592', 'at most 1,000,000'],
    ['poisson: 6/min', 'poisson: 1e300/s', 's, min, h or d'],
    ['poisson: 6/min', `poisson: 1${'0'.repeat(30)}/s`, 'at most 1000000/s'],
    ['poisson: 6/min', 'poisson: 200 req/s', 'write 200/s'],
    ['poisson: 6/min', 'poisson: 200rps', 'write 200/s'],
    ['poisson: 6/min', 'poisson: 200 rps', 'write 200/s'],
    ['poisson: 6/min', 'poisson: 200/second', 'write 200/s'],
    ['poisson: 6/min', 'poisson: 12 rpm', 'write 12/min'],
    ['poisson: 6/min', 'poisson: 12 jobs per minute', 'write 12/min'],
  ])('with a number past all numbers, or written as elsewhere, says what to write: %s → %s', (from, to, hint) => {
    expect(SMALL).toContain(from);
    expect(
      problemsOf(SMALL.replace(from, to))
        .map((problem) => problem.hint)
        .join(),
    ).toContain(hint);
  });

  it.each(['__proto__.x=1', 'pools.constructor=1', 'jobs.prototype.y=2'])('is not reached by --set %s', (text) => {
    expect(parseSetOverride(text)).toMatchObject({ expected: 'a path of the scenario, such as pools.storage.threads' });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
