import { whyNotValid } from '../result/live-validity.ts';
import type { Result } from '../result/schema.ts';
import { headlineOf } from './headline.ts';
import { liveReading, liveWarnings } from './live-notes.ts';
import { observedVerdict } from './observed/verdict.ts';
import { reasonsOf } from './reasons.ts';
import { decidingPools, designsOf } from './selection.ts';

/** What a result says, in one sentence, and why. Names stand in backticks. */
export interface Verdict {
  readonly headline: string;
  readonly reasons: readonly string[];
}

/** The verdict on a result of any scenario, with any number of designs. It says so when nothing improved, and when there is nothing to say. */
export function verdictOf(result: Result): Verdict {
  if (result.world === 'observed') return observedVerdict(result);
  const invalid = whyNotValid(result);
  if (invalid.length > 0) return notValid(result, invalid);
  const designs = designsOf(result);
  const pools = decidingPools(result);
  return {
    headline: headlineOf(designs, pools),
    reasons: [...liveWarnings(result), ...reasonsOf(designs, pools, result), ...liveReading(result)],
  };
}

/** The figures are the machine’s: nothing is said of the designs. */
function notValid(result: Result, why: readonly string[]): Verdict {
  return {
    headline: `This live run is not valid: ${why.join('; ')}.`,
    reasons: [
      'Its figures are those of the machine, not of the designs: nothing is compared, and no gate passes on them.',
      ...liveWarnings(result),
      'Run it again on a machine that does nothing else, or with a smaller --compress.',
    ],
  };
}
