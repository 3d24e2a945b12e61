import { describe, expect, it } from 'vitest';
import { validationCases } from '../../src/validation/cases.ts';
import type { Validation } from '../../src/validation/validation.ts';
import { unpark } from '../cli/command.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';

describe('unpark validate', () => {
  it.each([1, 2, 3])(
    'finds that the simulator agrees with theory in all models: seed %i',
    async (seed) => {
      const { code, stdout } = await unpark(['validate', '--json', '--seed', String(seed)], {
        cwd: temporaryFolder(),
        longestMs: 1_100_000,
      });
      const { cases, failing, beyond2, beyond2Allowed } = JSON.parse(stdout) as Validation;
      expect(failing).toEqual([]);
      expect(beyond2).toBeLessThanOrEqual(beyond2Allowed);
      expect(cases).toHaveLength(validationCases.length);
      expect(code).toBe(0);
    },
    1_200_000,
  );
});
