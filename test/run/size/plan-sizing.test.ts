import { describe, expect, it } from 'vitest';
import { planSizing, type SizingRequest } from '../../../src/run/size/plan-sizing.ts';
import { requireReplications, stagesOf } from '../../../src/run/size/trials.ts';
import { changed, load, problemsThrownBy, SMALL } from '../../scenario/small-scenario.ts';

const NOTHING: SizingRequest = { objective: undefined, vary: undefined, least: undefined, most: undefined };

function plan(request: Partial<SizingRequest> = {}, text = SMALL) {
  return planSizing((overrides) => load(text, { overrides }), { ...NOTHING, ...request });
}

describe('what a sizing looks for', () => {
  it('is by default a free thread for 99 % of the time in the pool of which the most is asked', () => {
    const two = changed('pools:\n', 'pools:\n  idle: 900\n');
    const { subject, objective, least, most, designs } = plan(
      {},
      two.replaceAll('name: decode', 'name: decode\n          pool: storage'),
    );
    expect(subject).toEqual({ path: 'pools.storage.threads', kind: 'pool', name: 'storage' });
    expect(objective).toEqual({ text: 'pools.storage.fullFraction < 1%', isDefault: true });
    expect({ least, most, designs }).toEqual({ least: 1, most: 100_000, designs: ['legacy', 'janitor'] });
  });

  it.each([
    ['pools.storage', 'pool', 'storage'],
    ['semaphores.slots', 'semaphore', 'slots'],
    ['semaphores.slots.limit', 'semaphore', 'slots'],
    ['concurrency.pipelines', 'concurrency', 'pipelines'],
    ['designs.legacy.pools.storage.threads', 'pool', 'storage'],
    ['deletion.janitor.concurrency', 'other', ''],
  ])('is the size at %s', (vary, kind, name) => {
    const { subject, scenarioAt, designs } = plan({ vary });
    expect(subject).toMatchObject({ kind, name });
    const at = (size: number) => scenarioAt({ design: designs[0] as string, size, volume: 1, withLargerLimits: false });
    expect(JSON.stringify(at(5))).not.toBe(JSON.stringify(at(6)));
  });

  it('is set in each design, also where a design has a value of its own, and only where it changes something', () => {
    const { designs, scenarioAt } = plan({ vary: 'semaphores.slots' });
    expect(designs).toEqual(['legacy', 'janitor']);
    for (const design of designs) {
      const scenario = scenarioAt({ design, size: 7, volume: 1, withLargerLimits: false });
      expect(scenario.designs.map(({ name, system }) => [name, system.semaphores[0]?.limit])).toEqual([[design, 7]]);
    }
    expect(plan({ vary: 'designs.legacy.pools.storage.threads' }).designs).toEqual(['legacy']);
  });

  it.each([
    ['storage', 'pools.storage.threads'],
    ['slots', 'semaphores.slots.limit'],
    ['pipelines', 'concurrency.pipelines.limit'],
  ])('is no bare name, and %s is told as %s', (vary, path) => {
    expect(problemsThrownBy(() => plan({ vary }))).toMatchObject([{ hint: `did you mean \`${path}\`?` }]);
  });

  it('goes no further than the scenario allows', () => {
    expect(plan({ vary: 'deletion.janitor.concurrency' }).most).toBe(1_024);
    const [problem] = problemsThrownBy(() => plan({ vary: 'deletion.janitor.concurrency', most: 2_000 }));
    expect(problem).toMatchObject({ file: '--most 2000', expected: 'at most 1024', found: '2000' });
  });

  it('has more volume by higher rates in a shorter time, and larger limits only where the volume fills them', () => {
    const { scenarioAt, base } = plan();
    const at = (withLargerLimits: boolean) => {
      const scenario = scenarioAt({ design: 'legacy', size: 9, volume: 8, withLargerLimits });
      const [design] = scenario.designs;
      const law = design?.system.jobs[0]?.arrivals[0]?.law;
      return {
        perSecond: law?.kind === 'poisson' ? law.perSecond : undefined,
        durationUs: scenario.durationUs,
        limits: [design?.system.semaphores[0]?.limit, design?.system.concurrency[0]?.limit],
      };
    };
    // 0.93 jobs a second of 3.6 s each ask for more than two slots; a deletion keeps its thread for 60.1 s.
    expect(at(false)).toEqual({ perSecond: 0.8, durationUs: 20 * 60_100_000, limits: [2, 16] });
    expect(base.durationUs / 8).toBeLessThan(20 * 60_100_000);
    expect(at(true).limits).toEqual([16, 16]);
  });

  it.each([
    [{ objective: 'pools.storage.queueWait.p98 <= 1s' }, 'unknown measure `p98`'],
    [{ objective: 'pools.storage.threads < 5' }, 'it is what is sized'],
    [{ objective: 'semaphores.slots.limit < 5', vary: 'semaphores.slots' }, 'it is what is sized'],
    [{ vary: 'pools.storag.threads' }, 'unknown pool `storag`'],
    [{ vary: 'semaphores.slots.permits' }, 'unknown key `permits`'],
    [{ vary: 'jobs.sync.steps.9.task' }, 'the list has no item `9`'],
    [{ vary: 'deletion.delay' }, '`delay` has a value that does not fit'],
    [{ vary: 'seed' }, 'it changes none of the designs'],
    [{ least: 9, most: 8 }, 'there is no size between these'],
  ] as [Partial<SizingRequest>, string][])('is refused with what was expected and found: %j', (request, message) => {
    const [problem] = problemsThrownBy(() => plan(request));
    expect(problem?.message).toContain(message);
    expect(problem?.expected).toBeDefined();
    expect(problem?.found).toBeDefined();
    expect(problem?.file).toMatch(/^--(objective|vary|least) /);
  });

  it('needs an interval, and looks at a size more than once only at the border', () => {
    expect([3, 4, 5, 10, 20, 100].map(stagesOf)).toEqual([[3], [3, 4], [3, 5], [3, 4, 10], [4, 8, 20], [20, 40, 100]]);
    const [problem] = problemsThrownBy(() => requireReplications(2));
    expect(problem).toMatchObject({ expected: 'at least 3 replications', found: '2' });
  });
});
