import { InputError, type Problem } from '../../errors.ts';
import { explainDesign } from '../../explain/explain.ts';
import { entryOf } from '../../map-entry.ts';
import type { Design, Scenario, System } from '../../scenario/model.ts';
import type { BuildScenario } from '../sweep/plan.ts';

/** What is sized: a number of the scenario. */
export interface Subject {
  /** As `--set` names it: `pools.storage.threads`. */
  readonly path: string;
  /** What it is the size of; `other` where arithmetic knows nothing of it. */
  readonly kind: 'pool' | 'semaphore' | 'concurrency' | 'other';
  /** The name of the pool, semaphore or limit; empty for others. */
  readonly name: string;
}

/** The design with another size. @throws InputError where the size does not fit the scenario. */
export type AtSize = (size: number) => Scenario;

const SECTIONS = {
  pools: { kind: 'pool', key: 'threads' },
  semaphores: { kind: 'semaphore', key: 'limit' },
  concurrency: { kind: 'concurrency', key: 'limit' },
} as const;

/** @param vary the path that is asked for; undefined: the pool of which the most threads are asked for, by arithmetic. */
export function subjectOf(vary: string | undefined, scenario: Scenario): Subject {
  if (vary === undefined) {
    const name = busiestPool(scenario);
    return { path: `pools.${name}.threads`, kind: 'pool', name };
  }
  refuseBareName(vary, scenario);
  const keys = vary.split('.');
  const [section, name, key, ...more] = keys[0] === 'designs' ? keys.slice(2) : keys;
  const known = Object.hasOwn(SECTIONS, section ?? '') ? SECTIONS[section as keyof typeof SECTIONS] : undefined;
  const isSize = known !== undefined && more.length === 0 && (key === undefined || key === known.key);
  return isSize ? { path: vary, kind: known.kind, name: name ?? '' } : { path: vary, kind: 'other', name: '' };
}

/** A name alone would be taken for a key of the scenario, and another key be suggested. */
function refuseBareName(vary: string, { designs }: Scenario): void {
  const named = (section: keyof typeof SECTIONS) =>
    designs.some(({ system }) => system[section].some(({ name }) => name === vary));
  const found = (Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]).find(named);
  if (found === undefined) return;
  const { kind, key } = SECTIONS[found];
  throw new InputError({
    file: `--vary ${vary}`,
    message: `\`${vary}\` is the name of a ${kind === 'concurrency' ? 'concurrency limit' : kind}, and no path`,
    expected: 'a path as in --set, such as pools.storage.threads',
    found: vary,
    hint: `did you mean \`${found}.${vary}.${key}\`?`,
  });
}

function busiestPool({ designs, warmUpUs, durationUs }: Scenario): string {
  let most: { readonly pool: string; readonly offered: number } | undefined;
  for (const design of designs) {
    for (const { pool, offered } of explainDesign(design, warmUpUs + durationUs).pools) {
      if (most === undefined || offered > most.offered) most = { pool, offered };
    }
  }
  return most?.pool ?? '';
}

/** The size that a design has in the scenario; null where only the file knows. */
export function sizeWritten({ kind, name }: Subject, system: System): number | null {
  if (kind === 'pool') return system.pools.find((pool) => pool.name === name)?.threads ?? null;
  if (kind === 'semaphore') return system.semaphores.find((one) => one.name === name)?.limit ?? null;
  if (kind === 'concurrency') return system.concurrency.find((one) => one.name === name)?.limit ?? null;
  return null;
}

/** How a design is given a size, and the largest that is tried: at that nobody waits, and a pool of idle threads costs nothing; or the largest that the scenario allows. */
export interface Sizes {
  readonly at: AtSize;
  readonly largest: number;
}

/**
 * How each design is given a size: by the path itself, or in the design's own values where it has its own. A design in which the path changes nothing is left out.
 * @param most the largest size that is tried. @throws InputError where the path is no whole number of the scenario, or changes none of the designs.
 */
export function sizesOf(
  build: BuildScenario,
  { path }: Subject,
  designs: readonly Design[],
  most: number,
): Map<string, Sizes> {
  const sizes = new Map<string, Sizes>();
  for (const { name } of designs) {
    for (const own of [path, `designs.${name}.${path}`]) {
      const made = new Map<number, Scenario>();
      // Reading the file again for each volume of a size would take longer than many a simulation.
      const at = (size: number): Scenario =>
        entryOf(made, size, () => {
          const scenario = build([`${own}=${size}`]);
          return { ...scenario, designs: scenario.designs.filter((design) => design.name === name) };
        });
      const largest = largestOf(at, most, own === path ? path : undefined);
      if (largest === undefined || designOf(at, largest) === designOf(at, largest - 1)) continue;
      sizes.set(name, { at, largest });
      break;
    }
  }
  if (sizes.size > 0) return sizes;
  throw new InputError({
    file: `--vary ${path}`,
    message: 'it changes none of the designs',
    expected: 'a number of the scenario that they use, such as pools.storage.threads or semaphores.chunk',
    found: path,
  });
}

/** A size that whatever can be sized can have: a step may take two permits at once. */
const SMALL = 2;

/**
 * The largest size that fits the scenario.
 * @param told the path, where what is wrong with it is the user's; undefined where it is only tried. @returns undefined where none fits.
 */
function largestOf(at: AtSize, most: number, told: string | undefined): number | undefined {
  if (problemsAt(at, most).length === 0) return most;
  const problems = problemsAt(at, SMALL);
  if (problems.length > 0 && told === undefined) return undefined;
  if (problems.length > 0) throw new InputError(problems.map((one): Problem => ({ ...one, file: `--vary ${told}` })));
  let [fits, tooLarge] = [SMALL, most];
  while (tooLarge - fits > 1) {
    const middle = Math.floor((fits + tooLarge) / 2);
    if (problemsAt(at, middle).length === 0) fits = middle;
    else tooLarge = middle;
  }
  return fits;
}

/** What keeps a size from being set. */
function problemsAt(at: AtSize, size: number): readonly Problem[] {
  try {
    at(size);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

function designOf(at: AtSize, size: number): string {
  return JSON.stringify(at(size).designs);
}
