import { describe, expect, it } from 'vitest';
import { exitCode, InputError } from '../../src/errors.ts';
import { checkIsWhole } from '../../src/gate/saved-result.ts';
import type { Result } from '../../src/result/schema.ts';
import { madeUpResult } from '../report/made-up-result.ts';

const whole = madeUpResult({ designs: { janitor: { threads: 8, working: 3, parked: 0, blocked: 0, queue: 0 } } });

function refusalOf(result: Result): InputError {
  try {
    checkIsWhole(result, 'result.json');
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('a result that conditions may be held against', () => {
  it('is whole', () => {
    expect(() => checkIsWhole(whole, undefined)).not.toThrow();
  });

  it('is not what was made from the events of a live run, which do not say whether the run was valid', () => {
    const refused = refusalOf({ ...whole, world: 'live' });
    expect(refused.code).toBe(exitCode.notComparable);
    expect(refused.problems[0]?.message).toContain('do not say whether the run was valid');
  });

  it('is not one of a dump that was cut off', () => {
    const observed = { isCut: true } as unknown as NonNullable<Result['observed']>;
    expect(refusalOf({ ...whole, world: 'observed', observed }).problems[0]?.message).toContain('cut off');
  });
});
