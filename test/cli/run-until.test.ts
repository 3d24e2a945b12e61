import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SMALL } from '../scenario/small-scenario.ts';
import { unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

function folder(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small.yaml'), SMALL);
  return cwd;
}
const RUN = ['run', 'small.yaml', '--no-pictures'];

describe('unpark run --until', { timeout: 120_000 }, () => {
  it('adds replications until the measure is known so precisely, with any number of workers the same as a run of as many', async () => {
    const cwd = folder();
    const until = [...RUN, '--until', '4%'];
    const one = await unpark([...until, '--jobs', '1', '--out', 'one'], { cwd });
    const three = await unpark([...until, '--jobs', '3', '--out', 'three', '--quiet'], { cwd });
    expect(one.code).toBe(0);
    expect(three).toEqual({ code: 0, stdout: '', stderr: '' });
    const text = readFileSync(join(cwd, 'one/result.json'), 'utf8');
    const { replications, designs } = JSON.parse(text);
    expect(replications).toBeGreaterThan(20);
    for (const { pools } of Object.values(designs) as { pools: { storage: { active: Record<string, number> } } }[]) {
      const { mean, meanHalfWidth95 } = pools.storage.active;
      expect((meanHalfWidth95 as number) / (mean as number)).toBeLessThanOrEqual(0.04);
    }
    expect(one.stderr).toMatch(
      /After 20 replications \S+\.pools\.storage\.active\.mean is known to ±[\d.]+ %\. ±4 % takes about \d+ to \d+ in all/,
    );
    expect(one.stderr).toContain(`after ${replications} replications (asked for: ±4 %).`);
    const plain = [...RUN, '--replications', String(replications), '--out', 'plain', '--quiet'];
    expect(await unpark(plain, { cwd })).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'three/result.json'), 'utf8')).toBe(text);
    expect(readFileSync(join(cwd, 'plain/result.json'), 'utf8')).toBe(text);
  });

  it('ends at the bound with exit code 1, says what it would take, and writes what it has', async () => {
    const cwd = folder();
    const args = [...RUN, '--until', 'janitor.pools.storage.active.mean 0.1%', '--most', '25', '--out', 'r'];
    const { code, stderr } = await unpark(args, { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/25 are the most, so it will not be reached/);
    expect(stderr).toMatch(
      /Not reached: janitor\.pools\.storage\.active\.mean is known to ±[\d.]+ % after 25 replications/,
    );
    expect(JSON.parse(readFileSync(join(cwd, 'r/result.json'), 'utf8')).replications).toBe(25);
  });

  it('writes the timeline and the metrics of the first replication, as a run of as many does', async () => {
    const cwd = folder();
    const files = (name: string) => ['--trace', `${name}.json`, '--openmetrics', `${name}.txt`, '--out', name];
    expect(await unpark([...RUN, '--until', '8%', ...files('until'), '--quiet'], { cwd })).toMatchObject({ code: 0 });
    const text = readFileSync(join(cwd, 'until/result.json'), 'utf8');
    const plain = ['--replications', String(JSON.parse(text).replications), ...files('plain'), '--quiet'];
    expect(await unpark([...RUN, ...plain], { cwd })).toMatchObject({ code: 0 });
    for (const file of ['/result.json', '.json', '.txt']) {
      expect(readFileSync(join(cwd, `until${file}`), 'utf8')).toBe(readFileSync(join(cwd, `plain${file}`), 'utf8'));
    }
  });

  it('asks for --long where it would take hours, says what it knows by then and what an hour gives, and writes nothing', async () => {
    const cwd = folder();
    // Of replications of which each takes a hundredth of a second there would be a million.
    const precise = ['--until', '0.001%', '--most', '1000000', '--jobs', '1', '--duration', '20h'];
    const { code, stderr } = await unpark([...RUN, ...precise, '--trace', 't.json'], { cwd });
    expect(code).toBe(2);
    const words = stderr.replaceAll(/\s+/g, ' ');
    expect(words).toMatch(
      /is known to ±[\d.]+ % after 20 replications; ±0\.001 % takes about [\d,]+ to [\d,]+, and 1,000,000 take/,
    );
    expect(words).toMatch(/hint: ±[\d.]+ % takes about an hour; --most \d+ ends it by then, or add --long/);
    expect(readdirSync(cwd)).toEqual(['small.yaml']);
    const huge = await unpark([...RUN, '--until', '5%', '--duration', '20000d'], { cwd });
    expect(huge).toMatchObject({ code: 2, stderr: expect.stringContaining('this run is very large') });
  });

  it('ends at once where the measure has no value in any replication', async () => {
    const cwd = folder();
    const { code, stderr } = await unpark([...RUN, '--until', 'legacy.jobs.sync.failedTime.mean 1%'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Not reached: legacy\.jobs\.sync\.failedTime\.mean has no value after 20 replications/);
  });

  it.each([
    ['a share that is none', ['--until', '1'], 'expected: a share over 0 %'],
    ['no share at all', ['--until', '0%'], 'expected: a share over 0 %'],
    ['a pool that is not there', ['--until', 'pools.strage.active.mean 1%'], 'did you mean `storage`?'],
    ['a figure without an interval', ['--until', 'pools.storage.fullFraction 1%'], 'has no interval'],
    ['useful utilization, which has none', ['--until', 'pools.storage.usefulUtilization.mean 1%'], 'has no interval'],
    ['a file of events', ['--until', '1%', '--events', 'e.jsonl'], '--until cannot write --events'],
    ['a bound without it', ['--most', '30'], '--most is the bound of --until'],
  ])('refuses %s', async (_what, options, message) => {
    const { code, stderr, stdout } = await unpark([...RUN, ...options], { cwd: folder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
