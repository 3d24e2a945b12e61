/** The one way from plain values to a scenario: overrides, the check of the shape, the designs merged and resolved, and all that is wrong told together. */
import { InputError, invariant, type Problem } from '../errors.ts';
import { formatPath, isMap, type Path, type PlainMap, startsWith, valueAt } from '../path.ts';
import { didYouMean } from '../suggest.ts';
import { parseDurationUs, type RateUnit, rateUnitOf } from '../units.ts';
import type { Complaint } from './complaints.ts';
import { DEFAULTS } from './defaults.ts';
import { expandShortForm, mergeSystem } from './merge.ts';
import type { Design, Expectation, Note, Scenario } from './model.ts';
import { NoteCollector } from './notes.ts';
import { read } from './read.ts';
import { resolveSystem, type SystemContext } from './resolve-system.ts';
import { durationUsOf, numberOf } from './resolve-values.ts';
import { MAX_SEED, scenarioSchema, systemShape } from './schema.ts';
import {
  applySetOverride,
  designsThatOverride,
  isProblem,
  parseSetOverride,
  type SetOverride,
} from './set-override.ts';
import type { ReadTrace } from './trace-file.ts';

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
  /** How trace files are read; without it they are an error. */
  readonly readTrace?: ReadTrace;
  /**
   * What is wrong with the conditions of `expect`. They speak of results, which a scenario does not know, so whoever does hands this in (src/gate); without it they are kept
   * as they are. It is given the scenario with all its designs, also those that are not kept.
   */
  readonly checkExpectations?: (scenario: Scenario) => readonly Complaint[];
}

/** The place of a complaint in its file. */
export type Locate = (complaint: Complaint) => Pick<Problem, 'file' | 'line' | 'column'>;

const SYSTEM_KEYS = Object.keys(systemShape);

export function build(value: unknown, locate: Locate, options: BuildOptions): Scenario {
  const problems: Problem[] = optionProblems(options);
  const { root, sets } = applyOverrides(value, problems, options);
  const complaints: Complaint[] = [];
  read(scenarioSchema, root, [], { shape: (complaint) => complaints.push(complaint), meaning: () => undefined });
  const checked = complaints.reduce((value, { path }) => without(value, path), root);
  const scenario = isMap(checked) ? resolve(checked, complaints, locate, options, problems) : undefined;
  const located = complaints.map((complaint) => toProblem(complaint, locate, sets));
  const all = [...inOrder(located), ...problems];
  if (all.length > 0) throw new InputError(all);
  invariant(scenario !== undefined, 'a scenario without problems is resolved');
  return scenario;
}

/** A value without what stands at a path: an item of a list is null then. */
function without(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return undefined;
  const inner = rest.length === 0 ? undefined : without(valueAt(value, [key]), rest);
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? (inner ?? null) : item));
  if (!Object.hasOwn(value, key)) return value;
  const kept = Object.entries(value).flatMap(([name, entry]) =>
    name !== key ? [[name, entry]] : inner === undefined ? [] : [[name, inner]],
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function optionProblems(options: BuildOptions): Problem[] {
  const check = (label: string, value: number | undefined, least: number, most: number): Problem[] =>
    value === undefined || (Number.isInteger(value) && value >= least && value <= most)
      ? []
      : [
          {
            file: label,
            message: `expected a whole number of at least ${least}${most === MAX_SEED ? ` and at most ${most}` : ''}`,
            found: String(value),
          },
        ];
  return [
    ...check('--seed', options.seed, 0, MAX_SEED),
    ...check('--replications', options.replications, 1, Number.MAX_SAFE_INTEGER),
    ...check('--duration', options.durationUs, 1, Number.MAX_SAFE_INTEGER),
  ];
}

function applyOverrides(
  value: unknown,
  problems: Problem[],
  { overrides: texts = [], designs: kept, note }: BuildOptions,
): { root: unknown; sets: SetOverride[] } {
  let root = value;
  const sets: SetOverride[] = [];
  for (const text of texts) {
    const override = parseSetOverride(text);
    if (!('label' in override)) {
      problems.push(override);
      continue;
    }
    const result = isMap(root) ? applySetOverride(root, override) : root;
    if (isProblem(result)) {
      problems.push(result);
      continue;
    }
    root = result;
    sets.push(override);
    const heedless = designsThatOverride(root, override).filter((design) => kept?.includes(design) ?? true);
    if (heedless.length === 0) continue;
    const own = heedless.map((design) => `designs.${design}.${override.path.join('.')}`);
    note?.(
      `Note: ${override.label} changes nothing in ${heedless.join(', ')}, which ${heedless.length === 1 ? 'has a value of its own' : 'have values of their own'}; set ${own.join(' and ')} for that.`,
    );
  }
  return { root, sets };
}

function resolve(
  root: PlainMap,
  complaints: Complaint[],
  locate: Locate,
  options: BuildOptions,
  problems: Problem[],
): Scenario {
  const shapeComplaints = [...complaints];
  const base = Object.fromEntries(Object.entries(root).filter(([key]) => SYSTEM_KEYS.includes(key)));
  const designs = isMap(root.designs) ? Object.entries(root.designs).filter(([, overrides]) => isMap(overrides)) : [];
  if (designs.length === 0 && !shapeComplaints.some(({ path }) => path[0] === 'designs')) {
    complaints.push({
      path: ['designs'],
      message: 'there is no design',
      expected: 'at least one, such as `designs: { today: { deletion: janitor } }`',
      found: 'an empty map',
    });
  }
  const durationUs = durationUsOf(root.duration, 1);
  const warmUpUs = durationUsOf(root.warmUp, DEFAULTS.warmUpUs);
  const endUs =
    options.durationUs === undefined && parseDurationUs(String(root.duration)) !== undefined
      ? warmUpUs + durationUs
      : undefined;
  const told = new Map<string, { complaint: Complaint; designs: string[] }>();
  const kept = chosenDesigns(
    designs.map(([name]) => name),
    options.designs,
    problems,
  );
  const notes = new NoteCollector(root);
  const resolved = new Map<string, Design>();
  // Without a design the system alone is still checked, save for what a design would say.
  for (const [name, overrides] of designs.length > 0 ? designs : ([['', {}]] as const)) {
    const system = mergeSystem(base, overrides) as PlainMap;
    const written = (path: Path) => writtenAt(base, overrides as PlainMap, name, path);
    const context = systemContext(system, name, shapeComplaints, endUs, options.readTrace, (complaint) => {
      const placed = { ...complaint, path: written(complaint.path) };
      const identity = `${formatPath(placed.path)} ${placed.message}`;
      const known = told.get(identity);
      if (known === undefined) told.set(identity, { complaint: placed, designs: [name] });
      else if (!known.designs.includes(name)) known.designs.push(name);
    });
    resolved.set(name, { name, system: resolveSystem(system, context) });
    if (kept.includes(name)) {
      notes.addNotesOf(overrides as PlainMap, ['designs', name], (path) => path);
      notes.collect({ ...root, designs: undefined, ...system }, [], written);
    }
  }
  for (const { complaint, designs: of } of told.values())
    complaints.push(inDesigns(complaint, of, Math.max(1, designs.length)));
  const wholeNotes = (key: string): Note[] =>
    Array.isArray(root[key])
      ? root[key]
          .filter((text) => typeof text === 'string')
          .map((text: string) => ({ path: '', value: '', text: text.trim() }))
      : [];
  const live = isMap(root.live) ? root.live : {};
  const check = isMap(root.check) ? root.check : {};
  const replications = options.replications ?? numberOf(root.replications, DEFAULTS.replications);
  const checkReplications = Math.min(DEFAULTS.checkReplications, replications);
  const scenario: Scenario = {
    name: String(root.name),
    question: String(root.question).trim(),
    durationUs: options.durationUs ?? durationUs,
    warmUpUs,
    seed: options.seed ?? numberOf(root.seed, DEFAULTS.seed),
    replications,
    rateUnit: firstRateUnit(root.jobs) ?? 'h',
    live: {
      warmUpUs: durationUsOf(live.warmUp, DEFAULTS.live.warmUpUs),
      durationUs: durationUsOf(live.duration, DEFAULTS.live.durationUs),
    },
    check: {
      replications: options.replications ?? numberOf(check.replications, checkReplications),
      durationUs: options.durationUs ?? durationUsOf(check.duration, durationUs),
    },
    expect: expectationsOf(root.expect, locate),
    assumptions: [...wholeNotes('assumptions'), ...notes.assumptions],
    sources: [...wholeNotes('sources'), ...notes.sources],
    designs: [...resolved.values()],
  };
  // A condition on a pool that is itself wrong would be told twice.
  if (complaints.length === 0) complaints.push(...(options.checkExpectations?.(scenario) ?? []));
  return { ...scenario, designs: kept.flatMap((name) => resolved.get(name) ?? []) };
}

/** The unit of the first rate of all arrivals, in the order of the file. */
function firstRateUnit(value: unknown): RateUnit | undefined {
  if (typeof value === 'string') return rateUnitOf(value);
  if (Array.isArray(value)) return firstOf(value);
  if (!isMap(value)) return undefined;
  // Of a job only its arrivals have rates, and of a stream all but its spans of time.
  return firstOf(Object.values('arrivals' in value ? { arrivals: value.arrivals } : value));
}

function firstOf(values: readonly unknown[]): RateUnit | undefined {
  for (const value of values) {
    const unit = firstRateUnit(value);
    if (unit !== undefined) return unit;
  }
  return undefined;
}

/** The conditions of `expect`, with white space as it makes no difference, and with their lines. */
function expectationsOf(list: unknown, locate: Locate): Expectation[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, i) => {
    const { that, reason, level } = isMap(item) ? item : { that: item };
    if (typeof that !== 'string') return [];
    return {
      that: onOneLine(that),
      reason: typeof reason === 'string' ? onOneLine(reason) : undefined,
      level: level === 'warn' ? 'warn' : 'error',
      line: locate({ path: ['expect', i], message: '' }).line,
    };
  });
}

function onOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function systemContext(
  system: PlainMap,
  design: string,
  shapeComplaints: readonly Complaint[],
  endUs: number | undefined,
  readTrace: ReadTrace | undefined,
  complain: SystemContext['complain'],
): SystemContext {
  // What was told of the system and of this design's overrides, with paths relative to the system.
  const told = (design === '' ? [...shapeComplaints, { path: ['deletion'], message: '' }] : shapeComplaints).flatMap(
    (complaint): Complaint[] => {
      if (complaint.path[0] !== 'designs') return [complaint];
      return complaint.path[1] === design ? [{ ...complaint, path: complaint.path.slice(2) }] : [];
    },
  );
  return {
    complain,
    endUs,
    readTrace,
    isTold: (path) => told.some((complaint) => startsWith(complaint.path, path)),
    isMissingTold: (path, key) =>
      told.some(
        (complaint) =>
          startsWith(complaint.path, [...path, key]) ||
          startsWith(path, complaint.path) ||
          (complaint.atKey === true && complaint.path.length === path.length + 1 && startsWith(complaint.path, path)),
      ),
    namesIn: (section) => {
      const map = system[section];
      const wrong = told.flatMap(({ path }) => (path[0] === section && path[1] !== undefined ? [String(path[1])] : []));
      return [
        ...new Set([
          ...(isMap(map) ? Object.keys(map).filter((name) => isMap(expandShortForm([section, name], map[name]))) : []),
          ...wrong,
        ]),
      ];
    },
  };
}

/** The place in the file of a path in a design's merged system: in the design where the design says it, otherwise in the system. */
function writtenAt(base: PlainMap, overrides: PlainMap, design: string, path: Path): Path {
  return owned(overrides, path)
    ? ['designs', design, ...path]
    : owned(base, path) || path.length === 0
      ? path
      : writtenNearest(overrides, design, path);
}

/** Where nothing is written at a path, what is missing is missed where the design speaks of it, if it does. */
function writtenNearest(overrides: PlainMap, design: string, path: Path): Path {
  const section = path.slice(0, 2);
  return section.length === 2 && owned(overrides, section) && path.length > 2 ? ['designs', design, ...path] : path;
}

/** Whether a value stands at the path, or a scalar that is short for a map with it. */
function owned(root: unknown, path: Path): boolean {
  let value = root;
  for (const [i, key] of path.entries()) {
    value = expandShortForm(path.slice(0, i), value);
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isMap(value) && Object.hasOwn(value, key)) value = value[key];
    else return false;
  }
  return value !== undefined;
}

function chosenDesigns(
  names: readonly string[],
  chosen: readonly string[] | undefined,
  problems: Problem[],
): readonly string[] {
  if (chosen === undefined || chosen.length === 0) return names;
  for (const name of chosen) {
    if (names.includes(name)) continue;
    const hint = didYouMean(name, names);
    problems.push({
      file: `--design ${name}`,
      message: `unknown design \`${name}\``,
      expected: `one of: ${names.join(', ')}`,
      found: name,
      ...(hint === undefined ? {} : { hint }),
    });
  }
  return [...new Set(chosen)];
}

/** Names the designs in which something is wrong, where it is not wrong in all of them. */
function inDesigns(complaint: Complaint, designs: readonly string[], all: number): Complaint {
  if (designs.length === all || complaint.path[0] === 'designs') return complaint;
  return {
    ...complaint,
    message: `${complaint.message} (in the design${designs.length === 1 ? '' : 's'} ${designs.join(', ')})`,
  };
}

function toProblem(complaint: Complaint, locate: Locate, sets: readonly SetOverride[]): Problem {
  const set = sets.findLast(
    ({ path }) => startsWith(complaint.path, path) || (complaint.atKey === true && startsWith(path, complaint.path)),
  );
  const { expected, found, hint } = complaint;
  return {
    ...(set === undefined ? locate(complaint) : { file: set.label }),
    ...(complaint.path.length === 0 ? {} : { path: visible(formatPath(complaint.path)) }),
    message: visible(complaint.message),
    ...(expected === undefined ? {} : { expected: visible(expected) }),
    ...(found === undefined ? {} : { found: visible(found) }),
    ...(hint === undefined ? {} : { hint: visible(hint) }),
  };
}

/** A file's text may hold control characters, which a terminal would obey: they are written as their codes. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** In the order of the file; what has no line comes last. A place that several paths lead to (an alias) is told once. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  const different = problems.filter((problem) => {
    const place = problem.line === undefined ? problem.path : `${problem.line}:${problem.column}`;
    const identity = `${problem.file} ${place} ${problem.message} ${problem.found}`;
    return seen.size < seen.add(identity).size;
  });
  return different.sort(
    (a, b) =>
      (a.line ?? Number.POSITIVE_INFINITY) - (b.line ?? Number.POSITIVE_INFINITY) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      0,
  );
}
