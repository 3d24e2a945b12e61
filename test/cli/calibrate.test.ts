import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parkingScenario } from '../observed/calibration/coverage.ts';
import { linesOf, simulatedSamples } from '../observed/calibration/simulated-log.ts';
import { unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const TIMEOUT_MS = 60_000;

const BASE = `# The service as we believe it to be.
name: voice
question: What does the pool hold?
duration: 6h
warmUp: 30m
replications: 3
pools: { storage: { threads: 128, healthLog: {} } }
store: { upload: 0.3s, delete: 0.1s }
deletion: { pool: storage, delay: 480s }
jobs:
  sync:
    arrivals: { poisson: 5/min } # a guess
    steps:
      - task: { name: decode, steps: [work: { lognormal: { mean: 30s, sigma: 0.8 } }, upload] }
      - defer
designs: { legacy: { deletion: sleep-in-pool }, janitor: { deletion: janitor } }
`;

/** A day with 90 active threads on average, as production logs it. */
const TRUTH = parkingScenario(90);
const SAMPLES = simulatedSamples(TRUTH, 0);
const LINES = linesOf(TRUTH, SAMPLES);
/** 90 threads ÷ 510.4 s a job, a minute. */
const PER_MINUTE = (60 * 90) / 510.4;

function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const cwd = temporaryFolder();
  for (const [name, content] of Object.entries({ 'base.yaml': BASE, 'app.log': `${LINES.join('\n')}\n`, ...files })) {
    writeFileSync(join(cwd, name), content);
  }
  return cwd;
}

/** @param args the first is the log; its report goes to `out`, or to another folder that is named. */
const calibrate = (cwd: string, ...args: string[]) =>
  unpark(['calibrate', ...args, '--scenario', 'base.yaml', ...(args.includes('--out') ? [] : ['--out', 'out'])], {
    cwd,
  });

describe('unpark calibrate', { timeout: TIMEOUT_MS }, () => {
  it('fits the rate, writes a scenario that runs, and a report', async () => {
    const cwd = folder();
    const { code, stdout, stderr } = await calibrate(cwd, 'app.log', '--scenario-out', 'fitted.yaml');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/of 128 threads of storage are active on average/);
    expect(stdout).toMatch(/The lines average 97\.\d active threads, .* more than the fitted mean/);
    expect(
      readdirSync(join(cwd, 'out'))
        .filter((name) => !name.startsWith('.'))
        .sort(),
    ).toEqual(['calibration.json', 'charts', 'index.html', 'scenario.yaml']);
    const calibration = JSON.parse(readFileSync(join(cwd, 'out/calibration.json'), 'utf8'));
    const { mean, parkedPerSecond } = calibration.fit;
    expect(mean.low).toBeLessThan(90);
    expect(mean.high).toBeGreaterThan(90);
    expect(60 * parkedPerSecond.low).toBeLessThan(PER_MINUTE);
    expect(60 * parkedPerSecond.high).toBeGreaterThan(PER_MINUTE);
    expect(calibration.log).toMatchObject({ printed: LINES.length, everySeconds: 60, abovePercent: 70 });
    // What is simulated is what was seen.
    expect(calibration.simulated.mean).toBeCloseTo(mean.value, -0.8);
    expect(calibration.simulated.printedMean).toBeCloseTo(calibration.plainAverage, -0.8);
    const written = readFileSync(join(cwd, 'fitted.yaml'), 'utf8');
    expect(written).toContain('# The service as we believe it to be.\nname: voice-calibrated');
    expect(written).toMatch(/poisson: \d+\.?\d*\/min \} # a guess; fitted: mean .*was 5\/min/);
    const explained = await unpark(['explain', 'fitted.yaml', '--json'], { cwd });
    expect(explained.code).toBe(0);
    const [legacy] = JSON.parse(explained.stdout).designs;
    expect(legacy.pools[0].offered).toBeCloseTo(mean.value, -0.5);
  });

  it('reads what is packed, from standard input, and as Cloud Logging exports it', async () => {
    const entries = LINES.map((line) => ({
      textPayload: line.slice(24),
      timestamp: `${line.slice(0, 10)}T${line.slice(11, 19)}Z`,
    }));
    const cwd = folder({
      'half-1.log.gz': gzipSync(`${LINES.slice(0, 300).join('\n')}\n`),
      'half-2.log': `${LINES.slice(300).join('\n')}\n`,
      'export.json': JSON.stringify(entries.reverse(), null, 2),
    });
    const [plain, packed, exported, piped] = (
      await Promise.all([
        calibrate(cwd, 'app.log', '--out', 'a', '--json', '--no-profile', '--replications', '1'),
        calibrate(cwd, 'half-*', '--out', 'b', '--json', '--no-profile', '--replications', '1'),
        calibrate(cwd, 'export.json', '--out', 'c', '--json', '--no-profile', '--replications', '1'),
        await unpark(
          [
            'calibrate',
            '-',
            '--scenario',
            'base.yaml',
            '--out',
            'out',
            '--json',
            '--no-profile',
            '--replications',
            '1',
          ],
          {
            cwd,
            input: `${LINES.join('\n')}\n`,
          },
        ),
      ])
    ).map(({ stdout }) => JSON.parse(stdout).fit);
    expect(packed).toEqual(plain);
    expect(exported).toEqual(plain);
    expect(piped).toEqual(plain);
  });

  it('takes all samples of a CSV file, and fits what it is told to', async () => {
    const rows = SAMPLES.slice(0, 600).map(({ atUs, active, queued }) => `${atUs / 1e6},${active},${queued}`);
    const cwd = folder({ 'pool.csv': `t,busy,queue\n${rows.join('\n')}\n` });
    const args = [
      'pool.csv',
      '--column',
      'time=t',
      '--column',
      'active=busy',
      '--work',
      'log',
      '--no-profile',
      '--json',
    ];
    const { code, stdout } = await calibrate(cwd, ...args);
    expect(code).toBe(0);
    const { fit, log, changes } = JSON.parse(stdout);
    expect(log).toMatchObject({ abovePercent: null, samples: 600, printed: 600 });
    expect(fit.mean.low).toBeLessThan(90);
    expect(fit.mean.high).toBeGreaterThan(90);
    expect(changes.map(({ path }: { path: string }) => path)).toContain('jobs.sync.steps.0.task.steps.0.work');
  });

  it('knows every sample with --above none, whatever the scenario says of its log', async () => {
    const rows = SAMPLES.slice(0, 300).map(({ atUs, active }) => `${atUs / 1e6},${active}`);
    const cwd = folder({
      'pool.csv': `time,active\n${rows.join('\n')}\n`,
      'silent.yaml': BASE.replace(', healthLog: {}', ''),
    });
    const args = ['--above', 'none', '--replications', '1', '--json', '--out', 'out'];
    for (const scenario of ['base.yaml', 'silent.yaml']) {
      const { code, stdout, stderr } = await unpark(['calibrate', 'pool.csv', '--scenario', scenario, ...args], {
        cwd,
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout).log).toMatchObject({ abovePercent: null, least: 0, samples: 300, printed: 300 });
    }
  });

  it('says where the scenario has a burst that the log has not, and blames no threshold for it', async () => {
    const rows = SAMPLES.slice(0, 300).map(({ atUs, active }) => `${atUs / 1e6},${active}`);
    const batch = 'fanOut: { name: match, pool: storage, tasks: 3000, window: 60, steps: [work: 60s] }';
    const cwd = folder({
      'pool.csv': `time,active\n${rows.join('\n')}\n`,
      'burst.yaml': BASE.replace('designs:', `  nightly: { arrivals: { times: [3h] }, steps: [${batch}] }\ndesigns:`),
    });
    const args = ['--scenario', 'burst.yaml', '--replications', '4', '--out', 'out'];
    const { code, stdout } = await unpark(['calibrate', 'pool.csv', ...args], { cwd });
    const words = stdout.replaceAll(/\s+/g, ' ');
    expect(code).toBe(0);
    expect(words).toMatch(
      /The samples average [\d.]+ active threads, (as the fit does|within the interval of the fitted mean)\./,
    );
    expect(words).not.toContain('threshold');
    expect(words).toMatch(/What the base scenario has besides the jobs that park \(nightly\) holds [\d.]+ threads/);
    expect(words).toMatch(/Simulated, the calibrated scenario has [\d.]+ active threads and not the fitted/);
    const { plainAverage, fit } = JSON.parse(readFileSync(join(cwd, 'out/calibration.json'), 'utf8'));
    expect(Math.abs(fit.mean.value - plainAverage)).toBeLessThan(1);
  });

  it('refuses a column that is not there', async () => {
    const cwd = folder({ 'pool.csv': 'when,busy\n1780142400,3\n' });
    for (const named of ['time=whn', 'active=nope']) {
      const { code, stderr } = await calibrate(cwd, 'pool.csv', '--column', 'active=busy', '--column', named);
      expect(stderr).toContain(`pool.csv:1  --column ${named}\n  the log has no column of this name`);
      expect(stderr).toContain('one of: when, busy');
      expect(code).toBe(2);
    }
  });

  it('says where the pace that it was given contradicts the log', async () => {
    const { code, stdout } = await calibrate(folder({}), 'app.log', '--every', '30s', '--no-profile');
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Lines are most often 60 s apart, and not the 30 s');
  });

  it('overwrites nothing, and writes nothing where it has nothing to say', async () => {
    const cwd = folder({
      'fitted.yaml': 'mine',
      'empty.log': '',
      'other.json': '[{"a": 1}]\n',
      'cut.log': `x\n${LINES[0]?.slice(0, 90)}\n`,
    });
    const taken = await calibrate(cwd, 'app.log', '--scenario-out', 'fitted.yaml');
    expect(taken.code).toBe(2);
    expect(taken.stderr).toContain('a file of that name');
    expect(readFileSync(join(cwd, 'fitted.yaml'), 'utf8')).toBe('mine');
    for (const [log, shown] of [
      ['empty.log', 'empty.log\n  no sample of a pool could be read (0 lines)'],
      ['other.json', 'other.json:1'],
      ['cut.log', 'cut.log:2'],
      ['missing.log', 'there is no such file'],
    ] as const) {
      const { code, stdout, stderr } = await calibrate(cwd, log);
      expect({ log, code, stdout }).toEqual({ log, code: 2, stdout: '' });
      expect(stderr).toContain(shown);
    }
    expect(existsSync(join(cwd, 'out'))).toBe(false);
    expect(readFileSync(join(cwd, 'base.yaml'), 'utf8')).toBe(BASE);
  });

  it('counts what it cannot read, shows the first of it, and obeys nothing in it', async () => {
    const hostile = `\u001b[2J<script> executor_pool_health: [{'name': 'storage', 'max_workers': 128, 'active_cou`;
    const cwd = folder({
      'app.log': `${LINES.slice(0, 400).join('\n')}\n${hostile}\n${LINES.slice(400).join('\n')}\n`,
    });
    const { code, stdout } = await unpark(
      ['calibrate', 'app.log', '--scenario', 'base.yaml', '--out', 'out', '--replications', '1'],
      { cwd, env: { COLUMNS: '40' } },
    );
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Left out: 1 sample that could not be read whole: it is cut off; the first is app.log:401',
    );
    expect(stdout).not.toContain('\u001b[2J');
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(40);
    const page = readFileSync(join(cwd, 'out/index.html'), 'utf8');
    expect(page).not.toContain('<script> executor');
  });

  it('refuses a threshold that contradicts the log, from either side', async () => {
    const cwd = folder();
    const high = await calibrate(cwd, 'app.log', '--above', '75%');
    expect(high.code).toBe(2);
    expect(high.stderr).toMatch(
      /app\.log:\d+\n {2}the log has samples that a threshold of 75 % would not have printed/,
    );
    const low = await calibrate(cwd, 'app.log', '--above', '50%');
    expect(low.code).toBe(2);
    expect(low.stderr).toMatch(/no sample below 90 active threads/);
    expect(low.stderr).toContain('--above 70%');
  });

  it('says what is missing or meant', async () => {
    const cwd = folder({ 'short.log': `${LINES.slice(0, 30).join('\n')}\n` });
    const cases = [
      [unpark(['calibrate', 'app.log'], { cwd }), 'there is no scenario to calibrate'],
      [unpark(['calibrate', '--scenario', 'base.yaml'], { cwd }), 'there is no log'],
      [calibrate(cwd, 'app.log', '--design', 'janitor'), 'no task parks in a pool of the design janitor'],
      [calibrate(cwd, 'app.log', '--pool', 'storag'), 'did you mean'],
      [calibrate(cwd, 'app.log', '--column', 'busy'), 'expected: one of time, active'],
      [calibrate(cwd, 'short.log', '--out', 'short'), 'the log is too short to be fitted'],
    ] as const;
    for (const [outcome, shown] of cases) {
      const { code, stderr } = await outcome;
      expect(stderr).toContain(shown);
      expect(code).toBe(2);
    }
  });
});

describe('unpark arrivals', { timeout: TIMEOUT_MS }, () => {
  const LOG = Array.from(
    { length: 300 },
    (_, i) =>
      `10.0.0.1 - - [30/May/2026:12:${String(Math.floor(i / 5) % 60).padStart(2, '0')}:${String((i % 5) * 12).padStart(2, '0')} +0000] "${i % 2 === 0 ? 'POST /sync' : 'GET /'} HTTP/1.1" 200 7`,
  ).join('\n');

  it('writes a trace that a scenario names, and overwrites nothing', async () => {
    const cwd = folder({
      'access.log': LOG,
      'traced.yaml': BASE.replace('{ poisson: 5/min }', '{ trace: arrivals.txt }'),
    });
    const { code, stdout } = await unpark(['arrivals', 'access.log', '--match', 'POST', '--out', 'arrivals.txt'], {
      cwd,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('150 requests in 59.6 min: 2.5/min on average');
    expect((await unpark(['explain', 'traced.yaml'], { cwd })).code).toBe(0);
    const again = await unpark(['arrivals', 'access.log', '--out', 'arrivals.txt'], { cwd });
    expect(again.code).toBe(2);
    expect(readFileSync(join(cwd, 'arrivals.txt'), 'utf8')).toContain('# 150 arrivals');
  });

  it('says where it finds nothing', async () => {
    const cwd = folder({ 'access.log': 'no time\n' });
    const nothing = await unpark(['arrivals', 'access.log'], { cwd });
    expect(nothing).toMatchObject({ code: 2, stdout: '' });
    expect(nothing.stderr).toContain('access.log:1');
    expect((await unpark(['arrivals'], { cwd })).code).toBe(2);
    expect((await unpark(['arrivals', 'access.log', '--match', '('], { cwd })).stderr).toContain('regular expression');
  });

  it('takes the column as calibrate does, and says which columns there are where it is none of them', async () => {
    const rows = Array.from(
      { length: 20 },
      (_, i) => `2026-05-30T12:00:${String(i + 10)}.${(i * 7) % 10}Z,/pay,${100 + ((i * 37) % 97)}`,
    );
    const cwd = folder({ 'req.csv': `asked,path,ms\n${rows.join('\n')}\n` });
    for (const column of ['asked', 'time=asked']) {
      const { code, stdout } = await unpark(['arrivals', 'req.csv', '--column', column], { cwd });
      expect(stdout).toContain('20 requests in 19.3 s');
      expect(code).toBe(0);
    }
    const durations = await unpark(['arrivals', 'req.csv', '--column', 'ms'], { cwd });
    expect(durations).toMatchObject({ code: 2, stdout: '' });
    expect(durations.stderr).toContain('req.csv\n  these are no times');
    for (const column of ['nope', 'time=askd']) {
      const { code, stderr } = await unpark(['arrivals', 'req.csv', '--column', column], { cwd });
      expect(stderr).toContain('req.csv:1');
      expect(stderr).toContain('the log has no column of this name');
      expect(stderr).toContain('one of: asked, path, ms');
      expect(code).toBe(2);
    }
  });

  it('gives observe the rate', async () => {
    const cwd = folder({ 'access.log': LOG });
    const dump = new URL('../observed/fixtures/jstack-jdk17.txt', import.meta.url).pathname;
    const args = [
      'observe',
      dump,
      '--out',
      'seen',
      '--scenario',
      'seen.yaml',
      '--access-log',
      'access.log',
      '--match',
      'POST',
    ];
    expect((await unpark(args, { cwd })).code).toBe(0);
    const seen = readFileSync(join(cwd, 'seen.yaml'), 'utf8');
    expect(seen).toContain('counted from access.log');
    const twice = await unpark(
      ['observe', dump, '--scenario', 'x.yaml', '--access-log', 'access.log', '--rate', '1/s'],
      { cwd },
    );
    expect(twice.code).toBe(2);
  });
});
