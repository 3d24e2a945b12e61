import { describe, expect, it } from 'vitest';
import { explainScenario } from '../../src/explain/explain.ts';
import { renderExplanation } from '../../src/report/explain.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { changed, load } from '../scenario/small-scenario.ts';

const explained = (text?: string, width = 100) =>
  renderExplanation(explainScenario(load(text)), { width, colour: false });

describe('an explanation', () => {
  it.each([40, 69, 70, 80, 100, 200])('is never wider than a terminal of %i columns, nor than 100', (width) => {
    for (const name of ['omi-sync', 'omi-pool-history', 'precache-burst']) {
      const text = renderExplanation(explainScenario(loadScenario(`scenarios/${name}.yaml`)), { width, colour: false });
      for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(Math.min(width, 100));
    }
  });

  it('says of each pool who offers how many erlangs, and how many of them are parked', () => {
    // 6 jobs a minute whose deletion sleeps for 60 s, and 1 a minute of the other kind.
    expect(explained()).toMatch(/pool storage, 8 threads +tasks\/min +working +parked +blocked +erlangs/);
    expect(explained()).toMatch(/sync\.deletion +6 +0\.01 +6 +0 +6\.01/);
    expect(explained()).toMatch(/chat\.deletion +1 +0\.00167 +1 +0 +1/);
  });

  it('has each figure on a line of its own where there is no room for a table', () => {
    expect(explained(undefined, 40)).toContain(
      '  sync.deletion\n    tasks/min: 6\n    working: 0.01\n    parked: 6\n    blocked: 0\n    erlangs: 6.01\n',
    );
  });

  it('warns where the load exceeds the threads', () => {
    const text = explained(changed('threads: 8', 'threads: 4'));
    expect(text).toMatch(/^OVERLOAD {2}/m);
    expect(explained()).not.toContain('OVERLOAD  janitor');
  });

  it('lists what is assumed, apart from what has a source', () => {
    const text = explained();
    expect(text).toMatch(/Assumed\n {2}- semaphores\.slots \(limit: 2\): a guess/);
    expect(text).toMatch(/Sources\n {2}- pools\.storage \(threads: 8, healthLog: \{\}\): a measurement/);
  });

  it('is in colour only where that is wanted', () => {
    expect(explained()).not.toContain('\u001b');
    expect(renderExplanation(explainScenario(load()), { colour: true })).toContain('\u001b[');
  });
});
