/** The reference of the scenario language, written from the schema's own descriptions. */
import type { z } from 'zod';
import { arrivals } from '../../src/scenario/arrivals-schema.ts';
import { count } from '../../src/scenario/count-schema.ts';
import { distribution } from '../../src/scenario/distribution-schema.ts';
import { expectation, scenarioSchema } from '../../src/scenario/schema.ts';
import {
  alternativesOf,
  definition,
  mapsOf,
  mayBeLeftOut,
  namingKey,
  unwrapped,
} from '../../src/scenario/schema-reading.ts';
import { stepShapes } from '../../src/scenario/step-schema.ts';
import { systemShape } from '../../src/scenario/system-schema.ts';
import { starterScenario } from '../../src/scenario/templates/templates.ts';
import {
  arrivalExamples,
  countExamples,
  distributionExamples,
  expectExamples,
  sectionExamples,
  stepExamples,
} from './examples.ts';

/** @returns the text of docs/scenario-language.md. */
export function scenarioReference(): string {
  const parts = [
    '<!-- Written by scripts/generate.mjs from src/scenario. Change it there. -->',
    '# The scenario language',
    'A scenario is a YAML file: it says what arrives, what it does with which thread pool, and which designs of the same service are compared. `npx unpark explain FILE` checks one without running it, `npx unpark init` writes one to start from, and the JSON Schema in `scenarios/scenario.schema.json` lets an editor complete and check it when the first line of the file names it:',
    fence('# yaml-language-server: $schema=./scenario.schema.json'),
    'A whole scenario, as `npx unpark init` writes it:',
    fence(starterScenario('my-scenario').trim()),
    ...unitsAndNotes(),
    '## The file',
    keyTableOf([scenarioSchema], ['store', 'deletion']),
    'A run lasts `warmUp` + `duration`. What is measured is measured in the `duration`; times such as `from`, `until` and `at` count from the start of the run, the warm-up included.',
    ...valueSections(),
    ...systemSections(),
    '## jobs',
    describe(definition(unwrapped(systemShape.jobs)).catchall),
    keyTableOf([unwrapped(definition(unwrapped(systemShape.jobs)).catchall as z.ZodType)], ['deletion']),
    ...stepSections(),
    ...designSections(),
    ...expectSections(),
  ];
  return `${parts.join('\n\n')}\n`;
}

function unitsAndNotes(): string[] {
  return [
    '## Units, names and notes',
    [
      '- A **duration** has a unit: `250us`, `20ms`, `0.3s`, `15m` (or `15min`), `1h30m`, `2d`. A bare number is an error.',
      '- A **rate** has a unit: `20/min`, `0.74/min`, `5/s`, `4/h`, `100/d`.',
      '- A **percentage** has its sign: `1%`. It is from 0% to 100%.',
      '- A **name** begins with a letter; letters, digits, `-` and `_` follow.',
      '- Any map may carry `assumed: text` and `source: text` beside its numbers. The report lists them all, each with the value that it stands beside, so an assumption is never hidden in a figure.',
    ].join('\n'),
    fence(
      'store:\n  delete:\n    latency: { exponential: { mean: 0.1s } }\n    assumed: No delete latency was published.',
    ),
  ];
}

function valueSections(): string[] {
  return [
    '## Distributions of durations',
    describe(distribution),
    alternativeTable(distribution),
    fence(distributionExamples.map((example) => `work: ${example}`).join('\n')),
    '## Counts',
    describe(count),
    alternativeTable(count),
    fence(countExamples.map((example) => `tasks: ${example}`).join('\n')),
    '## Arrivals',
    describe(arrivals),
    keyTableOf(mapsOf(arrivals)),
    fence(arrivalExamples.map((example) => `arrivals: ${example}`).join('\n')),
  ];
}

function systemSections(): string[] {
  return Object.entries(sectionExamples).flatMap(([key, example]) => {
    const schema = systemShape[key as keyof typeof systemShape];
    return [`## ${key}`, describe(schema), ...[keysIn(schema)].filter((table) => table !== ''), fence(example)];
  });
}

/** The table of the keys of a section: of its own map, or of the maps that it names, or lists. */
function keysIn(schema: z.ZodType): string {
  const inner = definition(unwrapped(schema));
  const entry = inner.element ?? namedEntry(schema) ?? schema;
  const description = entry === schema ? '' : `${describe(entry)}\n\n`;
  return `${description}${keyTableOf(mapsOf(entry))}`;
}

function namedEntry(schema: z.ZodType): z.ZodType | undefined {
  const { catchall } = definition(unwrapped(schema));
  return catchall !== undefined && definition(catchall).type !== 'never' ? catchall : undefined;
}

function stepSections(): string[] {
  const sections = Object.entries(stepShapes).flatMap(([key, shape]) => {
    const value = (shape as Readonly<Record<string, z.ZodType>>)[key] as z.ZodType;
    const example = stepExamples[key];
    const maps = mapsOf(value);
    const hasOwnKeys = ['acquire', 'release', 'task', 'fanOut', 'retry', 'defer'].includes(key);
    return [
      `### ${key}`,
      describe(value),
      ...(hasOwnKeys ? [keyTableOf(maps)] : []),
      ...(example === undefined ? [] : [fence(example.yaml)]),
    ];
  });
  return [
    '## Steps',
    'A job and a task are a list of steps, one after another. A job is a coordinator: it holds no thread, so it cannot `work` or `park`. A task holds a thread of its pool from its first step to its end, so it cannot `wait`.',
    ...sections,
  ];
}

function designSections(): string[] {
  return [
    '## designs',
    describe(definition(unwrapped(scenarioSchema.shape.designs as z.ZodType)).catchall),
    '`deletion: janitor` is short for `deletion: { by: janitor }`, `chunk: 4` for `chunk: { limit: 4 }` and `storage: 64` for `storage: { threads: 64 }`. A note about a value that a design replaces goes away with it. Nothing can be removed.',
    fence(
      'designs:\n  legacy:\n    deletion: sleep-in-pool\n  janitor:\n    deletion: janitor\n    semaphores: { precache-file: 4 }\n  janitor-32:\n    deletion: janitor\n    pools: { storage: 32 }',
    ),
    'The same changes can be made for one run: `--set pools.storage.threads=64`, `--set designs.janitor.semaphores.precache-file=4`. The value is YAML, and list items are counted from 0.',
  ];
}

function expectSections(): string[] {
  return [
    '## check and expect',
    '`npx unpark check FILE` runs a scenario and judges its result by the conditions of `expect`. It may run less than `npx unpark run` does:',
    fence('check: { replications: 3, duration: 12h }'),
    describe(expectation),
    keyTableOf(mapsOf(expectation)),
    fence(`expect:\n${expectExamples.map(({ yaml, says }) => `  # ${says}\n  - ${yaml}`).join('\n')}`),
    [
      '- A **measure** is `design.part.name.measure`, by its place in `result.json`: `pools.<pool>`, `semaphores.<name>`, `concurrency.<name>` and `jobs.<job>` with their levels and durations (`mean`, `p50`, `p95`, `p99`, `max` …), `deletions`, `blobs`, `threads`, `threadHours` and `stability.stable`. A wrong name is reported with those that exist.',
      '- A **bound** is written in the unit of the measure: a time as `100ms`, a share as `20%`, a rate as `600/h`, and threads, tasks and counts as plain numbers. Counts are per replication.',
      '- Of jobs, `time` is that of completed ones and `failedTime` that of failed ones, both from admission to the end: the wait for admission is not in them but in `admissionWait`; `successFraction`, `failedFraction` and `donePerHour` (the goodput) say how many there are: `janitor.jobs.sync.failedFraction < 1%`.',
      '- **No data never passes**: a condition on something that was never observed, or on a mean of an unstable design that the growth reaches (the queue that grows, the wait in it, the time of the jobs that wait), or on any figure of a starved pool and of the jobs, permits and sums that it reaches (its work stands still, and its longest waits never end), or on the `deletion` of a job kind without a `defer`, fails at any level. `stability.stable` has no data where the run is too short to tell.',
      '- Where the bound lies within the 95 % interval of a mean or a quantile, or nearer to a maximum than the replications’ maxima are to each other, the check says so: another seed could turn the verdict. A quantile has an interval from two replications on, where at least 50 observations lie beyond it: of a p99 from about 5,000 observations in all replications on. It has none where the replications differ so much that its upper end lies beyond all that was observed. The check says which of both is why, and of how many observations a quantile is where they are too few for one (a p99 of fewer than 100 is the longest of them).',
      '- Two sides that differ by a rounding (a part in 10¹²) are equal, so `< 100%` does not hold for a pool that is full.',
    ].join('\n'),
  ];
}

/**
 * One table for the keys of several maps; a key that two of them share stands once. Keys inside keys are written with a dot.
 * @param elsewhere keys that have a section of their own, and whose own keys are told there.
 */
function keyTableOf(maps: readonly z.ZodType[], elsewhere: readonly string[] = []): string {
  const rows = new Map<string, string>();
  for (const map of maps) addRows(map, '', rows, maps.length > 1, elsewhere);
  if (rows.size === 0) return '';
  const lines = [...rows].map(([key, meaning]) => `| \`${key}\` | ${meaning.replaceAll('|', '\\|')} |`);
  return ['| key | meaning |', '| --- | --- |', ...lines].join('\n');
}

function addRows(
  map: z.ZodType,
  prefix: string,
  rows: Map<string, string>,
  isAlternative: boolean,
  elsewhere: readonly string[],
): void {
  for (const [key, entry] of Object.entries(definition(map).shape ?? {})) {
    if (key === 'assumed' || key === 'source') continue;
    const path = `${prefix}${key}`;
    const isRequired = !mayBeLeftOut(entry) && !(isAlternative && namingKey(map) === key);
    if (!rows.has(path)) rows.set(path, `${describe(entry)}${isRequired ? ' Required.' : ''}`.trim());
    const inner = elsewhere.includes(key) ? undefined : settingsOf(entry);
    if (inner !== undefined) addRows(inner, `${path}.`, rows, false, elsewhere);
  }
}

/** The map of settings that a value is, or can be: not one that picks among alternatives by its name. */
function settingsOf(schema: z.ZodType): z.ZodType | undefined {
  const inner = unwrapped(schema);
  if (definition(inner).type === 'object')
    return definition(definition(inner).catchall as z.ZodType).type === 'never' ? inner : undefined;
  return alternativesOf(inner).find((option) => {
    const value = definition(unwrapped(option)).shape?.[namingKey(option) ?? ''];
    return value !== undefined && mayBeLeftOut(value);
  });
}

/** The alternatives of a value that have a name, with what they mean. */
function alternativeTable(schema: z.ZodType): string {
  const rows = alternativesOf(schema).flatMap((option) => {
    const key = namingKey(option);
    const value = key === undefined ? undefined : definition(unwrapped(option)).shape?.[key];
    return key === undefined || value === undefined ? [] : [`| \`${key}\` | ${describe(value)} |`];
  });
  return ['| name | meaning |', '| --- | --- |', ...rows].join('\n');
}

function describe(schema: z.ZodType | undefined): string {
  if (schema === undefined) return '';
  const { innerType, in: taken } = definition(schema);
  return schema.description ?? describe(innerType ?? taken);
}

function fence(yaml: string): string {
  return `\`\`\`yaml\n${yaml}\n\`\`\``;
}
