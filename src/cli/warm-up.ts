import { InputError } from '../errors.ts';
import { warmUpText } from '../report/table-notes.ts';
import type { Result } from '../result/schema.ts';
import { hasSteadyLoad, unsteadyStarts } from '../result/warm-up.ts';
import type { Scenario } from '../scenario/model.ts';
import { US_PER_MINUTE, US_PER_SECOND } from '../units.ts';

/** Enough that their mean course is smooth, few beside a run. */
const LEAST_PILOTS = 5;
const MOST_PILOTS = 10;

/** A run with the warm-up that was found is judged as the run itself will be, with no more replications than this. */
const MOST_JUDGED = 20;
/** So often the warm-up is taken again where that judgement finds a longer one. */
const MOST_TRIES = 4;

/** The runs in which a warm-up is looked for: the same from the start on, measured from there. */
function pilotOf(scenario: Scenario): Scenario {
  const replications = Math.min(MOST_PILOTS, Math.max(LEAST_PILOTS, scenario.replications));
  return { ...scenario, warmUpUs: 0, replications };
}

/** A warm-up as a scenario writes it, and how it was found, as the end of a sentence. */
export interface FoundWarmUp {
  readonly warmUp: string;
  readonly how: string;
}

/**
 * Looks for a warm-up: in runs from empty, and then in runs with what was found, until those need no longer one, or a few have been taken.
 * @param simulate runs a scenario. @returns undefined where the load changes over time. @throws InputError where the runs are too short to tell.
 */
export async function findWarmUp(
  scenario: Scenario,
  simulate: (scenario: Scenario) => Promise<Result>,
): Promise<FoundWarmUp | undefined> {
  const pilot = pilotOf(scenario);
  const first = warmUpFound(await simulate(pilot));
  const from = `by MSER-5 over ${pilot.replications} replications from empty`;
  if (first === undefined) return undefined;
  const replications = Math.min(MOST_JUDGED, Math.max(LEAST_PILOTS, scenario.replications));
  let taken = first;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const starts = unsteadyStarts(await simulate({ ...scenario, warmUpUs: taken.us, replications }));
    const longest = Math.max(0, ...starts.map(({ neededSeconds }) => neededSeconds ?? 0));
    if (longest * 1e6 <= taken.us) break;
    taken = written(longest);
  }
  const again = `, and again over ${replications} with it`;
  return { warmUp: taken.text, how: taken === first ? from : from + again };
}

/** As a scenario writes it, and what that is in µs. */
function written(seconds: number): { readonly text: string; readonly us: number } {
  const text = warmUpText(seconds);
  return { text, us: Number.parseInt(text, 10) * (text.endsWith('m') ? US_PER_MINUTE : US_PER_SECOND) };
}

/**
 * The warm-up that MSER-5 finds in the result of pilots.
 * @returns undefined where the load changes over time, so that no warm-up leads to a steady state.
 * @throws InputError where the pilots are too short to tell.
 */
function warmUpFound(pilots: Result): { readonly text: string; readonly us: number } | undefined {
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
  return written(Math.max(0, ...starts.map(({ neededSeconds }) => neededSeconds as number)));
}
