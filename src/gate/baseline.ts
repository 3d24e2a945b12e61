import * as z from 'zod';
import { exitCode, InputError } from '../errors.ts';
import { isMap } from '../path.ts';
import { RESULT_SCHEMA_VERSION, type Result, WORLDS } from '../result/schema.ts';
import { expectedBy, foundAt, messageOf } from '../schema-words.ts';
import { sha256Hex } from '../sha-256.ts';
import { baselineFigures, type Figure } from './figures.ts';
import { settingsOf } from './settings.ts';

/** Raised whenever a reader of an older baseline could misunderstand a newer one. */
export const BASELINE_VERSION = 1;

const scalar = z.union([z.number(), z.string(), z.boolean(), z.null()]);

const baselineSchema = z.strictObject({
  baselineVersion: z.literal(BASELINE_VERSION),
  resultSchemaVersion: z.number(),
  engineVersion: z.string(),
  world: z.enum(WORLDS),
  scenario: z.string(),
  scenarioHash: z.string(),
  seed: z.number(),
  replications: z.number(),
  durationSeconds: z.number(),
  warmUpSeconds: z.number(),
  /** The resolved systems, flat; of all designs but the first what differs from the first. */
  settings: z.record(z.string(), z.record(z.string(), scalar)),
  /** By design, group and key. */
  figures: z.record(z.string(), z.record(z.string(), z.record(z.string(), scalar))),
  /** The SHA-256 of everything above. */
  checksum: z.string(),
});

/** What a scenario's result was when somebody took it as right: to be committed, and compared with. */
export type Baseline = z.infer<typeof baselineSchema>;

export function baselineOf(result: Result): Baseline {
  const { scenario } = result;
  const content = {
    baselineVersion: BASELINE_VERSION,
    resultSchemaVersion: result.schemaVersion,
    engineVersion: result.engineVersion,
    world: result.world,
    scenario: scenario.name,
    scenarioHash: scenario.hash,
    seed: result.seed,
    replications: result.replications,
    durationSeconds: scenario.durationSeconds,
    warmUpSeconds: scenario.warmUpSeconds,
    settings: settingsOf(scenario.designs),
    figures: Object.fromEntries(
      Object.entries(result.designs).map(([name, design]) => [name, grouped(baselineFigures(design))]),
    ),
  } as const;
  return { ...content, checksum: checksumOf(content) };
}

/** The text of a baseline's file: a line for each setting and for each group of figures, so that a review sees what moved. */
export function baselineText(baseline: Baseline): string {
  return `${laidOut(baseline, 0)}\n`;
}

/**
 * Reads the text of a baseline's file.
 * @param file as the user is told it.
 * @throws InputError: bad input where it is cut off, edited or no baseline; not comparable where a newer version has written it.
 */
export function parseBaseline(text: string, file: string): Baseline {
  const hint = 'take the committed file again (git checkout), or write a new one with `npx unpark baseline`';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError({
      file,
      message: `the baseline is not whole: ${error instanceof Error ? error.message : String(error)}`,
      expected: 'a baseline that `npx unpark baseline` has written',
      found: text.trim() === '' ? 'an empty file' : 'a file that is cut off, or no JSON',
      hint,
    });
  }
  const { baselineVersion: version, resultSchemaVersion } = isMap(value) ? value : {};
  const isNewer = (found: unknown, ours: number) => typeof found === 'number' && found > ours;
  if (isNewer(version, BASELINE_VERSION) || isNewer(resultSchemaVersion, RESULT_SCHEMA_VERSION)) {
    throw new InputError(
      {
        file,
        message: 'the baseline is of a newer schema',
        expected: `version ${BASELINE_VERSION} of baselines and ${RESULT_SCHEMA_VERSION} of results, or older`,
        found: `version ${version} of baselines and ${resultSchemaVersion} of results`,
        hint: 'use the version of unpark that wrote it, or a newer one',
      },
      exitCode.notComparable,
    );
  }
  const checked = baselineSchema.safeParse(value);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new InputError({
      file,
      path: issue?.path.join('.') ?? '',
      message: `this is no baseline: ${issue === undefined ? 'it has another shape' : messageOf(issue, foundAt(issue, value).value)}`,
      expected: issue === undefined ? 'a baseline that `npx unpark baseline` has written' : expectedBy(issue),
      found: issue === undefined ? 'a file of another shape' : foundAt(issue, value).found,
      hint,
    });
  }
  const { checksum, ...content } = checked.data;
  if (checksumOf(content) !== checksum) {
    throw new InputError({
      file,
      path: 'checksum',
      message: 'the baseline was edited: its checksum is not that of its content',
      expected: checksumOf(content),
      found: checksum,
      hint,
    });
  }
  return checked.data;
}

function grouped(figures: readonly Figure[]): Baseline['figures'][string] {
  const groups: Baseline['figures'][string] = {};
  for (const { group, key, value } of figures) {
    groups[group] ??= {};
    (groups[group] as Record<string, unknown>)[key] = value;
  }
  return groups;
}

/** Of the content in the order of its keys: whoever only moves lines has edited it too. */
function checksumOf(content: object): string {
  return sha256Hex(JSON.stringify(content));
}

/** JSON with a line for each entry, down to the groups of figures, which have a line each. */
function laidOut(value: unknown, depth: number): string {
  const isGroup = depth === 3;
  if (typeof value !== 'object' || value === null || isGroup) return spaced(value);
  const indent = '  '.repeat(depth + 1);
  const lines = Object.entries(value).map(
    ([key, entry]) => `${indent}${JSON.stringify(key)}: ${laidOut(entry, depth + 1)}`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${'  '.repeat(depth)}}`;
}

function spaced(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${JSON.stringify(entry)}`);
  return `{ ${entries.join(', ')} }`;
}
