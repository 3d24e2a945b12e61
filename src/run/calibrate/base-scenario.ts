import { InputError } from '../../errors.ts';
import { explainScenario } from '../../explain/explain.ts';
import { type PoolTurnover, poolTurnover } from '../../observed/calibration/pool-turnover.ts';
import type { Design, Scenario } from '../../scenario/model.ts';
import { didYouMean } from '../../suggest.ts';

/** What a log is fitted to: a pool of one design of a scenario. */
export interface FittedPool {
  readonly design: Design;
  readonly pool: string;
  readonly turnover: PoolTurnover;
}

/** Finds the pool and what parks in it. @param design the first where none is named. @throws InputError */
export function fittedPool(
  file: string,
  scenario: Scenario,
  designName: string | undefined,
  poolName: string | undefined,
): FittedPool {
  const names = scenario.designs.map(({ name }) => name);
  const design = scenario.designs.find(({ name }) => name === (designName ?? names[0]));
  if (design === undefined) throw unknown('--design', 'design', designName ?? '', names);
  const pools = design.system.pools.map(({ name }) => name);
  if (poolName !== undefined && !pools.includes(poolName)) throw unknown('--pool', 'pool', poolName, pools);
  const parking = turnovers(scenario, design.name);
  const found = parking.filter(({ pool }) => poolName === undefined || pool === poolName);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { design, ...only };
  if (found.length === 0) {
    throw new InputError({
      file,
      path: `designs.${design.name}`,
      message: `no task parks in ${poolName === undefined ? 'a pool' : `the pool ${poolName}`} of the design ${design.name}`,
      expected: 'a `park` step, or deletions that sleep in the pool',
      found: 'work alone',
      hint: 'name the design that the log is of with --design, or give the base scenario what parks: its rate there is only a begin',
    });
  }
  throw new InputError({
    file,
    message: 'tasks park in several pools: which one is the log of?',
    expected: `--pool with one of: ${found.map(({ pool }) => pool).join(', ')}`,
    found: 'no --pool',
  });
}

/** What parks in each pool of a design; pools in which nothing does are left out. */
export function turnovers(scenario: Scenario, design: string): { pool: string; turnover: PoolTurnover }[] {
  const explained = explainScenario(scenario).designs.find((one) => one.design === design);
  return (explained?.pools ?? []).flatMap((load) => {
    const turnover = poolTurnover(load);
    return turnover === undefined ? [] : [{ pool: load.pool, turnover }];
  });
}

function unknown(option: string, what: string, found: string, names: readonly string[]): InputError {
  const hint = didYouMean(found, names);
  return new InputError({
    file: `${option} ${found}`,
    message: `unknown ${what} \`${found}\``,
    expected: `one of: ${names.join(', ')}`,
    found,
    ...(hint === undefined ? {} : { hint }),
  });
}
