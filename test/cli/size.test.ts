import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sizing } from '../../src/result/sizing/sizing.ts';
import { SMALL } from '../scenario/small-scenario.ts';
import { type Outcome, unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const TIMEOUT_MS = 120_000;
const LITTLE = ['--replications', '4', '--duration', '20m'];
const FILES = ['index.html', 'sizing.json'];
const OK: Outcome = { code: 0, stdout: '', stderr: '' };

/** The small scenario with room before its semaphore, so that the pool matters. */
const ROOMY = SMALL.replace('slots: { limit: 2, assumed: a guess }', 'slots: { limit: 40 }').replace(
  'semaphores: { slots: 4 }',
  'semaphores: { slots: 50 }',
);

function folder(text = ROOMY): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small.yaml'), text);
  return cwd;
}

const size = (cwd: string, ...args: string[]): Promise<Outcome> =>
  unpark(['size', 'small.yaml', ...LITTLE, ...args, '--quiet'], { cwd });

const sizingIn = (cwd: string, out: string): Sizing => JSON.parse(readFileSync(join(cwd, out, 'sizing.json'), 'utf8'));

describe('unpark size', { timeout: TIMEOUT_MS }, () => {
  it('writes a page, a picture and the figures, the same bytes with one core and with three, and the same to read as JSON', async () => {
    const cwd = folder();
    expect(await size(cwd, '--jobs', '1', '--out', 'one')).toEqual(OK);
    const three = await size(cwd, '--jobs', '3', '--out', 'three', '--json');
    for (const file of [...FILES, 'charts/objective.png']) {
      expect(readFileSync(join(cwd, 'three', file))).toEqual(readFileSync(join(cwd, 'one', file)));
    }
    expect(three).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(three.stdout)).toEqual(sizingIn(cwd, 'one'));
    const { designs, objective, path } = sizingIn(cwd, 'one');
    expect({ objective: objective.text, path }).toEqual({
      objective: 'pools.storage.fullFraction < 1%',
      path: 'pools.storage.threads',
    });
    const [legacy, janitor] = designs.map(({ size: least }) => least) as [number, number];
    expect(janitor).toBeLessThan(legacy);
    for (const { volumes, curve, size: least, lowest } of designs) {
      expect(volumes.map(({ volume }) => volume)).toEqual([1, 2, 5, 10]);
      expect(lowest).toBeLessThanOrEqual(least);
      expect(curve.find((point) => point.size === least)).toMatchObject({ standing: 'meets', replications: 4 });
      expect(curve.length).toBeLessThan(25);
    }
  });

  it('has at its answer what a run of that size has, also for a design with a value of its own, and replaces only what is its own', async () => {
    const cwd = folder(ROOMY.replace('slots: 50 }', 'slots: 50 }\n    pools: { storage: 9 }'));
    expect(await size(cwd, '--objective', 'jobs.sync.time.p50 <= 102% of unbounded', '--out', 'sized')).toEqual(OK);
    const { designs } = sizingIn(cwd, 'sized');
    expect(designs.map(({ written }) => written)).toEqual([8, 9]);
    for (const [index, path] of ['pools.storage.threads', 'designs.janitor.pools.storage.threads'].entries()) {
      const { design, size: least, curve } = designs[index] as Sizing['designs'][number];
      const run = [
        '--set',
        `${path}=${least}`,
        '--design',
        design,
        ...LITTLE,
        '--out',
        `run-${index}`,
        '--quiet',
        '--no-pictures',
      ];
      expect(await unpark(['run', 'small.yaml', ...run], { cwd })).toEqual(OK);
      const result = JSON.parse(readFileSync(join(cwd, `run-${index}`, 'result.json'), 'utf8'));
      const figure = curve.find((point) => point.size === least)?.figures[0];
      expect(figure?.value).toBe(result.designs[design].jobs.sync.time.p50);
    }
    writeFileSync(join(cwd, 'sized/notes.txt'), 'mine');
    expect(await size(cwd, '--design', 'janitor', '--out', 'sized')).toEqual(OK);
    expect(readdirSync(join(cwd, 'sized')).sort()).toEqual(
      ['.unpark-files.json', 'charts', ...FILES, 'notes.txt'].sort(),
    );
    const before = readFileSync(join(cwd, 'run-0/result.json'));
    const other = await unpark(['size', 'small.yaml', ...LITTLE, '--out', 'small.yaml'], { cwd });
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('the sizing cannot be written there') });
    expect(readFileSync(join(cwd, 'run-0/result.json'))).toEqual(before);
  });

  it('answers for the designs that have a size, and says of the other what limits it, with exit code 2', async () => {
    const cwd = folder();
    const told = await unpark(['size', 'small.yaml', ...LITTLE, '--most', '4', '--out', 'sized'], { cwd });
    expect(told).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no size for legacy: exit code 2.'),
    });
    const limits = 'legacy: no pools.storage.threads up to 4 meets it: unstable: concurrency.pipelines.waiting';
    expect(told.stdout.replaceAll(/\s+/g, ' ')).toContain(limits);
    expect(told.stdout).toMatch(/pools\.storage\.threads +4 +none up to 4/);
    const { designs, unmet } = sizingIn(cwd, 'sized');
    expect(designs.map(({ design, size: least }) => [design, least])).toEqual([['janitor', 4]]);
    expect(unmet).toMatchObject([{ design: 'legacy', written: 8, point: { size: 4, standing: 'misses' } }]);
    expect(unmet[0]?.hint).toContain('concurrency limit pipelines (16 jobs)');
    expect(readFileSync(join(cwd, 'sized/index.html'), 'utf8')).toContain(
      'with <code>legacy</code> no size up to 4 meets it',
    );
    expect(existsSync(join(cwd, 'sized/charts/objective.png'))).toBe(true);
    const asJson = await size(cwd, '--most', '4', '--out', 'sized', '--json');
    expect(asJson).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/design legacy: no .* up to 4[\s\S]*hint:/),
    });
    expect(JSON.parse(asJson.stdout)).toEqual(sizingIn(cwd, 'sized'));
  });

  it('sizes nothing by no job, and says what to do where the sizes end too early', async () => {
    const late = folder(ROOMY.replace(/arrivals: .*/g, 'arrivals: { times: [10000h] }'));
    const none = await size(late, '--out', 'none');
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('no job of small arrives in the measured time');
    expect(existsSync(join(late, 'none'))).toBe(false);
    const early = await size(folder(), '--most', '2', '--design', 'janitor', '--out', 'early');
    expect(early).toMatchObject({ code: 2, stdout: '' });
    expect(early.stderr).toMatch(/hint: +.*--most/);
  });

  it('sizes any whole number of the scenario', async () => {
    const cwd = folder(SMALL.replace('{ threads: 8,', '{ threads: 300,'));
    const objective = ['--objective', 'semaphores.slots.wait.mean <= 1s'];
    expect(await size(cwd, '--vary', 'semaphores.slots', ...objective, '--out', 'slots')).toEqual(OK);
    const { unit, designs } = sizingIn(cwd, 'slots');
    expect(unit).toBe('permits');
    // Designs that differ in nothing but who deletes need the same.
    expect(designs.map(({ written }) => written)).toEqual([2, 4]);
    expect(designs[0]?.size).toBe(designs[1]?.size);
    expect(designs[0]?.rules.map(({ rule }) => rule)).not.toContain('cores × (1 + wait/compute)');
    expect(
      await size(
        cwd,
        '--vary',
        'designs.janitor.deletion.janitor.concurrency',
        '--objective',
        'deletions.lateness.p95 <= 1s',
        '--duration',
        '40m',
        '--out',
        'lanes',
      ),
    ).toEqual(OK);
    expect(sizingIn(cwd, 'lanes')).toMatchObject({ unit: '', designs: [{ design: 'janitor', size: 1, rules: [] }] });
  });

  it.each([
    [
      ['--objective', 'jobs.sync.time.p50 <= 1s'],
      'no `pools.storage.threads` up to 100000 meets it',
      'the time that the steps themselves take',
    ],
    [
      ['--objective', 'jobs.sync.time.p50 <= 1s', '--set', 'semaphores.slots=1', '--design', 'legacy'],
      'no `pools.storage.threads`',
      'semaphore slots (1 permits)',
    ],
    [
      ['--most', '3', '--objective', 'pools.storage.fullFraction < 1%', '--design', 'legacy'],
      'no `pools.storage.threads` up to 3',
      'hint:',
    ],
    [
      ['--objective', 'jobs.chat.time.p99 <= 1m', '--duration', '10m'],
      'has no interval after 4 replications',
      'a longer --duration',
    ],
    [['--objective', 'pools.storage.queueWait.p99 < = 1s'], 'one relation too many', 'expected:'],
    [['--vary', 'pools.storag.threads'], 'unknown pool `storag`', 'did you mean `storage`?'],
    [['--out', '.'], 'the sizing cannot be written there; nothing was changed', 'hint:'],
  ])('refuses %j, says why and what was expected, and writes nothing', async (args, message, more) => {
    const cwd = folder();
    const { code, stderr } = await size(cwd, ...args);
    expect(stderr).toContain(message);
    expect(stderr).toContain(more);
    expect(stderr).toMatch(/expected: .*\n *found: /);
    expect(code).toBe(2);
    expect(readdirSync(cwd)).toEqual(['small.yaml']);
  });

  it('ends at Ctrl-C, and writes nothing', async () => {
    const cwd = folder();
    // A note is the first that it says.
    const note = ['--set', 'semaphores.slots=60'];
    const { code, stderr } = await unpark(
      ['size', 'small.yaml', '--duration', '200d', '--replications', '20', '--long', ...note],
      {
        cwd,
        interruptAfterMs: 1_000,
      },
    );
    expect(stderr).toMatch(/interrupted: \d+ replications were simulated, and nothing was written/);
    expect(code).toBe(130);
    expect(existsSync(join(cwd, 'reports'))).toBe(false);
  });
});
