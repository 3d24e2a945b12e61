import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Step } from '../../src/scenario/model.ts';
import { buildScenario } from '../../src/scenario/parse.ts';
import { starterScenario } from '../../src/scenario/templates/templates.ts';
import { durationQuantileUs } from '../../src/workload/distribution.ts';
import { changed, load, problemsThrownBy, SMALL } from './small-scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'unpark-scenario-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a scenario', () => {
  it('is resolved to µs, rates per second and defaults', () => {
    const scenario = load();
    expect(scenario).toMatchObject({ name: 'small', durationUs: 3_600e6, warmUpUs: 300e6, seed: 1, replications: 20 });
    expect(scenario.live).toEqual({ warmUpUs: 600e6, durationUs: 1_200e6 });
    const { system } = scenario.designs[0]!;
    expect(system.pools).toEqual([
      {
        name: 'storage',
        threads: 8,
        queueBound: Number.POSITIVE_INFINITY,
        health: { everyUs: 60e6, abovePercent: 70 },
      },
    ]);
    expect(load(changed(' healthLog: {},', '')).designs[0]?.system.pools[0]?.health).toBeUndefined();
    expect(system.concurrency).toEqual([{ name: 'pipelines', limit: 16 }]);
    expect(system.store.upload).toEqual({
      latency: { kind: 'constant', valueUs: 300_000 },
      fail: 0,
      retry: 0,
      gone: 0,
    });
    expect(system.jobs[0]?.deletion).toEqual({
      by: 'sleep-in-pool',
      pool: 'storage',
      delayUs: 60e6,
      urlValidityUs: Number.POSITIVE_INFINITY,
      janitor: {
        concurrency: 1,
        maxPending: 1_000_000,
        retry: { attempts: 1, backoffUs: 1e6, factor: 2, maxBackoffUs: 60e6 },
      },
    });
    expect(system.jobs[0]?.arrivals).toEqual([
      {
        law: { kind: 'poisson', perSecond: 0.1 },
        batch: { kind: 'constant', value: 1 },
        fromUs: 0,
        untilUs: Number.POSITIVE_INFINITY,
      },
    ]);
  });

  it('has steps with their place in the program and the kinds of their tasks', () => {
    const steps = load().designs[0]?.system.jobs[1]?.steps ?? [];
    expect(steps.map(({ do: what, path }) => [what, path])).toEqual([
      ['acquire', 'steps.0'],
      ['fanOut', 'steps.1'],
      ['release', 'steps.2'],
      ['defer', 'steps.3'],
    ]);
    const task = steps[1] as Extract<Step, { do: 'fanOut' }>;
    expect(task).toMatchObject({
      taskKind: 'chat.decode',
      pool: 'storage',
      tasks: { kind: 'constant', value: 1 },
      window: 1,
    });
    expect(task.steps.map(({ path }) => path)).toEqual(['steps.1.task.steps.0', 'steps.1.task.steps.1']);
  });

  it('names tasks that have no name, and runs a task of a task in the same pool', () => {
    const text = changed('name: decode', 'pool: other')
      .replace('            - upload\n', '            - fanOut: { tasks: 3, steps: [upload] }\n')
      .replace('pools:\n', 'pools:\n  other: 3\n');
    const task = load(text).designs[0]?.system.jobs[0]?.steps[1] as Extract<Step, { do: 'fanOut' }>;
    expect(task.taskKind).toBe('sync.task1');
    expect(task.steps[1]).toMatchObject({ taskKind: 'sync.task2', pool: 'other', window: Number.POSITIVE_INFINITY });
  });

  it('takes a lognormal distribution by two percentiles and gives them back', () => {
    const steps = load().designs[0]?.system.jobs[0]?.steps ?? [];
    const work = (steps[1] as Extract<Step, { do: 'fanOut' }>).steps[0] as Extract<Step, { do: 'work' }>;
    expect(durationQuantileUs(work.duration, 0.5)).toBeCloseTo(2e6, 3);
    expect(durationQuantileUs(work.duration, 0.99)).toBeCloseTo(20e6, 2);
  });

  it('reads every kind of arrivals', () => {
    const lawOf = (arrivals: string) =>
      load(changed('{ poisson: 6/min }', arrivals)).designs[0]?.system.jobs[0]?.arrivals;
    expect(lawOf('{ constant: 2/s, batch: 3, from: 1m, until: 2m }')).toEqual([
      { law: { kind: 'constant', perSecond: 2 }, batch: { kind: 'constant', value: 3 }, fromUs: 60e6, untilUs: 120e6 },
    ]);
    expect(lawOf('{ profile: [ { at: 0h, rate: 0/min }, { at: 2h, rate: 60/min } ], every: 4h }')?.[0]?.law).toEqual({
      kind: 'profile',
      periodUs: 4 * 3_600e6,
      steps: [
        { atUs: 0, perSecond: 0 },
        { atUs: 2 * 3_600e6, perSecond: 1 },
      ],
    });
    expect(lawOf('[ { times: [1s, 1s, 2s] }, { poisson: 1/s } ]')?.map(({ law }) => law.kind)).toEqual([
      'trace',
      'poisson',
    ]);
    expect(lawOf('{ poisson: 1/s, batch: { empirical: { 2: 1, 1: 3 } } }')?.[0]?.batch).toEqual({
      kind: 'empirical',
      values: [1, 2],
      cumulative: [0.75, 1],
    });
  });

  it('reads a trace file beside it, and tells its line where it is wrong', () => {
    writeFileSync(join(folder, 'small.yaml'), changed('{ poisson: 6/min }', '{ trace: times.csv }'));
    writeFileSync(join(folder, 'times.csv'), '# seconds\n0.5,sync\n1\n\n1\n2.25\n');
    expect(loadScenario(join(folder, 'small.yaml')).designs[0]?.system.jobs[0]?.arrivals[0]?.law).toEqual({
      kind: 'trace',
      timesUs: [500_000, 1e6, 1e6, 2_250_000],
    });
    writeFileSync(join(folder, 'times.csv'), '1\n0.5\n');
    expect(problemsThrownBy(() => loadScenario(join(folder, 'small.yaml')))).toMatchObject([
      {
        line: 17,
        path: 'jobs.sync.arrivals.trace',
        message: expect.stringContaining('line 2 of times.csv'),
        expected: 'seconds, at least 1',
        found: '"0.5"',
      },
    ]);
  });

  it('resolves faults to windows, `fail` and `throttle` of one operation to one', () => {
    const text = changed(
      'jobs:\n',
      'faults:\n  - { at: 1m, for: 30s, slow: { delete: 9s }, fail: { delete: 50% }, throttle: { delete: 20% } }\n  - { at: 2m, kill: janitor }\njobs:\n',
    );
    expect(load(text).designs[0]?.system.faults).toEqual([
      { kind: 'slow', atUs: 60e6, untilUs: 90e6, operation: 'delete', latency: { kind: 'constant', valueUs: 9e6 } },
      { kind: 'fail', atUs: 60e6, untilUs: 90e6, operation: 'delete', fail: 0.5, retry: 0.2 },
      { kind: 'kill-janitor', atUs: 120e6 },
    ]);
  });

  it('can be made in code, with the same schema', () => {
    const scenario = buildScenario({
      name: 'made',
      question: 'Does it load?',
      duration: '1h',
      pools: { p: 2 },
      jobs: { j: { arrivals: { poisson: '1/min' }, steps: [{ task: { steps: [{ work: '1s' }] } }] } },
      designs: { only: {} },
    });
    expect(scenario.designs[0]?.system.pools[0]).toMatchObject({ name: 'p', threads: 2 });
  });
});

describe('a design', () => {
  it('merges maps and replaces the rest', () => {
    const [legacy, janitor] = load().designs;
    expect(legacy?.system.semaphores).toEqual([{ name: 'slots', limit: 2 }]);
    expect(janitor?.system.semaphores).toEqual([{ name: 'slots', limit: 4 }]);
    expect(janitor?.system.jobs[0]?.deletion).toMatchObject({ by: 'janitor', delayUs: 60e6 });
  });

  it('replaces a distribution and a stream of arrivals as a whole', () => {
    const text = changed(
      '    semaphores: { slots: 4 }',
      '    store: { delete: { latency: 60s, fail: 1% } }\n    jobs: { chat: { arrivals: { constant: 1/s } } }',
    );
    const system = load(text).designs[1]?.system;
    expect(system?.store.delete).toMatchObject({ latency: { kind: 'constant', valueUs: 60e6 }, fail: 0.01 });
    expect(system?.jobs[1]?.arrivals[0]?.law).toEqual({ kind: 'constant', perSecond: 1 });
    expect(system?.jobs[1]?.steps.length).toBe(4);
  });

  it('may differ in the deletion of one kind of job alone', () => {
    const text = changed(
      '    deletion: sleep-in-pool',
      '    deletion: sleep-in-pool\n    jobs: { chat: { deletion: { by: janitor, delay: 5s } } }',
    );
    expect(load(text).designs[0]?.system.jobs.map(({ deletion }) => [deletion.by, deletion.delayUs])).toEqual([
      ['sleep-in-pool', 60e6],
      ['janitor', 5e6],
    ]);
  });

  it('may change the short form of a latency', () => {
    const text = changed('    semaphores: { slots: 4 }', '    store: { upload: { fail: 5% } }');
    expect(load(text).designs[1]?.system.store.upload).toMatchObject({
      latency: { kind: 'constant', valueUs: 300_000 },
      fail: 0.05,
    });
  });
});

describe('the notes of a scenario', () => {
  it('stand beside the value as it is written, one told once though aliases repeat it', () => {
    const { assumptions, sources } = load(changed('question:', 'assumptions: [All of it.]\nquestion:'));
    expect(assumptions).toEqual([
      { path: '', value: '', text: 'All of it.' },
      { path: 'semaphores.slots', value: 'limit: 2', text: 'a guess' },
      { path: 'store.delete', value: 'latency: { exponential: { mean: 0.1s } }', text: 'no figure' },
      {
        path: 'jobs.sync.steps.1.task.steps.0',
        value: 'work: { lognormal: { p50: 2s, p99: 20s } }',
        text: 'not measured',
      },
    ]);
    expect(sources).toEqual([
      { path: 'pools.storage', value: 'threads: 8, healthLog: {}', text: 'a measurement' },
      { path: 'deletion', value: 'delay: 60s, pool: storage', text: 'the code' },
    ]);
  });

  it('go away with the value that they were about', () => {
    const paths = (options: Parameters<typeof load>[1]) => load(SMALL, options).assumptions.map(({ path }) => path);
    expect(paths({ designs: ['legacy'] })).toContain('semaphores.slots');
    expect(paths({ designs: ['janitor'] })).not.toContain('semaphores.slots');
    expect(paths({ overrides: ['store.delete.latency.exponential.mean=1s'] })).not.toContain('store.delete');
  });

  it('of a design are told with its path', () => {
    const { assumptions } = load(changed('{ slots: 4 }', '{ slots: { limit: 4, assumed: room for more } }'));
    expect(assumptions.at(-1)).toEqual({
      path: 'designs.janitor.semaphores.slots',
      value: 'limit: 4',
      text: 'room for more',
    });
  });
});

describe('the options of the command line', () => {
  it('replace the seed, the replications and the duration', () => {
    expect(load(SMALL, { seed: 9, replications: 3, durationUs: 5e6 })).toMatchObject({
      seed: 9,
      replications: 3,
      durationUs: 5e6,
    });
  });

  it('keep the designs that are asked for, in this order', () => {
    expect(load(SMALL, { designs: ['janitor', 'legacy'] }).designs.map(({ name }) => name)).toEqual([
      'janitor',
      'legacy',
    ]);
  });

  it('set values by their path, also inside short forms, in designs and in lists', () => {
    const scenario = load(SMALL, {
      overrides: [
        'concurrency.pipelines.limit=3',
        'pools.storage=5',
        'designs.legacy.semaphores.slots.limit=7',
        'jobs.sync.steps.1.task.steps.0.work=3s',
        'store.upload.fail=2%',
      ],
    });
    const [legacy, janitor] = scenario.designs.map(({ system }) => system);
    expect(legacy?.concurrency[0]?.limit).toBe(3);
    expect(janitor?.pools[0]?.threads).toBe(5);
    expect([legacy?.semaphores[0]?.limit, janitor?.semaphores[0]?.limit]).toEqual([7, 4]);
    expect(legacy?.store.upload).toMatchObject({ latency: { valueUs: 300_000 }, fail: 0.02 });
    const workOf = (job: number) => (legacy!.jobs[job]!.steps[1] as Extract<Step, { do: 'fanOut' }>).steps[0];
    expect(workOf(0)).toMatchObject({ duration: { kind: 'constant', valueUs: 3e6 } });
    // The other job kind shares the steps by an alias and keeps them.
    expect(workOf(1)).toMatchObject({ duration: { kind: 'lognormal' } });
  });
});

describe('the scenario to start from', () => {
  it('loads as it stands', () => {
    writeFileSync(join(folder, 'mine.yaml'), starterScenario('mine'));
    const scenario = loadScenario(join(folder, 'mine.yaml'));
    expect(scenario.name).toBe('mine');
    expect(scenario.designs.map(({ system }) => system.pools[0]?.threads)).toEqual([32, 32, 8]);
  });
});

describe('an override that a design overrides again', () => {
  it('is told of, with what to set instead', () => {
    const notes: string[] = [];
    load(SMALL, {
      overrides: ['semaphores.slots=7', 'pools.storage.threads=9'],
      note: (text) => notes.push(text),
    });
    expect(notes).toEqual([
      'Note: --set semaphores.slots=7 changes nothing in janitor, which has a value of its own; set designs.janitor.semaphores.slots for that.',
    ]);
  });

  it('is not mentioned where that design is not run', () => {
    const notes: string[] = [];
    load(SMALL, { overrides: ['semaphores.slots=7'], designs: ['legacy'], note: (text) => notes.push(text) });
    expect(notes).toEqual([]);
  });
});
