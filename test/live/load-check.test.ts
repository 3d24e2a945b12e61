import { describe, expect, it } from 'vitest';
import { checkLoad, requestsPerSecond } from '../../src/live/load-check.ts';
import { compressScenario } from '../../src/scenario/compress.ts';
import { problemsThrownBy } from '../scenario/small-scenario.ts';
import { scenarioOf } from '../sim/run-scenario.ts';
import { smallLive } from './small-live.ts';

describe('the load of a live run', () => {
  it('is what jobs and their operations come to in a second', () => {
    // 8/min with an upload and its deletion, 2/min of four downloads and 2/min that only work, sixty times as fast.
    expect(requestsPerSecond(compressScenario(smallLive(), 60))).toBeCloseTo(8 * 3 + 2 * 5 + 2, 6);
  });

  it('counts the tries after the first', () => {
    const scenario = scenarioOf({
      pools: { storage: 8 },
      store: { download: '100ms' },
      jobs: {
        sync: {
          arrivals: { poisson: '1/s' },
          steps: [
            { task: { steps: [{ retry: { attempts: 3, backoff: '1s', steps: ['download', { fail: '50%' }] } }] } },
          ],
        },
      },
    });
    expect(requestsPerSecond(scenario)).toBeCloseTo(1 + 1.75, 6);
  });

  it('is warned of where the machine does not carry it, with a compression that it does', () => {
    expect(checkLoad(34, 2_000, 60)).toBeUndefined();
    expect(checkLoad(2_400, 2_000, 60)).toBe(
      'Warning: at --compress 60 this run makes 2,400 requests a second, and a probe says that this machine carries about 700: requests will fail, or the run will not be valid. --compress 12 fits.',
    );
    expect(checkLoad(2_400, 2_000, 1)).toContain('cannot be compressed any less');
  });

  it('is refused where it is many times what the machine carries', () => {
    expect(problemsThrownBy(() => checkLoad(6_000, 2_000, 60))).toEqual([
      expect.objectContaining({ hint: '--compress 4 fits' }),
    ]);
    expect(problemsThrownBy(() => checkLoad(6_000, 2_000, 1))).toEqual([
      expect.objectContaining({ hint: expect.stringContaining('lower the rates') }),
    ]);
  });
});
