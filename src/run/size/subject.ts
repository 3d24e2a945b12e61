import { InputError, type Problem } from '../../errors.ts';
import { explainDesign } from '../../explain/explain.ts';
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
  const keys = vary.split('.');
  const [section, name, key, ...more] = keys[0] === 'designs' ? keys.slice(2) : keys;
  const known = Object.hasOwn(SECTIONS, section ?? '') ? SECTIONS[section as keyof typeof SECTIONS] : undefined;
  const isSize = known !== undefined && more.length === 0 && (key === undefined || key === known.key);
  return isSize ? { path: vary, kind: known.kind, name: name ?? '' } : { path: vary, kind: 'other', name: '' };
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

/**
 * How each design is given a size: by the path itself, or in the design's own values where it has its own. A design in which the path changes nothing is left out.
 * @param most the largest size that will be asked for. @throws InputError where the path is no number of the scenario, or changes none of the designs.
 */
export function settersOf(
  build: BuildScenario,
  { path }: Subject,
  designs: readonly Design[],
  most: number,
): Map<string, AtSize> {
  const setters = new Map<string, AtSize>();
  for (const { name } of designs) {
    for (const own of [path, `designs.${name}.${path}`]) {
      const at = (size: number): Scenario => {
        const scenario = build([`${own}=${size}`]);
        return { ...scenario, designs: scenario.designs.filter((design) => design.name === name) };
      };
      if (!changes(at, most, own === path ? path : undefined)) continue;
      setters.set(name, at);
      break;
    }
  }
  if (setters.size > 0) return setters;
  throw new InputError({
    file: `--vary ${path}`,
    message: 'it changes none of the designs',
    expected: 'a number of the scenario that they use, such as pools.storage.threads or semaphores.chunk',
    found: path,
  });
}

/** @param told the path, where what is wrong with it is the user's; undefined where it is only tried. */
function changes(at: AtSize, most: number, told: string | undefined): boolean {
  try {
    const [one, other] = [at(most), at(most - 1)].map(({ designs }) => JSON.stringify(designs));
    return one !== other;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (told === undefined) return false;
    throw new InputError(error.problems.map((problem): Problem => ({ ...problem, file: `--vary ${told}` })));
  }
}
