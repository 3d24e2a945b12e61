import { describe, expect, it } from 'vitest';
import { scenarioCheck } from '../../src/gate/check.ts';
import { judge, type Verdict } from '../../src/gate/judge.ts';
import { verdictText } from '../../src/report/gate/terminal.ts';
import { judged, smallResult } from './gated-scenario.ts';

describe('a scenario without expectations', () => {
  const checkOf = (verdict: Verdict) => scenarioCheck(smallResult(), 'small.yaml', verdict, undefined);
  const passing = checkOf(judged(['janitor.stability.stable = true']));
  const empty = checkOf(judge(smallResult(), []));

  it('is not comparable, and the closing line says what is missing', () => {
    expect(verdictText([empty])).toBe('Check NOT COMPARABLE: the scenario has no expectations to check.');
  });

  it('is counted among several', () => {
    expect(verdictText([passing, empty])).toBe(
      'Check NOT COMPARABLE: 1 passed and 1 has no expectations to check in 2 scenarios.',
    );
    expect(verdictText([empty, empty])).toBe('Check NOT COMPARABLE: 2 have no expectations to check in 2 scenarios.');
  });
});
