import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diffResults } from '../../src/gate/diff.ts';
import { migrate } from '../../src/result/migrate.ts';
import { RESULT_SCHEMA_VERSION, resultSchema } from '../../src/result/schema.ts';

/** What version 0.1.0 wrote of result-v1.yaml. */
const saved = (): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL('fixtures/result-v1.json', import.meta.url), 'utf8'));

describe('a result of schema version 1', () => {
  const result = resultSchema.parse(migrate(saved()));

  it('has the newest shape, and what it had before as it was', () => {
    expect(result.schemaVersion).toBe(RESULT_SCHEMA_VERSION);
    expect(result.designs.sleeping?.stability).toMatchObject({ stable: false, undecided: [] });
    expect(result.designs.janitor?.pools.storage?.active.mean).toBeCloseTo(1.9, 2);
    expect(diffResults(result, resultSchema.parse(migrate(saved()))).figures).toEqual([]);
  });

  it('makes up nothing of what came later', () => {
    const { janitor } = result.designs;
    expect(janitor?.jobs.sync?.time.p99Interval95).toBeNull();
    expect(janitor?.pools.storage?.active.maxLowest).toBeNull();
    expect(janitor?.jobs.sync).toMatchObject({
      successFraction: 1,
      failedFraction: 0,
      failedTime: { count: 0, mean: null },
    });
  });

  it('says waiting for admission where version 1 said outside, everywhere', () => {
    const { sleeping } = result.designs;
    expect(sleeping?.concurrency.pipelines?.waitingAtEnd).toBeGreaterThan(0);
    expect(sleeping?.jobs.sync?.waitingAtEnd).toBe(sleeping?.concurrency.pipelines?.waitingAtEnd);
    expect(sleeping?.series.jobsWaiting.mean.length).toBeGreaterThan(1);
    expect(Object.keys(sleeping?.perReplication ?? {})).toContain('concurrency.pipelines.waiting.mean');
    expect(JSON.stringify(result)).not.toMatch(/outside/i);
  });

  it('says what its growth reaches, which had no mean then either', () => {
    expect(result.designs.sleeping?.stability.growing[0]?.reaches).toEqual([
      'concurrency.pipelines.waiting',
      'jobs.sync.admissionWait',
    ]);
    expect(result.designs.sleeping?.jobs.sync?.admissionWait.mean).toBeNull();
  });

  it('has no job times where failed jobs were among them', () => {
    const value = saved() as { designs: { janitor: { jobs: { sync: { failed: number; done: number } } } } };
    value.designs.janitor.jobs.sync.failed = 3;
    const { sync } = resultSchema.parse(migrate(value)).designs.janitor?.jobs ?? {};
    expect(sync).toMatchObject({ time: { mean: null, p99: null, max: null }, failedTime: { count: 3, mean: null } });
  });

  it('leaves what is no result for the schema to say', () => {
    for (const value of [
      null,
      7,
      [],
      { schemaVersion: 1 },
      { schemaVersion: 1, designs: { a: null } },
      { schemaVersion: 9 },
    ]) {
      expect(resultSchema.safeParse(migrate(value)).success).toBe(false);
    }
  });
});
