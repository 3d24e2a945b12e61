import { describe, expect, it } from 'vitest';
import { simulate as simulateAtOnce } from '../../sim/simulate.ts';
import { defineScenario, loadScenario } from '../../src/library/scenario.ts';
import { simulate } from '../../src/library/simulate.ts';
import { resultSchema } from '../../src/result/schema.ts';
import { version } from '../../src/run/assets.ts';
import { problemsThrownBy } from '../scenario/small-scenario.ts';

const short = { replications: 2, duration: '30m' };

describe('a simulation', () => {
  it('is the result that the simulator gives, with what was changed', async () => {
    const changes = { ...short, set: { 'pools.storage.threads': 64 } };
    const simulation = await simulate('omi-sync', changes);
    const overrides = ['pools.storage.threads=64', 'duration=30m'];
    expect(simulation.result).toEqual(simulateAtOnce(loadScenario('omi-sync', changes), version, overrides));
    expect(resultSchema.safeParse(simulation.result).success).toBe(true);
  });

  it('lets the event loop have its turn', async () => {
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      if (isDone) return;
      turns += 1;
      setImmediate(count);
    };
    count();
    await simulate('omi-sync', short);
    isDone = true;
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it('has its designs and their parts by name', async () => {
    const simulation = await simulate('omi-sync', short);
    const { result } = simulation;
    expect(simulation.designs).toEqual(['legacy', 'janitor']);
    const janitor = simulation.design('janitor');
    expect(janitor.name).toBe('janitor');
    expect(janitor.measures).toBe(result.designs.janitor);
    expect(janitor.pool('storage').measures).toBe(result.designs.janitor?.pools.storage);
    expect(janitor.pool('storage').path).toEqual(['janitor', 'pools', 'storage']);
    expect(janitor.semaphore('chunk').measures.limit).toBe(32);
    expect(janitor.concurrency('pipelines').measures.limit).toBe(16);
    expect(janitor.job('sync').measures.deletion).toBe('janitor');
    expect(janitor.deletions.measures).toBe(result.designs.janitor?.deletions);
  });

  it('tells the nearest name of one that it does not have', async () => {
    const simulation = await simulate('omi-sync', short);
    expect(problemsThrownBy(() => simulation.design('janitr'))).toMatchObject([
      { message: 'unknown design `janitr`', expected: 'one of: legacy, janitor', hint: 'did you mean `janitor`?' },
    ]);
    const janitor = simulation.design('janitor');
    expect(problemsThrownBy(() => janitor.pool('storag'))).toMatchObject([{ hint: 'did you mean `storage`?' }]);
    expect(problemsThrownBy(() => janitor.semaphore('chunks'))).toMatchObject([{ hint: 'did you mean `chunk`?' }]);
    expect(problemsThrownBy(() => janitor.concurrency('pipeline'))).toHaveLength(1);
    expect(problemsThrownBy(() => janitor.job('snyc'))).toMatchObject([{ hint: 'did you mean `sync`?' }]);
    expect(problemsThrownBy(() => janitor.pool('constructor'))).toHaveLength(1);
  });

  it('of something that is no scenario is refused', async () => {
    await expect(simulate('no-such-scenario')).rejects.toThrow('there is no such scenario');
    await expect(simulate(null as never)).rejects.toThrow('this is no scenario of this library');
    const scenario = defineScenario({
      name: 'idle',
      question: 'Does it end?',
      duration: '1m',
      pools: { p: 1 },
      jobs: { j: { arrivals: { poisson: '1/h' }, steps: [{ task: { steps: [{ work: '1s' }] } }] } },
      designs: { only: {} },
    });
    await expect(simulate(scenario, { set: { 'pools.q': 3 } })).rejects.toThrow('unknown pool `q`');
  });
});
