import { InputError } from '../errors.ts';
import { complaintsAbout } from '../gate/expectations.ts';
import { scenarioFileOf, shippedScenarios } from '../run/shipped-scenarios.ts';
import type { LoadOptions } from '../scenario/load.ts';
import type { DurationValue } from './option-values.ts';
import { tell } from './output.ts';

/** The options that change a scenario, as the command line gives them. */
export interface ScenarioOptions {
  readonly seed?: number;
  readonly replications?: number;
  readonly duration?: DurationValue;
  readonly design?: readonly string[];
  readonly set?: readonly string[];
  readonly long?: boolean;
}

export function scenarioOptions(options: ScenarioOptions): LoadOptions {
  return {
    checkExpectations: complaintsAbout,
    note: (text) => tell(`${text}\n`),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.replications === undefined ? {} : { replications: options.replications }),
    ...(options.duration === undefined ? {} : { durationUs: options.duration.us }),
    ...(options.design === undefined ? {} : { designs: options.design }),
    ...(options.set === undefined ? {} : { overrides: options.set }),
  };
}

/** What the command line set, for the record: `duration` is a change like any other, so that the line that reproduces a run needs no more than these. */
export function overridesOf(options: ScenarioOptions): string[] {
  return [...(options.set ?? []), ...(options.duration === undefined ? [] : [`duration=${options.duration.text}`])];
}

/**
 * The file that an argument means: a file of that name, or else the shipped scenario of that name.
 * @throws InputError when there is neither.
 */
export function scenarioFile(argument: string | undefined, options: ScenarioOptions = {}): string {
  if (argument === undefined) {
    const swallowed = swallowedBy(options, shippedScenarios());
    throw new InputError({
      message: 'the scenario is missing',
      expected: 'a scenario file, or the name of a shipped scenario, before the options',
      found: swallowed === undefined ? 'nothing' : `\`${swallowed.word}\` as a value of ${swallowed.option}`,
      hint:
        swallowed === undefined
          ? '`npx unpark list` shows the shipped scenarios'
          : `${swallowed.option} takes all words that follow it: write \`${swallowed.word}\` before it`,
    });
  }
  return scenarioFileOf(argument);
}

/** The last value of an option that takes many, where it is a scenario that was meant as the argument. */
function swallowedBy({ design, set }: ScenarioOptions, shipped: readonly string[]) {
  for (const [option, words] of [
    ['--design', design],
    ['--set', set],
  ] as const) {
    const word = words?.at(-1);
    if (word !== undefined && (shipped.includes(word) || /\.ya?ml$/i.test(word))) return { option, word };
  }
  return undefined;
}
