import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenarioReference } from '../../scripts/reference/reference.ts';
import { resultSchema } from '../../src/result/schema.ts';

describe('the time of a job leaves out the wait for admission', () => {
  it('and the schema says so', () => {
    const { jobs } = resultSchema.shape.designs.valueType.shape;
    const { time, failedTime } = jobs.valueType.shape;
    for (const { description } of [time, failedTime]) expect(description).toContain('wait for admission is not in it');
  });

  it('and so do the language reference and the page of the library', () => {
    const library = readFileSync(join(import.meta.dirname, '../../docs/library.md'), 'utf8');
    for (const page of [scenarioReference(), library]) {
      expect(page).toMatch(/wait for admission is not in (it|them) but in `admissionWait`/);
    }
  });
});
