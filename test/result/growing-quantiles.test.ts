import { describe, expect, it } from 'vitest';
import type { NumberComparison } from '../../src/gate/condition.ts';
import { parseExpectations } from '../../src/gate/expectations.ts';
import { judge } from '../../src/gate/judge.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import type { DesignResult } from '../../src/result/schema.ts';
import { precisionOf } from '../../src/run/until/precision.ts';
import { run, scenarioOf } from '../sim/run-scenario.ts';

/** Three jobs of a second each come in a second, on two threads; what else there is has room. */
const OVERLOAD = {
  duration: '20m',
  warmUp: '0s',
  replications: 5,
  pools: { w: 2, free: 20 },
  jobs: {
    j: {
      arrivals: { poisson: '3/s' },
      steps: [{ task: { name: 't', pool: 'w', steps: [{ work: { exponential: { mean: '1s' } } }] } }],
    },
    k: { arrivals: { poisson: '3/s' }, steps: [{ task: { name: 't', pool: 'free', steps: [{ work: '1s' }] } }] },
  },
};
const result = run(OVERLOAD);
const design = result.designs.only as DesignResult;
const w = design.pools.w!;

describe('what growth without end reaches', () => {
  it('has no quantiles and no intervals, as it has no mean; its maximum is one of the run', () => {
    const none = { mean: null, p50: null, p95: null, p99: null, p50Interval95: null, p99Interval95: null };
    for (const measure of [w.queueDepth, w.queueWait, w.tasks['j.t']?.queueWait, design.jobs.j!.time]) {
      expect(measure).toMatchObject(none);
      expect(measure?.max).toBeGreaterThan(60);
    }
    expect(w.queueDepth.p5).toBeNull();
    expect(w.active.p50).toBe(2);
    expect(design.jobs.k!.time.p99).toBeCloseTo(1, 2);
  });

  it('has no data for a condition and no precision, also in a result that was saved with its quantiles', () => {
    const saved = structuredClone(result);
    Object.assign((saved.designs.only as DesignResult).pools.w!.queueWait, { p99: 400, p99Interval95: [395, 405] });
    const conditions = parseExpectations(scenarioOf({ ...OVERLOAD, expect: ['only.pools.w.queueWait.p99 <= 1h'] }));
    for (const one of [result, saved]) {
      const [judged] = judge(one, conditions).conditions;
      expect(judged?.outcome).toBe('no data');
      expect(judged?.findings[0]?.why).toMatch(
        /`pools\.w\.queueDepth` grows by .* `pools\.w\.queueWait` has no quantiles/,
      );
    }
    const { left } = conditions[0]!.comparisons[0] as NumberComparison;
    expect(precisionOf(result, left.terms[0]!.measure).value).toBeNull();
  });

  it('is told as growing where a p99 would stand', () => {
    const text = renderTerminal(result, { width: 80, colour: false });
    expect(text).toMatch(/queue wait, p99 +grows/);
    expect(text).toMatch(/j: job time, p99 +grows/);
    expect(text).not.toMatch(/99 % of the j jobs/);
  });
});
