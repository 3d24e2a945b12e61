import { describe, expect, it } from 'vitest';
import type { LiveDesign } from '../../src/result/live-schema.ts';
import { liveValidity } from '../../src/result/live-validity.ts';

const quantiles = { p50: 0.001, p99: 0.004, max: 0.01 };

/** A run of 20 s that went well. */
const WELL: LiveDesign = {
  load: {
    planned: 1_000,
    sent: 1_000,
    accepted: 1_000,
    late: quantiles,
    answer: quantiles,
    asPlanned: true,
    reason: '',
  },
  probe: { operations: 40, upload: 0.001, download: 0.001, delete: 0.001 },
  intake: null,
  os: {
    threadsMax: 140,
    residentBytesMax: 1e9,
    voluntarySwitchesPerSecond: 100,
    involuntarySwitchesPerSecond: 10,
    cpuCores: 0.5,
    eventLoopDelayMaxSeconds: 0.03,
  },
  proof: null,
  failures: [],
  cancelled: 0,
  lostTransitions: 0,
  wakes: { count: 2_000, lateMeanSeconds: 0.0005, lateMaxSeconds: 0.01, heldThreads: 0.04 },
  foreignJobs: 0,
};

const judged = (change: Partial<LiveDesign>, active = 5) => liveValidity({ ...WELL, ...change }, active, 20);
const standing = (eventLoopDelayMaxSeconds: number) => ({ os: { ...WELL.os, eventLoopDelayMaxSeconds } });
const held = (heldThreads: number) => ({ wakes: { ...WELL.wakes!, heldThreads } });
const sent = (accepted: number) => ({ load: { ...WELL.load, accepted } });
const lag = (p99: number) => ({ load: { ...WELL.load, late: { ...quantiles, p99 } } });

describe('a live run', () => {
  it.each<[string, Partial<LiveDesign>, string, RegExp | undefined]>([
    ['that went well', {}, 'valid', undefined],
    [
      'of an older version, which knows less',
      { wakes: undefined, foreignJobs: undefined } as never,
      'valid',
      undefined,
    ],
    ['whose service stood still for a blink', standing(0.3), 'valid', undefined],
    [
      'whose service stood still for half a second of 20',
      standing(0.5),
      'doubtful',
      /event loop was delayed by 500 ms of 20 s/,
    ],
    ['whose service was stopped for 5 s', standing(5), 'not valid', /event loop was delayed by 5 s of 20 s/],
    ['beside busy loops', held(2.4), 'not valid', /woken late: that alone held 2\.4 of 5 active threads/],
    ['whose threads were woken a little late', held(0.3), 'doubtful', /woken late/],
    ['with 1,002 jobs of somebody else', { foreignJobs: 1_002 }, 'not valid', /1,002 jobs came from somebody else/],
    ['with one job of somebody else', { foreignJobs: 1 }, 'doubtful', /1 jobs came/],
    ['half of whose jobs were not accepted', sent(500), 'not valid', /500 of 1,000 jobs did not come/],
    ['one of whose jobs was not accepted', sent(999), 'doubtful', /1 of 1,000/],
    ['whose load was sent late', lag(0.4), 'not valid', /sent 400 ms late/],
    ['that lost changes of state', { lostTransitions: 3 }, 'not valid', /3 changes/],
  ])('%s is judged so', (_what, change, verdict, reason) => {
    const found = judged(change);
    expect(found.verdict).toBe(verdict);
    if (reason === undefined) expect(found.reasons).toEqual([]);
    else expect(found.reasons.join('; ')).toMatch(reason);
  });

  it('tells the worst first, and holds lateness against the threads that were active', () => {
    expect(judged({ ...standing(0.5), foreignJobs: 1_002 }).reasons[0]).toContain('somebody else');
    expect(judged(held(2.4), 90).verdict).toBe('valid');
  });
});
