import { describe, expect, it } from 'vitest';
import { erlangC } from '../../../src/theory/index.ts';
import { onePool, sized } from './sized.ts';

/** M/M/c with 10 erlangs: at 20 threads half of them hold a task. */
const MMC = onePool(
  'work: { exponential: { mean: 1s } }',
  '{ poisson: 10/s }',
  'duration: 5m\nwarmUp: 20s\nreplications: 8',
);

describe('an objective that gets worse with the size', () => {
  it('has a largest size that meets it, which the refusal names, and no claim that none does', async () => {
    const refused = sized(MMC, { objective: 'pools.web.utilization.mean >= 50%' });
    const text = await refused.then(String, (error: Error) => error.message);
    const [, largest] = /a largest that meets it: (\d+)/.exec(text) ?? [];
    // 10 ÷ 19 is 52.6 %, 10 ÷ 20 is 50 %, which noise decides.
    expect([18, 19, 20]).toContain(Number(largest));
    expect(text).toContain('it gets worse the larger `pools.web.threads` is');
    expect(text).toMatch(/found: .*utilization\.mean is [\d.]+ %, against 50 % at \d+; .* at 100000/);
    expect(text).toContain('such as `pools.web.fullFraction < 1%`');
    expect(text).not.toContain('no `pools.web.threads` up to');
  });

  it('is told also where no stable size meets it', async () => {
    const text = await sized(MMC, { objective: 'pools.web.utilization.mean >= 99.9%' }).then(String, String);
    expect(text).toContain('it gets worse the larger `pools.web.threads` is, so it has no least size');
    expect(text).not.toContain('a largest that meets it');
  });

  it('is none where what a large size misses the small ones miss by more', async () => {
    expect(erlangC(12, 10)).toBeGreaterThan(0.3);
    const text = await sized(MMC, { objective: 'pools.web.fullFraction < 1%', most: 12 }).then(String, String);
    expect(text).toContain('no `pools.web.threads` up to 12 meets it');
  });
});
