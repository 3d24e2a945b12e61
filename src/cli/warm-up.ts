import { InputError } from '../errors.ts';
import { warmUpText } from '../report/table-notes.ts';
import type { Result } from '../result/schema.ts';
import { hasSteadyLoad, unsteadyStarts } from '../result/warm-up.ts';
import type { Scenario } from '../scenario/model.ts';

/** Enough that their mean course is smooth, few beside a run. */
const LEAST_PILOTS = 5;
const MOST_PILOTS = 10;

/** The runs in which a warm-up is looked for: the same from the start on, measured from there. */
export function pilotOf(scenario: Scenario): Scenario {
  const replications = Math.min(MOST_PILOTS, Math.max(LEAST_PILOTS, scenario.replications));
  return { ...scenario, warmUpUs: 0, replications };
}

/**
 * The warm-up that MSER-5 finds in the result of pilots.
 * @returns as a scenario writes it, such as `12m`; undefined where the load changes over time, so that no warm-up leads to a steady state.
 * @throws InputError where the pilots are too short to tell.
 */
export function warmUpFound(pilots: Result): string | undefined {
  const designs = Object.keys(pilots.designs);
  if (!designs.every((design) => hasSteadyLoad(pilots, design))) return undefined;
  const starts = unsteadyStarts(pilots);
  const unknown = starts.find(({ neededSeconds }) => neededSeconds === null);
  if (unknown !== undefined) {
    throw new InputError({
      path: '--warm-up auto',
      message: 'the run is too short for its warm-up to be found',
      expected: 'levels that are steady before half of the run is over',
      found: `${unknown.design}.${unknown.path}, which is not, by MSER-5`,
      hint: 'a longer --duration, or a --warm-up that you know',
    });
  }
  return warmUpText(Math.max(0, ...starts.map(({ neededSeconds }) => neededSeconds as number)));
}
