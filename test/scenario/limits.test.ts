import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBaseline } from '../../src/cli/baseline-file.ts';
import { formatProblems, InputError } from '../../src/errors.ts';
import { readResult } from '../../src/report/read.ts';
import { scenarioFileOf } from '../../src/run/shipped-scenarios.ts';
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

  it.runIf(process.platform !== 'win32')('is told as the pipe that it is where a scenario is wanted', () => {
    const before = process.cwd();
    process.chdir(temporaryFolder());
    try {
      execFileSync('mkfifo', ['pipe']);
      expect(problemsThrownBy(() => loadScenario(scenarioFileOf('pipe')))[0]?.message).toContain('it is a pipe');
    } finally {
      process.chdir(before);
    }
  });

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

  it.runIf(process.platform !== 'win32')('that a scenario names as a trace has a kind and a size too', () => {
    const { folder, problemOf } = scenarioWithTrace();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(problemOf('pipe').message).toContain('it is a pipe');
    writeFileSync(join(folder, 'large'), '');
    truncateSync(join(folder, 'large'), 2 ** 31);
    expect(problemOf('large').message).toContain('at most 65536 KiB are read');
  });

  it.each([
    ['caf\u00e9\n', 'latin1', 'it is not UTF-8: byte 4 of line 1 is 0xe9', 1],
    ['a\nb \u20ac\n', 'utf8', undefined, undefined],
    ['\u20ac\u00e9\n\uFFFD\n', 'utf8', undefined, undefined],
    ['name: x\n# na\u00efve caf\u00e9\n', 'latin1', 'it is not UTF-8: byte 5 of line 2 is 0xef', 2],
    ['\u00e9', 'latin1', 'it is not UTF-8: byte 1 of line 1 is 0xe9', 1],
    ['\uFEFFname: x', 'utf16le', 'it is UTF-16, and not UTF-8', undefined],
  ] as const)('is UTF-8, or refused with the place where it is not: %j %s', (text, encoding, message, line) => {
    const path = file();
    writeFileSync(path, text, encoding);
    if (message === undefined) {
      expect(readInputFile(path, 100)).toBe(text);
      return;
    }
    expect(() => readInputFile(path, 100)).toThrow(message);
    const told = { hint: 'save it as UTF-8', ...(line === undefined ? {} : { line }) };
    expect(problemsThrownBy(() => loadScenario(path))).toMatchObject([
      { message: `the file cannot be read: ${message}`, ...told },
    ]);
    expect(problemsThrownBy(() => readResult(path))).toMatchObject([{ found: message, ...told }]);
    expect(problemsThrownBy(() => readBaseline(path))).toMatchObject([{ found: message, ...told }]);
  });

  it.each([
    ['a folder', (path: string) => mkdirSync(path)],
    ...(process.platform === 'win32'
      ? []
      : [['a pipe', (path: string) => void execFileSync('mkfifo', [path])] as const]),
    [
      'too large',
      (path: string) => {
        writeFileSync(path, '{"baselineVersion": 1');
        truncateSync(path, 2 ** 31);
      },
    ],
  ] as const)('is told with what to do where it cannot be read as a baseline: %s', (_what, make) => {
    const path = file();
    make(path);
    expect(problemsThrownBy(() => readBaseline(path))).toMatchObject([
      { message: 'the baseline cannot be read', hint: expect.stringContaining('npx unpark baseline') },
    ]);
  });
});

/** A scenario in a folder of its own, beside which there is a file that it has no business with. */
function scenarioWithTrace() {
  const parent = temporaryFolder();
  const folder = join(parent, 'scenarios');
  mkdirSync(join(folder, 'traces'), { recursive: true });
  writeFileSync(join(parent, 'shadow'), '1\n2\n');
  writeFileSync(join(folder, 'traces/day.txt'), '1\n2\n');
  const load = (trace: string) => {
    const text = SMALL.replace('{ poisson: 6/min }', `{ trace: ${JSON.stringify(trace)} }`);
    writeFileSync(join(folder, 'a.yaml'), text);
    return loadScenario(join(folder, 'a.yaml'));
  };
  return { folder, load, problemOf: (trace: string) => problemsThrownBy(() => load(trace))[0]! };
}

describe('a trace', () => {
  it('lies beside its scenario, or in a folder below', () => {
    const { folder, load } = scenarioWithTrace();
    symlinkSync('traces/day.txt', join(folder, 'link.txt'));
    for (const trace of ['traces/day.txt', './traces/../traces/day.txt', 'link.txt']) {
      expect(load(trace).designs[0]?.system.jobs[0]?.arrivals[0]?.law).toMatchObject({ timesUs: [1e6, 2e6] });
    }
  });

  it('that lies elsewhere is not read, whatever leads there', () => {
    const { folder, problemOf } = scenarioWithTrace();
    symlinkSync('../shadow', join(folder, 'link'));
    symlinkSync('..', join(folder, 'up'));
    for (const trace of [
      '../shadow',
      'traces/../../shadow',
      '../none',
      '../scenarios-beside',
      join(folder, 'traces/day.txt'),
      'link',
      'up/shadow',
    ]) {
      expect(problemOf(trace), trace).toMatchObject({
        line: 17,
        path: 'jobs.sync.arrivals.trace',
        message: expect.stringMatching(/^the trace file cannot be read: .*the folder of the scenario$/),
        hint: 'put the file beside the scenario, or in a folder below it, and name it from there',
      });
    }
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

describe('a name', () => {
  it.each([
    ['of a scenario', (name: string) => SMALL.replace('name: small', `name: ${name}`)],
    ['of a design', (name: string) => SMALL.replaceAll('legacy:', `${name}:`)],
  ])('has a length that a result and a folder can have: %s', (_whose, withName) => {
    expect(withName('x')).not.toBe(SMALL);
    expect(() => load(withName('a'.repeat(200)))).not.toThrow();
    expect(problemsOf(withName('a'.repeat(201)))).toEqual([
      expect.objectContaining({ hint: 'at most 200 characters; this one has 201' }),
    ]);
  });
});

describe('a count', () => {
  const withBatch = (batch: string) => SMALL.replace('poisson: 6/min', `poisson: 6/min, batch: ${batch}`);

  it.each([
    'MOST',
    '{ geometric: { mean: MOST } }',
    '{ uniform: { min: 1, max: MOST } }',
    '{ empirical: { MOST: 1 } }',
  ])('fits into memory: %s', (count) => {
    expect(() => load(withBatch(count.replace('MOST', '1000000')))).not.toThrow();
    const [problem] = problemsOf(withBatch(count.replace('MOST', '1000001')));
    expect(problem?.hint ?? problem?.expected).toContain('at most 1,000,000');
  });
});
