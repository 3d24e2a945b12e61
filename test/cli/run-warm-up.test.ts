import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Sleepers are steady after exactly 8 minutes. */
const SLEEPERS = `name: sleepers
question: When are they steady?
duration: 4h
seed: 3
replications: 6
pools: { storage: 400 }
store: { upload: 0s, delete: 0s }
deletion: { delay: 480s, pool: storage }
jobs:
  sync: { arrivals: { poisson: 20/min }, steps: [upload, defer] }
designs:
  legacy: { deletion: sleep-in-pool }
  janitor: { deletion: janitor }
`;

const RUN = ['run', 'sleepers.yaml', '--no-pictures'];

/** Sleeps of which some are long against the others: ten runs see less of their start than twenty. */
const SLOW_MIX = `name: slow-mix
question: When is a slow mix steady?
duration: 4h
seed: 1
replications: 20
pools: { w: 400 }
jobs:
  j: { arrivals: { poisson: 30/min }, steps: [task: { name: t, pool: w, steps: [park: { exponential: { mean: 8m } }] }] }
  k:
    arrivals: { poisson: 2/min }
    steps: [task: { name: t, pool: w, steps: [park: { lognormal: { p50: 20m, p99: 3h } }] }]
designs: { only: {} }
`;

function folder(text = SLEEPERS): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'sleepers.yaml'), text);
  return cwd;
}

describe('unpark run --warm-up', { timeout: 120_000 }, () => {
  it('takes what MSER-5 finds, says it, and keeps it as a setting that gives the same result again', async () => {
    const cwd = folder();
    const auto = await unpark([...RUN, '--warm-up', 'auto', '--out', 'auto'], { cwd });
    expect(auto.code).toBe(0);
    const found = /^Warm-up: (\d+m), by MSER-5 over 6 replications from empty\.$/m.exec(auto.stderr)?.[1] as string;
    expect(Number.parseInt(found, 10)).toBeGreaterThanOrEqual(8);
    expect(Number.parseInt(found, 10)).toBeLessThanOrEqual(14);
    expect(auto.stdout).not.toContain('warm-up');
    const text = readFileSync(join(cwd, 'auto/result.json'), 'utf8');
    expect(JSON.parse(text).scenario).toMatchObject({ overrides: [`warmUp=${found}`] });
    await unpark([...RUN, '--set', `warmUp=${found}`, '--out', 'set', '--quiet'], { cwd });
    expect(readFileSync(join(cwd, 'set/result.json'), 'utf8')).toBe(text);
  });

  it('takes it again where a run with what it found would call that too short', async () => {
    const cwd = folder(SLOW_MIX);
    const auto = await unpark([...RUN, '--warm-up', 'auto', '--out', 'auto'], { cwd });
    expect(auto.stderr).toMatch(
      /^Warm-up: \d+m, by MSER-5 over 10 replications from empty, and again over 20 with it\.$/m,
    );
    expect(auto.stdout.replaceAll('\n', ' ')).not.toMatch(/warm-up|MSER-5/);
  });

  it('is missed where there is none and too short where it is, on the terminal, in the summary and on the page', async () => {
    const cwd = folder();
    const none = await unpark([...RUN, '--out', 'none'], { cwd });
    expect(none.stdout.replaceAll('\n', ' ')).toMatch(
      /There is no warm-up: the start, not yet steady, lowers legacy\.pools\.storage\.active\.mean by 1\.\d+ % and lowers janitor\.deletions\.pending\.mean by 1\.\d+ %\. MSER-5 finds (\d+m): write warmUp: \1 into the scenario, or add --warm-up \1\./,
    );
    const [, found] = /--warm-up (\d+m)\./.exec(none.stdout.replaceAll('\n', ' ')) as RegExpExecArray;
    const enough = await unpark([...RUN, '--warm-up', found as string, '--out', 'enough'], { cwd });
    expect(enough.stdout).not.toContain('warm-up');
    const short = await unpark([...RUN, '--warm-up', '60s', '--out', 'short'], { cwd });
    expect(short.stdout).toContain('The warm-up of 60 s is too short');
    expect(readFileSync(join(cwd, 'short/summary.md'), 'utf8')).toContain('The warm-up of 60 s is too short');
    expect(readFileSync(join(cwd, 'short/index.html'), 'utf8')).toContain('The warm-up of 60 s is too short');
  });

  it('says where nothing can be found: a run too short, and a load that changes', async () => {
    const cwd = folder();
    const short = await unpark([...RUN, '--warm-up', 'auto', '--duration', '10m'], { cwd });
    expect(short.code).toBe(2);
    expect(short.stderr).toContain('the run is too short for its warm-up to be found');
    const profile = '{ profile: [{ at: 0h, rate: 20/min }, { at: 1h, rate: 2/min }] }';
    const changing = folder(SLEEPERS.replace('{ poisson: 20/min }', profile));
    const { code, stderr } = await unpark([...RUN, '--warm-up', 'auto'], { cwd: changing });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'The load changes over time, so no warm-up leads to a steady state: the one of the scenario is kept.\n',
    });
  });

  it('refuses what is no time', async () => {
    const { code, stderr } = await unpark([...RUN, '--warm-up', '30'], { cwd: folder() });
    expect(code).toBe(2);
    expect(stderr).toContain('expected: a time with its unit');
  });
});
