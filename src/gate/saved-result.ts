import { exitCode, InputError } from '../errors.ts';
import { whyNotValid } from '../result/live-validity.ts';
import { provesNothing } from '../result/proof.ts';
import type { Result } from '../result/schema.ts';
import { compressScenario } from '../scenario/compress.ts';
import type { Scenario } from '../scenario/model.ts';
import { toSeconds } from '../units.ts';
import { asChecked } from './check.ts';
import { settingChanges, settingsOf } from './settings.ts';

const RUN_AGAIN = 'run the scenario again as it is now, and judge that result';

/** Where a result and a scenario come from, as they are told. */
export interface ResultPlaces {
  /** The result's file. */
  readonly result?: string;
  readonly scenario: string;
}

/**
 * Makes sure that a result is one of this scenario, as it is now, so that the scenario's conditions can be held against it.
 * @throws InputError: not comparable (3) for a result of something else, or of a live run that was cut short; failed (1) for a live run that lost something.
 */
export function checkIsOf(result: Result, scenario: Scenario, places: ResultPlaces): void {
  const file = places.result === undefined ? {} : { file: places.result };
  const refuse = (message: string, expected: string, found: string): InputError =>
    new InputError({ ...file, message, expected, found, hint: RUN_AGAIN }, exitCode.notComparable);

  checkIsWhole(result, places.result);
  if (result.scenario.name !== scenario.name) {
    const expected = `a result of ${scenario.name} (${places.scenario})`;
    throw refuse('the result is of another scenario', expected, result.scenario.name);
  }
  // A live run was of the scenario as it was compressed.
  const made = result.live === undefined ? scenario : compressScenario(scenario, result.live.compress);
  const designs = Object.fromEntries(made.designs.map(({ name, system }) => [name, system]));
  const [change, ...others] = settingChanges(settingsOf(result.scenario.designs), settingsOf(designs));
  if (change !== undefined) {
    throw refuse(
      `${places.scenario} is not what the result was made from: ${change.path}${others.length === 0 ? '' : ` and ${others.length} more`}`,
      `${change.after ?? 'nothing'}, as the scenario says now`,
      `${change.before ?? 'nothing'}`,
    );
  }
  const found = lengthOf(
    result.seed,
    result.replications,
    result.scenario.durationSeconds,
    result.scenario.warmUpSeconds,
  );
  const expected = new Set([made, ...(result.live === undefined ? [asChecked(scenario)] : [])].map(lengthOfRun));
  if (!expected.has(found)) {
    throw refuse('the result is of another run of the scenario', [...expected].join(', or '), found);
  }
}

function lengthOfRun({ seed, replications, durationUs, warmUpUs }: Scenario): string {
  return lengthOf(seed, replications, toSeconds(durationUs), toSeconds(warmUpUs));
}

function lengthOf(seed: number, replications: number, durationSeconds: number, warmUpSeconds: number): string {
  return `seed ${seed}, ${replications} × ${durationSeconds} s after ${warmUpSeconds} s`;
}

/**
 * Makes sure that a result is one that conditions can be held against, whatever it was made from.
 * @param path its file, as it is told.
 * @throws InputError: not comparable (3) for a live run that was cut short or proves nothing; no target (4) for one that the machine has touched; failed (1) for one that lost something.
 */
export function checkIsWhole(result: Result, path: string | undefined): void {
  const file = path === undefined ? {} : { file: path };
  const refuse = (message: string, expected: string, found: string): InputError =>
    new InputError({ ...file, message, expected, found, hint: RUN_AGAIN }, exitCode.notComparable);

  if (result.observed?.isCut === true) {
    throw new InputError(
      {
        ...file,
        message: 'the dump that was observed is cut off, so threads may be missing',
        expected: 'a whole dump',
        found: 'one that was cut off',
        hint: 'take another dump, and observe that',
      },
      exitCode.notComparable,
    );
  }
  if (result.world === 'live' && result.live === undefined) {
    throw refuse(
      'the events of a live run do not say whether the run was valid',
      'the result of the run itself',
      'one that was made again from its events',
    );
  }
  if (result.live !== undefined && result.live.incomplete !== null) {
    throw refuse('the live run was cut short', 'a run that came to its end', result.live.incomplete);
  }
  const [invalid] = whyNotValid(result);
  if (invalid !== undefined) {
    throw new InputError(
      {
        ...file,
        message: 'the live run is not valid',
        expected: 'a run that the machine has not touched',
        found: invalid,
        hint: 'run it again on a machine that does nothing else, or with a smaller --compress',
      },
      exitCode.noTarget,
    );
  }
  for (const [name, { live }] of Object.entries(result.designs)) {
    const proof = live?.proof;
    if (proof !== undefined && proof !== null && provesNothing(proof)) {
      const found = `${proof.failedLooks} bucket listings that failed, and no blob seen alive, with ${name}`;
      throw refuse('the live run proves nothing of its blobs', 'blobs that the independent check saw', found);
    }
    const discrepancies = proof?.discrepancies ?? 0;
    if (discrepancies === 0) continue;
    const found = `${discrepancies} blobs that are not as they should be, with ${name}`;
    throw new InputError({ ...file, message: 'the live run lost something', expected: 'none', found }, exitCode.failed);
  }
}
