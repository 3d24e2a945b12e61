import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  arrivalExamples,
  countExamples,
  distributionExamples,
  sectionExamples,
  stepExamples,
} from '../../scripts/reference/examples.ts';
import { generatedFiles } from '../../scripts/reference/generated-files.ts';
import { scenarioReference } from '../../scripts/reference/reference.ts';
import { buildScenario } from '../../src/scenario/parse.ts';
import { stepShapes } from '../../src/scenario/step-schema.ts';

describe('the generated files', () => {
  it.each(Object.entries(generatedFiles()))(
    '%s is what the schema says now (node scripts/generate.mjs writes it)',
    (file, text) => {
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );
});

const readFile = (file: string) => (file.endsWith('.csv') ? 'id,duration_ms\na,1\nb,2\n' : '1\n2\n');

/** Loads a scenario that has these parts. */
function loadWith(
  parts: object,
  steps: unknown = [{ task: { pool: 'storage', steps: [{ work: '1s' }] } }],
  arrivals: unknown = { poisson: '1/min' },
): void {
  buildScenario(
    {
      name: 'example',
      question: 'Does the example load?',
      duration: '4h',
      pools: { storage: 4 },
      semaphores: { slots: 4 },
      store: { upload: '1s', download: '1s', delete: '1s' },
      deletion: 'janitor',
      jobs: { job: { arrivals, steps } },
      designs: { only: {} },
      ...parts,
    },
    { readFile },
  );
}

describe('the examples of the language reference', () => {
  it('are there for each step', () => {
    expect(Object.keys(stepExamples)).toEqual(Object.keys(stepShapes));
    for (const { yaml } of Object.values(stepExamples)) expect(scenarioReference()).toContain(yaml);
  });

  it.each(Object.entries(stepExamples))('load: the step %s', (_name, { in: whose, yaml }) => {
    const steps = parse(yaml);
    loadWith({}, whose === 'job' ? steps : [{ task: { steps } }]);
  });

  it.each(distributionExamples)('load: the distribution %s', (yaml) => {
    loadWith({}, [{ task: { steps: [{ work: parse(yaml) }] } }]);
  });

  it.each(countExamples)('load: the count %s', (yaml) => {
    loadWith({}, [{ fanOut: { tasks: parse(yaml), steps: ['download'] } }]);
  });

  it.each(arrivalExamples)('load: the arrivals %s', (yaml) => {
    loadWith({}, undefined, parse(yaml));
  });

  it.each(Object.entries(sectionExamples))('load: the section %s', (_name, yaml) => {
    loadWith(parse(yaml));
  });
});
