/** The schema of a scenario file: what may stand where. Errors, the JSON Schema and the language reference are all made from it. */
import * as z from 'zod';
import {
  byDefault,
  duration,
  longerThanZero,
  map,
  name,
  named,
  shortFor,
  text,
  wholeNumber,
  wordings,
} from './language.ts';
import { system, systemShape } from './system-schema.ts';

/** What it means that a condition does not hold. */
export const EXPECTATION_LEVELS = ['error', 'warn'] as const;

export const MAX_SEED = 2 ** 32 - 1;

/** What `unpark check` runs at most where a scenario says nothing. */
export const CHECK_REPLICATIONS = 5;

/** White space makes no difference in it. */
const onOneLine = text.transform((written) => written.trim().replace(/\s+/g, ' '));

/** A condition on a run's result; the gate (src/gate) reads it. */
export const expectation = shortFor(
  'that',
  text,
  z.strictObject({
    that: onOneLine.describe('The condition.'),
    reason: onOneLine.optional().describe('Why it has to hold; shown when it does not.'),
    level: byDefault(
      z.enum(EXPECTATION_LEVELS).register(wordings, { expected: `one of: ${EXPECTATION_LEVELS.join(', ')}` }),
      'error',
      '`error`: when it does not hold, the check fails. `warn`: it is reported, and the check passes. Without data both fail.',
    ),
  }),
  'a condition, or a map such as { that: condition, reason: text }',
).meta({
  id: 'expectation',
  description:
    'A condition that the result has to meet, on one line: `janitor.pools.storage.active.mean between 5 and 15`. A bare text is short for `{ that: text }`.',
});

const trimmed = text.transform((written) => written.trim());
const texts = z.array(trimmed).register(wordings, { expected: 'a list of texts' });

/** A whole scenario file. */
export const scenarioSchema = z
  .strictObject({
    name: name.describe('The name of the scenario; the report is written to a folder of this name.'),
    question: trimmed.describe('The question that it answers, for a reader.'),
    duration: longerThanZero.describe('How much time is measured.'),
    warmUp: byDefault(duration, '0s', 'How much time is simulated before the measured time.'),
    seed: byDefault(
      z.int().min(0).max(MAX_SEED).register(wordings, { expected: 'a whole number from 0 to 4294967295' }),
      1,
      'Where the random numbers start: a whole number from 0 to 4294967295.',
    ),
    replications: byDefault(wholeNumber, 20, 'How many times each design is run, each time with other random numbers.'),
    live: map({
      warmUp: byDefault(duration, '10m', 'The warm-up of a live run.'),
      duration: byDefault(longerThanZero, '20m', 'The measured time of a live run.'),
    })
      .prefault({})
      .describe('The warm-up and the measured time of a live run, in the time of the scenario.'),
    check: map({
      replications: wholeNumber
        .optional()
        .describe(
          `How often \`npx unpark check\` runs each design. Default: ${CHECK_REPLICATIONS}, or \`replications\` where that is less.`,
        ),
      duration: longerThanZero.optional().describe('How much time `npx unpark check` measures. Default: `duration`.'),
    })
      .optional()
      .describe('What `npx unpark check` and `npx unpark baseline` run instead, so that a gate is quick.'),
    expect: z
      .array(expectation)
      .optional()
      .describe('What has to hold of the result; `npx unpark check` judges it.')
      .register(wordings, { expected: 'a list of conditions' }),
    assumptions: texts
      .optional()
      .describe('Assumptions about the whole scenario, one text each. The report lists them.'),
    sources: texts.optional().describe('Sources of the whole scenario, one text each. The report lists them.'),
    ...systemShape,
    pools: systemShape.pools.unwrap().describe('The thread pools by name.'),
    jobs: systemShape.jobs.unwrap().describe('The kinds of jobs by name.'),
    designs: named(system).describe(
      'The designs to compare, by name, in their order: the first is the *before* that the others are compared with.',
    ),
  })
  .meta({
    title: 'unpark scenario',
    description: 'A scenario of unpark: a workload, the thread pools that it meets, and the designs to compare.',
  })
  .register(wordings, { expected: 'a map with the keys name, question, duration, pools, jobs and designs' });

/** What was read of a file. */
export type WrittenScenario = z.output<typeof scenarioSchema>;

/** What `defineScenario` takes: the content of a scenario file as plain values. A unit belongs to a number as in a file: `duration: '24h'`. */
export type ScenarioInput = Written<z.input<typeof scenarioSchema>>;

/** What is only read may be constant. */
type Written<T> = T extends readonly (infer Item)[]
  ? readonly Written<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Written<T[Key]> }
    : T;
