import { describe, expect, it } from 'vitest';
import { explainScenario } from '../../src/explain/explain.ts';
import { renderExplanation } from '../../src/report/explain.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { changed, load, SMALL } from '../scenario/small-scenario.ts';

function poolOf(text: string, design = 0) {
  return explainScenario(load(text)).designs[design]?.pools[0];
}

function findingsOf(text: string, design = 0) {
  return explainScenario(load(text)).designs[design]?.findings ?? [];
}

describe('the arithmetic of the shipped scenario', () => {
  const [legacy, janitor] = explainScenario(loadScenario('scenarios/omi-sync.yaml')).designs;

  it("gives Little's-law figures that were published for it", () => {
    const tasks = legacy?.pools[0]?.tasks ?? [];
    const sum = (name: string, key: 'working' | 'parked') =>
      tasks.reduce((total, task) => (task.taskKind.endsWith(name) ? total + task[key] : total), 0);
    expect(legacy?.pools[0]?.parked).toBeCloseTo(84.8, 9);
    expect(sum('.decode', 'working')).toBeCloseTo(5.3, 9);
    expect(sum('.upload', 'working')).toBeCloseTo(0.053, 9);
    expect(sum('.deletion', 'working')).toBeCloseTo(0.01767, 4);
    expect(sum('.chunk', 'working')).toBeCloseTo(1.9733, 4);
    expect(janitor?.pools[0]?.parked).toBe(0);
    expect(janitor?.deletions).toMatchObject([{ by: 'janitor', janitor: { concurrency: 1 } }]);
    expect(janitor?.deletions[0]?.pending).toBeCloseTo(84.8, 9);
  });

  it('says what a merge blocks: 32 chunks by eights and then the last eight, exponential each', () => {
    const merge = legacy?.pools[0]?.tasks.find(({ taskKind }) => taskKind === 'precache.merge');
    const harmonic = [1, 2, 3, 4, 5, 6, 7, 8].reduce((total, i) => total + 1 / i, 0);
    expect(merge?.blocked).toBeCloseTo((0.74 / 60) * (16 + 4 * harmonic), 9);
  });

  it('bounds the merges that hold threads by the semaphore that their jobs hold', () => {
    expect(legacy?.findings.map(({ text }) => text).join()).toContain('hold at most 2 of its 128 threads');
    expect(janitor?.findings.map(({ text }) => text).join()).toContain('hold at most 4 of its 128 threads');
  });
});

describe('the arithmetic of a pool', () => {
  it('is rate × holding time, sleepers included', () => {
    const pool = poolOf(changed('{ lognormal: { p50: 2s, p99: 20s } }', '2s').replace('mean: 0.1s', 'mean: 0.2s'));
    // 7 jobs a minute: 2 s of work, 0.3 s of upload, 60 s asleep and 0.2 s of deletion each.
    expect(pool?.working).toBeCloseTo((7 / 60) * 2.5, 12);
    expect(pool?.parked).toBeCloseTo(7, 12);
    expect(pool?.offered).toBeCloseTo(7 + (7 / 60) * 2.5, 12);
    expect(pool?.parkedQuantiles).toEqual({ p50: 7, p95: 12, p99: 14 });
  });

  it('claims no quantiles where arrivals are not Poisson or come in batches', () => {
    expect(poolOf(changed('{ poisson: 6/min }', '{ constant: 6/min }'))?.parkedQuantiles).toBeNull();
    expect(poolOf(changed('{ poisson: 6/min }', '{ poisson: 3/min, batch: 2 }'))?.parkedQuantiles).toBeNull();
  });

  it('claims no quantiles where a job can bring several blobs, whatever it brings on average', () => {
    const bursts = changed('            - upload\n', '').replace(
      '      - release: slots',
      '      - fanOut: { name: part, tasks: { empirical: { 0: 0.9, 10: 0.1 } }, steps: [upload] }\n      - release: slots',
    );
    expect(bursts).not.toBe(SMALL);
    const pool = poolOf(bursts);
    expect(pool?.parked).toBeCloseTo(7, 6);
    expect(pool?.parkedQuantiles).toBeNull();
    expect(pool?.threadsForWait).toBeNull();
  });

  it('says at how many threads few tasks wait, where Erlang C speaks of the pool, and nothing where it does not', () => {
    const plain = SMALL.replace(/ {6}- (acquire|release): slots\n/g, '');
    const pool = poolOf(plain);
    const [tenPercent, onePercent] = pool?.threadsForWait ?? [];
    expect(tenPercent?.threads).toBeGreaterThan(pool?.offered as number);
    expect(tenPercent?.share).toBeLessThanOrEqual(0.1);
    expect(onePercent?.threads).toBeGreaterThan(tenPercent?.threads as number);
    expect(onePercent?.share).toBeLessThanOrEqual(0.01);
    expect(poolOf(plain.replace('{ poisson: 6/min }', '{ poisson: 3/min, batch: 2 }'))?.threadsForWait).toBeNull();
  });

  it('counts slow times of the store in: a janitor that is slow for the whole run is as busy as that makes it', () => {
    const slow = `${SMALL}faults:\n  - { at: 0s, for: 65m, slow: { delete: 3s } }\n`;
    const [normal] = explainScenario(load(SMALL)).designs[1]!.deletions;
    const [busy] = explainScenario(load(slow)).designs[1]!.deletions;
    expect(busy!.janitor!.load / normal!.janitor!.load).toBeCloseTo(30, 6);
  });

  it('keeps janitors with different settings apart', () => {
    const two = SMALL.replace(
      '    arrivals: { poisson: 1/min }\n',
      '    arrivals: { poisson: 1/min }\n    deletion: { janitor: { concurrency: 4 } }\n',
    );
    const { deletions } = explainScenario(load(two)).designs[1]!;
    expect(deletions.map(({ jobs, janitor }) => [jobs, janitor?.concurrency])).toEqual([
      [['sync'], 1],
      [['chat'], 4],
    ]);
  });

  it('counts the blobs of a fan-out', () => {
    const pool = poolOf(
      changed('      - release: slots', '      - release: slots\n      - fanOut: { tasks: 3, steps: [upload] }'),
    );
    expect(pool?.parked).toBeCloseTo(28, 12);
  });
});

describe('what stands out', () => {
  it('is a pool that is offered more than it has', () => {
    const [first] = findingsOf(changed('6/min', '60/min'));
    expect(first?.kind).toBe('overload');
    expect(first?.text).toContain('has 8 threads');
    expect(findingsOf(changed('6/min', '1/min')).some(({ kind }) => kind === 'overload')).toBe(false);
  });

  it('is a limit that is offered more than it allows', () => {
    const texts = findingsOf(
      changed('6/min', '600/min').replace('storage: { threads: 8', 'storage: { threads: 8000'),
    ).map(({ text }) => text);
    expect(texts.some((text) => text.startsWith('The concurrency limit pipelines'))).toBe(true);
    expect(texts.some((text) => text.startsWith('The semaphore slots'))).toBe(true);
  });

  it('is a janitor that cannot keep up', () => {
    expect(findingsOf(changed('mean: 0.1s', 'mean: 10s'), 1).find(({ kind }) => kind === 'overload')?.text).toContain(
      'falls behind for good',
    );
  });

  it('counts the tries of a janitor that is asked to try again', () => {
    const text = changed('assumed: no figure', 'retry: 50%').replace(
      'deletion: { delay',
      'deletion: { janitor: { retry: { attempts: 3 } }, delay',
    );
    expect(explainScenario(load(text)).designs[1]?.deletions[0]?.janitor?.load).toBeCloseTo((7 / 60) * 0.1 * 1.75, 12);
  });

  it('is a pool that its own fan-out can starve', () => {
    const nested = '            - fanOut: { tasks: 2, steps: [upload] }\n';
    const unbounded = SMALL.replace('            - upload\n', nested)
      .replace('      - acquire: slots\n', '')
      .replace('      - release: slots\n', '');
    const risk = findingsOf(unbounded).find(({ kind }) => kind === 'risk');
    expect(risk?.text).toContain('any number of its 8 threads');
    const bounded = SMALL.replace('            - upload\n', nested);
    expect(findingsOf(bounded).some(({ text }) => text.includes('hold at most 2 of its 8 threads'))).toBe(true);
  });

  it('is a time of slow deletions that a janitor does not survive on time', () => {
    const text = changed('jobs:\n', 'faults: [ { at: 10m, for: 30m, slow: { delete: 60s } } ]\njobs:\n');
    expect(findingsOf(text, 1).find(({ kind }) => kind === 'risk')?.text).toMatch(
      /falls behind: about 180 deletions wait/,
    );
  });
});

describe('what waiting adds', () => {
  it('is ≥ where a task waits for permits, in the sums too', () => {
    const text = renderExplanation(
      explainScenario(
        load(
          SMALL.replace(/ {6}- (acquire|release): slots\n/g, '').replace(
            '            - upload\n',
            '            - acquire: slots\n            - upload\n            - release: slots\n',
          ),
        ),
      ),
      { width: 100, colour: false },
    );
    expect(text).toMatch(/in all .*≥ 0 +≥ \d/);
  });
});

describe('the text of an explanation', () => {
  const text = renderExplanation(explainScenario(loadScenario('scenarios/omi-sync.yaml')), { colour: false });

  it('is never wider than 100 columns', () => {
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('has every design, every assumption and every source', () => {
    for (const part of ['design legacy', 'design janitor', 'No delete latency was published.', 'PR 7526'])
      expect(text).toContain(part);
  });
});
