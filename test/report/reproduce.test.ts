import { expect, it } from 'vitest';
import { reproduction, SHIPPED } from '../../src/report/reproduce.ts';
import { shippedScenarios } from '../../src/run/shipped-scenarios.ts';
import { beforeAfter, madeUpResult } from './made-up-result.ts';

it('names every scenario that is shipped, and of another one that its file is needed', () => {
  expect([...SHIPPED].sort()).toEqual(shippedScenarios());
  const result = beforeAfter();
  for (const name of shippedScenarios()) {
    expect(reproduction({ ...result, scenario: { ...result.scenario, name } })).toContain(`npx unpark run ${name} `);
  }
  const own = madeUpResult({ name: 'shop', designs: { today: { threads: 8, working: 2, parked: 0, blocked: 0 } } });
  expect(reproduction(own)).toBe('npx unpark run your-file.yaml --seed 7855 --replications 4 --design today');
});
