import { InputError, type Problem } from '../errors.ts';
import { A_NUMBER, aMap, type OptionRules, optionProblems } from '../options.ts';
import { LONGEST_US, US_PER_SECOND } from '../units.ts';

/** How often a deletion that may succeed later is tried, and how long between the tries. */
export interface RetryOptions {
  /** Tries in all, an integer in 1 … 1,000. With 1 a failure is recorded and skipped, as the original did. */
  readonly attempts: number;
  /** The wait after the first failure, integer µs. */
  readonly backoffUs: number;
  /** What each further wait is multiplied by, at least 1. */
  readonly factor: number;
  /** The longest wait, integer µs, at least `backoffUs`. */
  readonly maxBackoffUs: number;
}

/** How a janitor works; everything has a default. */
export interface JanitorOptions {
  /** The delay of a `schedule` that names none, integer µs in 0 … 2^52. By default 480 s. */
  readonly delayUs?: number;
  /** How many deletions may be in flight at once, an integer in 1 … 1,024. By default 1: one after another, as the original did. */
  readonly concurrency?: number;
  /** How many deletions may be pending, an integer from 1. At the bound `schedule` answers `rejected`. By default 1,000,000. */
  readonly maxPending?: number;
  /** By default one attempt. */
  readonly retry?: RetryOptions;
}

/** The delay that the original waits before it deletes: long enough for every consumer of a signed URL. Source: pull request 7855 of BasedHardware/omi. */
export const DEFAULT_DELAY_US = 480 * US_PER_SECOND;

const NO_RETRY: RetryOptions = { attempts: 1, backoffUs: 0, factor: 1, maxBackoffUs: 0 };

const RETRY: OptionRules = { attempts: A_NUMBER, backoffUs: A_NUMBER, factor: A_NUMBER, maxBackoffUs: A_NUMBER };

/** The kinds of a janitor's options; their ranges are checked beside. */
export const JANITOR_OPTIONS: OptionRules = {
  delayUs: A_NUMBER,
  concurrency: A_NUMBER,
  maxPending: A_NUMBER,
  retry: aMap(`the options ${Object.keys(RETRY).join(', ')}`),
};

/** Fills in the defaults. @throws InputError with every option that is unknown, of another kind or out of range. */
export function checkedOptions(options: JanitorOptions): Required<JanitorOptions> {
  const kinds = optionProblems(options, JANITOR_OPTIONS);
  if (kinds.length === 0 && options.retry !== undefined) kinds.push(...optionProblems(options.retry, RETRY, 'retry'));
  if (kinds.length > 0) throw new InputError(kinds);
  const { delayUs = DEFAULT_DELAY_US, concurrency = 1, maxPending = 1_000_000, retry = NO_RETRY } = options;
  const problems: Problem[] = [];
  const integer = (path: string, value: number, least: number, most: number): void => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    problems.push(outOfRange(path, value, `an integer in ${least} … ${most}`));
  };
  integer('delayUs', delayUs, 0, LONGEST_US);
  integer('concurrency', concurrency, 1, 1_024);
  integer('maxPending', maxPending, 1, 2 ** 30);
  integer('retry.attempts', retry.attempts, 1, 1_000);
  integer('retry.backoffUs', retry.backoffUs, 0, LONGEST_US);
  integer('retry.maxBackoffUs', retry.maxBackoffUs, 0, LONGEST_US);
  if (retry.maxBackoffUs < retry.backoffUs) {
    problems.push(outOfRange('retry.maxBackoffUs', retry.maxBackoffUs, `at least backoffUs, ${retry.backoffUs}`));
  }
  if (!(retry.factor >= 1 && retry.factor < Number.POSITIVE_INFINITY)) {
    problems.push(outOfRange('retry.factor', retry.factor, 'a finite number of at least 1'));
  }
  if (problems.length > 0) throw new InputError(problems);
  return { delayUs, concurrency, maxPending, retry };
}

/** @throws InputError when the delay is not an integer number of µs in 0 … 2^52. */
export function checkDelayUs(delayUs: number): void {
  if (Number.isInteger(delayUs) && delayUs >= 0 && delayUs <= LONGEST_US) return;
  throw new InputError({
    ...outOfRange('delayUs', delayUs, `an integer number of µs in 0 … ${LONGEST_US}`),
    hint: 'a delay is how long from now; give 0 to delete at once',
  });
}

/**
 * The wait before the next attempt: backoffUs × factor^(failures − 1), at most maxBackoffUs, in whole µs.
 * @param failures how often the deletion has failed, at least 1.
 */
export function backoffUsAfter(failures: number, retry: RetryOptions): number {
  let waitUs = retry.backoffUs;
  // Multiplied step by step: the last bit of a power is not the same in every engine.
  for (let i = 1; i < failures && waitUs < retry.maxBackoffUs; i += 1) waitUs *= retry.factor;
  return Math.min(Math.round(waitUs), retry.maxBackoffUs);
}

function outOfRange(path: string, value: number, expected: string): Problem {
  return { path, message: 'out of range', expected, found: String(value) };
}
