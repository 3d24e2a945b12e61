/** The one way from plain values to a scenario: overrides, the file read by its schema, the designs merged and resolved, and all that is wrong told together. */
import { InputError, invariant, type Problem } from '../errors.ts';
import { isMap, type PlainMap, valueAt } from '../path.ts';
import { didYouMean } from '../suggest.ts';
import { type RateUnit, rateUnitOf } from '../units.ts';
import type { Complaint } from './complaints.ts';
import { designsIn, resolveDesigns } from './designs.ts';
import type { ReadFile } from './file-content.ts';
import type { Note, Scenario } from './model.ts';
import { inOrder, type Locate, toProblem } from './problems.ts';
import { read, SILENT } from './read.ts';
import { CHECK_REPLICATIONS, MAX_SEED, scenarioSchema, type WrittenScenario } from './schema.ts';
import { applyOverrides } from './set-override.ts';

export interface BuildOptions {
  /** Values to change first, each `path=value` with the value in YAML (`--set`). */
  readonly overrides?: readonly string[];
  /** The designs to keep, in this order; the first is the one that the others are compared with (`--design`). Default: all. */
  readonly designs?: readonly string[];
  /** A whole number in 0 … 2^32 − 1 (`--seed`). */
  readonly seed?: number;
  /** At least 1 (`--replications`). */
  readonly replications?: number;
  /** Integer µs, above 0 (`--duration`). */
  readonly durationUs?: number;
  /** Is told what is not wrong and yet may not be meant: an override that some designs do not heed. */
  readonly note?: (text: string) => void;
  /** How the files that a scenario names are read; without it they are an error. */
  readonly readFile?: ReadFile;
  /**
   * What is wrong with the conditions of `expect`. They speak of results, which a scenario does not know, so whoever does hands this in (src/gate); without it they are kept
   * as they are. It is given the scenario with all its designs, also those that are not kept.
   */
  readonly checkExpectations?: (scenario: Scenario) => readonly Complaint[];
}

export function build(value: unknown, locate: Locate, options: BuildOptions): Scenario {
  const { root, sets, problems } = applyOverrides(value, options.overrides ?? [], options.designs, options.note);
  const complaints: Complaint[] = [];
  const written = read(scenarioSchema, root, [], { ...SILENT, shape: (complaint) => complaints.push(complaint) });
  const names = designsIn(root).map(([name]) => name);
  const kept = options.designs?.length ? [...new Set(options.designs)] : names;
  const resolved = isMap(root) ? resolve(root, names, kept, complaints, options) : undefined;
  let scenario: Scenario | undefined;
  // A condition on a pool that is itself wrong would be told twice.
  if (complaints.length === 0 && written !== undefined && resolved !== undefined) {
    scenario = scenarioOf(written, resolved, firstRateUnit(valueAt(root, ['jobs'])) ?? 'h', locate, options);
    complaints.push(...(options.checkExpectations?.(scenario) ?? []));
  }
  const all = [
    ...inOrder(complaints.map((complaint) => toProblem(complaint, locate, sets))),
    ...optionProblems(options),
    ...problems,
    ...unknownDesigns(kept, names),
  ];
  if (all.length > 0) throw new InputError(all);
  invariant(scenario !== undefined, 'a scenario without problems is resolved');
  return { ...scenario, designs: kept.flatMap((name) => scenario.designs.filter((design) => design.name === name)) };
}

function resolve(
  root: PlainMap,
  names: readonly string[],
  kept: readonly string[],
  complaints: Complaint[],
  { durationUs: given, readFile }: BuildOptions,
): ReturnType<typeof resolveDesigns> {
  const told = [...complaints];
  if (names.length === 0 && !told.some(({ path }) => path[0] === 'designs')) {
    complaints.push({
      path: ['designs'],
      message: 'there is no design',
      expected: 'at least one, such as `designs: { today: { deletion: janitor } }`',
      found: 'an empty map',
    });
  }
  const { duration, warmUp } = scenarioSchema.shape;
  const durationUs = given === undefined ? read(duration, root.duration, [], SILENT) : undefined;
  const warmUpUs = read(warmUp, root.warmUp, [], SILENT) ?? 0;
  const endUs = durationUs === undefined ? undefined : warmUpUs + durationUs;
  return resolveDesigns(root, { told, complain: (complaint) => complaints.push(complaint), endUs, readFile, kept });
}

function scenarioOf(
  { name, question, warmUp, check, live, ...written }: WrittenScenario,
  { designs, notes }: ReturnType<typeof resolveDesigns>,
  rateUnit: RateUnit,
  locate: Locate,
  options: BuildOptions,
): Scenario {
  const { durationUs = written.duration, replications = written.replications, seed = written.seed } = options;
  const ofTheWhole = (texts: readonly string[] = []): Note[] => texts.map((text) => ({ path: '', value: '', text }));
  const lineOf = (i: number) => locate({ path: ['expect', i], message: '' }).line;
  return {
    name,
    question,
    durationUs,
    warmUpUs: warmUp,
    seed,
    replications,
    rateUnit,
    live: { warmUpUs: live.warmUp, durationUs: live.duration },
    check: {
      replications: options.replications ?? check?.replications ?? Math.min(CHECK_REPLICATIONS, replications),
      durationUs: options.durationUs ?? check?.duration ?? durationUs,
    },
    expect: (written.expect ?? []).map(({ that, reason, level }, i) => ({ that, reason, level, line: lineOf(i) })),
    assumptions: [...ofTheWhole(written.assumptions), ...notes.assumptions],
    sources: [...ofTheWhole(written.sources), ...notes.sources],
    designs,
  };
}

function optionProblems({ seed, replications, durationUs }: BuildOptions): Problem[] {
  const check = (file: string, value = 1, least = 1, most = Number.MAX_SAFE_INTEGER): Problem[] => {
    if (Number.isInteger(value) && value >= least && value <= most) return [];
    const range = `at least ${least}${most === MAX_SEED ? ` and at most ${most}` : ''}`;
    return [{ file, message: `expected a whole number of ${range}`, found: String(value) }];
  };
  return [
    ...check('--seed', seed, 0, MAX_SEED),
    ...check('--replications', replications),
    ...check('--duration', durationUs),
  ];
}

function unknownDesigns(chosen: readonly string[], names: readonly string[]): Problem[] {
  const unknown = chosen.filter((name) => !names.includes(name));
  return unknown.map((found) => {
    const hint = didYouMean(found, names);
    const expected = `one of: ${names.join(', ')}`;
    const message = `unknown design \`${found}\``;
    return { file: `--design ${found}`, message, expected, found, ...(hint === undefined ? {} : { hint }) };
  });
}

/** The unit of the first rate of all arrivals, in the order of the file. */
function firstRateUnit(value: unknown): RateUnit | undefined {
  if (typeof value === 'string') return rateUnitOf(value);
  // Of a job only its arrivals have rates, and of a stream all but its spans of time.
  const inside = isMap(value) && 'arrivals' in value ? [value.arrivals] : Object.values(Object(value));
  for (const entry of inside) {
    const unit = firstRateUnit(entry);
    if (unit !== undefined) return unit;
  }
  return undefined;
}
