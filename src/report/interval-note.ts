import { LEAST_BEYOND } from '../result/design-accumulator.ts';
import type { Result } from '../result/schema.ts';
import { formatNumber } from './format.ts';
import { designsOf } from './selection.ts';

/** What ± stands for in the tables of a result, as a sentence without its end; undefined where there is none. */
export function intervalNote(result: Result): string | undefined {
  const { world, replications } = result;
  // How it was observed says it.
  if (world === 'observed') return undefined;
  if (world === 'live') return '± is the 95 % interval within the run, by batch means';
  if (replications < 2) return undefined;
  return `± and [low, high] are 95 % intervals over ${replications} replications${p99sWithout(result)}`;
}

/** A p99 of few observations has no interval beside it: why, where the tables show such a one. */
function p99sWithout(result: Result): string {
  const jobs = designsOf(result).flatMap(({ result: design }) => Object.values(design.jobs));
  const lacks = jobs.some(({ time }) => time.p99 !== null && time.count > 0 && time.p99Interval95 === null);
  if (!lacks) return '';
  const least = formatNumber('count', Math.round(LEAST_BEYOND / (1 - 0.99)));
  return `; a p99 has one from about ${least} observations in all replications on (${LEAST_BEYOND} beyond it)`;
}

/** The same with what a difference is, as a whole sentence behind another; empty where there is none. */
export function longIntervalNote(result: Result): string {
  const note = intervalNote(result);
  if (note === undefined) return '';
  return result.replications > 1 ? ` ${note}; a difference is paired, replication by replication.` : ` ${note}.`;
}
