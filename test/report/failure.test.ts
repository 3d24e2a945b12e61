import { describe, expect, it } from 'vitest';
import { failure } from '../../src/report/failure.ts';
import type { NamedDesign } from '../../src/report/selection.ts';

const growing = (perHour: number, halfWidth95: number | null): NamedDesign =>
  ({
    name: 'today',
    result: {
      starved: [],
      pools: {},
      stability: { growing: [{ line: 'pools.exec.queueDepth', perHour, halfWidth95 }] },
    },
  }) as unknown as NamedDesign;

describe('why a design does not carry its load', () => {
  it('has the rate at which something grows where the replications show it', () => {
    expect(failure(growing(1_328, 300))).toBe('the queue of pool `exec` grows by 1,328/h');
    expect(failure(growing(1_328, null))).toBe('the queue of pool `exec` grows by 1,328/h');
  });

  it('has no rate whose interval holds 0', () => {
    expect(failure(growing(1_328, 3_085))).toBe('the queue of pool `exec` is unstable');
  });
});
