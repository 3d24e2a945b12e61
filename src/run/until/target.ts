import { InputError } from '../../errors.ts';
import { findMeasures, isObjection, type Measure, measureName, problemOf } from '../../gate/measure.ts';
import { outlineOfScenario } from '../../gate/outline.ts';
import type { Scenario } from '../../scenario/model.ts';

/** What `--until` says: a measure, or none, and how precisely it shall be known. */
export interface UntilText {
  /** As conditions name measures, with the design or without; undefined: the default. */
  readonly measure: string | undefined;
  /** The relative half width of the 95 % interval, above 0 and below 1. */
  readonly precision: number;
}

/** The measures that shall be known so precisely. */
export interface UntilTarget {
  /** At least one; the run ends when all of them are. */
  readonly measures: readonly Measure[];
  readonly precision: number;
}

/** The figures that have an interval in a result. */
const WITH_INTERVAL = ['mean', 'p5', 'p50', 'p95', 'p99'];

/**
 * Finds the measures of a target in a scenario. A measure without a design is meant of every design. The default is the mean of the active threads of the largest pool, the
 * first of those that are equally large.
 * @throws InputError for a measure that the scenario does not have, or that has no interval.
 */
export function untilTarget({ measure, precision }: UntilText, scenario: Scenario): UntilTarget {
  const text = measure ?? defaultMeasure(scenario);
  const first = text.split('.')[0] as string;
  const names = scenario.designs.map(({ name }) => name);
  const found = findMeasures(names.includes(first) || first === '*' ? text : `*.${text}`, outlineOfScenario(scenario));
  if (isObjection(found)) throw new InputError(problemOf({ path: '--until' }, found));
  const without = found.find((one) => !hasInterval(one));
  if (without !== undefined) {
    const whole = without.path.slice(0, -1).join('.');
    throw new InputError({
      path: '--until',
      message: `\`${measureName(without)}\` has no interval`,
      expected: 'a mean or a quantile, which has one',
      found: text,
      hint: `\`pools.${scenario.designs[0]?.system.pools[0]?.name}.active.mean 1%\`, for instance${whole === '' ? '' : `; a share or a count of ${whole} has none`}`,
    });
  }
  return { measures: found, precision };
}

function hasInterval({ path }: Measure): boolean {
  return WITH_INTERVAL.includes(path.at(-1) as string) && path.at(-2) !== 'usefulUtilization';
}

function defaultMeasure({ designs }: Scenario): string {
  const pools = designs[0]?.system.pools ?? [];
  const most = Math.max(...pools.map(({ threads }) => threads));
  return `pools.${pools.find(({ threads }) => threads === most)?.name}.active.mean`;
}
