import { counted } from '../counted.ts';
import { InputError } from '../errors.ts';
import { oneLine } from '../one-line.ts';
import { NO_POOL } from '../result/observed-schema.ts';
import type { PoolResult, Result } from '../result/schema.ts';
import { US_PER_SECOND } from '../units.ts';

/** What is known beside the dumps. */
export interface ScenarioGiven {
  /** Arrivals a second, of jobs that do each thing once; undefined: not known. */
  readonly perSecond: number | undefined;
  /** Where the rate comes from, as a source that the report lists. */
  readonly rateSource: string;
  /** How long a frame parks a thread each time, in µs, by a part of the frame's name. */
  readonly parks: ReadonlyMap<string, number>;
}

/** A task kind: what a frame of the application does with the threads it holds. */
interface Kind {
  readonly name: string;
  readonly pool: string;
  readonly frame: string;
  readonly state: 'working' | 'parked' | 'blocked';
  /** Threads that it held on average, as observed. */
  readonly held: number;
  /** What it offers: what it held, and more where its pool is always full. */
  readonly erlangs: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** The time of one stay is known, and not assumed. */
  readonly isKnown: boolean;
}

/** What the blocked threads wait for stands in no dump of theirs: a pool that is never full stands for it. */
const ELSEWHERE = 'elsewhere';
/** A frame that holds less than this is left out. */
const LEAST_ERLANGS = 0.005;
/** Of a pool that is always full more is offered than it holds, so that it stays full. */
const BEYOND_FULL = 1.05;
const ALWAYS_FULL =
  'its pool was always full, so 5 % more than that is offered: how much more came, and waited, stands in no thread dump';
/** Jobs of one replication, about. */
const JOBS = 200_000;
/** Letters of a frame that a comment shows. */
const LONGEST_FRAME = 200;
const SHORTEST_S = 600;
const LONGEST_S = 86_400;

/**
 * A scenario that reproduces an observed result: its pools with their sizes, and a job kind for each frame that held threads, which offers as many erlangs as it held.
 * @returns YAML, with what is assumed marked as such.
 * @throws InputError where no pool held a thread, and for a `--park` that fits no frame.
 */
export function scenarioOf(result: Result, given: ScenarioGiven): string {
  // Threads of no pool are a number of single ones: they are not replayed.
  const pools = Object.entries(result.designs.observed?.pools ?? {}).filter(([name]) => name !== NO_POOL);
  const others = result.designs.observed?.pools[NO_POOL]?.active.mean ?? 0;
  const found = pools.flatMap(([name, pool]) => kindsOf(name, pool, given));
  if (found.length === 0) throw nothingHeld(others);
  checkParks(given.parks, found);
  const kinds = named(found);
  const blocked = kinds.filter(({ state }) => state === 'blocked').reduce((sum, { erlangs }) => sum + erlangs, 0);
  const longest = Math.max(1, ...kinds.map(({ seconds }) => seconds));
  const perSecond = kinds.reduce((sum, kind) => sum + kind.perSecond, 0);
  const wanted = Math.min(LONGEST_S, Math.max(SHORTEST_S, 40 * longest));
  const seconds = Math.round(Math.max(20 * longest, Math.min(wanted, JOBS / Math.max(perSecond, 1e-9))));
  const warmUp = Math.ceil(Math.max(60, 6 * longest));
  const { observed } = result;
  const full = [...new Set(kinds.filter(({ erlangs, held }) => erlangs > held).map(({ pool }) => pool))];
  return `${[
    `# Written by \`npx unpark observe --scenario\`: it offers each pool the load that its threads were seen to hold.`,
    ...(full.length === 0
      ? []
      : [
          `# ${full.join(', ')}: always full, so that 5 % more is offered than the pool can carry. A run of it is unstable: its queue grows.`,
        ]),
    `# ${full.length === 0 ? 'Means' : 'Where there is room means'} come back; how the threads vary about them is that of Poisson arrivals, and was not observed.`,
    ...(others > 0
      ? [
          `# Threads that are of no pool are left out (${others.toPrecision(3)} on average): --pool NAME=REGEX makes a pool of them.`,
        ]
      : []),
    `name: ${result.scenario.name.slice(0, LONGEST_NAME)}-simulated`,
    `question: What would the observed pools do if something were changed?`,
    `duration: ${seconds}s`,
    `warmUp: ${warmUp}s`,
    `replications: 10`,
    '',
    'pools:',
    ...pools
      .filter(([, pool]) => (pool.active.mean ?? 0) > 0)
      .flatMap(([name, pool]) => [
        `  ${name}:`,
        `    threads: ${pool.threads}`,
        pool.observed?.isSizeStated === true
          ? `    source: stated with --threads`
          : `    assumed: the most threads that were seen at once; the pool may be larger`,
      ]),
    ...(blocked > 0
      ? [
          `  ${ELSEWHERE}:`,
          `    threads: ${Math.max(1_000, Math.ceil(blocked * 20))}`,
          `    assumed: stands for whatever the blocked threads wait for, and is never full`,
        ]
      : []),
    '',
    'jobs:',
    ...kinds.flatMap((kind) => jobLines(kind, given, observed?.samples ?? 0)),
    '',
    '# The first design is what was observed. Add yours: each may override anything above.',
    'designs:',
    '  observed: {}',
  ].join('\n')}\n`;
}

function kindsOf(name: string, pool: PoolResult, given: ScenarioGiven): Kind[] {
  const full = pool.fullFraction > 0.99 ? BEYOND_FULL : 1;
  const frames = pool.observed?.frames ?? [];
  return (['working', 'parked', 'blocked'] as const).flatMap((state) => {
    const mean = pool[state].mean ?? 0;
    const of = frames.filter((frame) => (frame.state === 'io' ? 'working' : frame.state) === state);
    const kept = of.filter(({ threads }) => threads >= LEAST_ERLANGS);
    const total = kept.reduce((sum, { threads }) => sum + threads, 0);
    // What small frames hold goes to the others, so that the pool's mean stays.
    return kept.map((frame): Kind => {
      const held = (mean * frame.threads) / total;
      const erlangs = full * held;
      const park = [...given.parks].find(([part]) => frame.function.includes(part))?.[1];
      const known = state === 'parked' && park !== undefined ? park / US_PER_SECOND : undefined;
      const perSecond = known === undefined ? (given.perSecond ?? erlangs) : erlangs / known;
      return {
        name: frame.function,
        pool: name,
        // What stands in a comment is obeyed by nobody’s terminal.
        frame: oneLine(`${frame.function}${frame.place === '' ? '' : ` (${frame.place.split('/').at(-1)})`}`).slice(
          0,
          LONGEST_FRAME,
        ),
        state,
        held,
        erlangs,
        perSecond,
        seconds: erlangs / perSecond,
        isKnown: known !== undefined,
      };
    });
  });
}

function jobLines(kind: Kind, given: ScenarioGiven, samples: number): string[] {
  const time = timeText(micros(kind.seconds));
  const step = { working: `work: { exponential: { mean: ${time} } }`, parked: `park: ${time}`, blocked: '' }[
    kind.state
  ];
  const steps =
    kind.state === 'blocked'
      ? [`            - task: { name: awaited, pool: ${ELSEWHERE}, steps: [work: { exponential: { mean: ${time} } }] }`]
      : [`            - ${step}`];
  const how = kind.isKnown
    ? 'the time was given, the rate follows by Little’s law'
    : given.perSecond === undefined
      ? 'the rate is assumed so that one stay takes a second: give --rate, or --park for a sleep'
      : `the rate is given (${given.rateSource}), the time follows by Little’s law`;
  const isFull = kind.erlangs > kind.held;
  const says = `${kind.held.toPrecision(4)} erlangs observed in ${counted(samples, 'sample')}; ${isFull ? `${ALWAYS_FULL}; ` : ''}${how}`;
  return [
    `  # ${kind.frame}: held ${kind.held.toPrecision(4)} threads of ${kind.pool}, ${kind.state}.`,
    `  ${kind.name}:`,
    `    arrivals: { poisson: ${rate(kind.perSecond)} }`,
    `    ${!isFull && (kind.isKnown || given.perSecond !== undefined) ? 'source' : 'assumed'}: ${JSON.stringify(says)}`,
    `    steps:`,
    `      - task:`,
    `          name: holds`,
    `          pool: ${kind.pool}`,
    `          steps:`,
    ...steps,
  ];
}

function nothingHeld(others: number): InputError {
  return new InputError({
    path: '--scenario',
    message: 'no pool was seen to hold a thread, so there is nothing for a scenario to reproduce',
    expected: 'a pool with threads that work, sleep or wait',
    found: others > 0 ? `${others.toPrecision(3)} such threads, and none of them of a pool` : 'idle threads alone',
    hint:
      others > 0
        ? '--pool NAME=REGEX makes a pool of the threads whose names fit'
        : 'look at a time when there is work',
  });
}

/** Of the name of what was observed; the scenario’s own is longer, so that its report is not that of the observation. */
const LONGEST_NAME = 180;

/** @throws InputError for a time that no parking frame takes. */
function checkParks(parks: ScenarioGiven['parks'], kinds: readonly Kind[]): void {
  const parking = kinds.filter(({ state }) => state === 'parked').map(({ name }) => name);
  const problems = [...parks.keys()]
    .filter((part) => !parking.some((name) => name.includes(part)))
    .map((part) => ({
      path: `--park ${part}`,
      message: 'no frame with this in its name parks a thread',
      expected: 'a part of the name of a function that sleeps on a thread of a pool',
      found: parking.length === 0 ? 'no thread that parks' : oneLine(`${parking.slice(0, 8).join(', ')}`),
    }));
  if (problems.length > 0) throw new InputError(problems);
}

/** Names of functions as names of job kinds, each once. */
function named(kinds: readonly Kind[]): Kind[] {
  const taken = new Set<string>();
  return kinds.map((kind) => {
    const base = `${kind.name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^[^A-Za-z]+|-+$/g, '') || 'frame'}`.slice(0, 80);
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
    taken.add(name);
    return { ...kind, name };
  });
}

function timeText(us: number): string {
  if (us % US_PER_SECOND === 0) return `${us / US_PER_SECOND}s`;
  return us % 1000 === 0 ? `${us / 1000}ms` : `${us}us`;
}

function micros(seconds: number): number {
  return Math.max(1, Math.round(seconds * US_PER_SECOND));
}

/** A rate that can be written: digits, and no exponent. */
function rate(perSecond: number): string {
  const perHour = perSecond * 3600;
  return perSecond >= 0.1 ? `${plain(perSecond)}/s` : `${plain(perHour)}/h`;
}

function plain(value: number): string {
  return Number(value.toPrecision(12))
    .toFixed(12)
    .replace(/\.?0+$/, '');
}
