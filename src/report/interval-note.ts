import { LEAST_BEYOND } from '../result/design-accumulator.ts';
import { quantileEvidence } from '../result/quantile-evidence.ts';
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

/** A p99 without an interval beside it: why, where the tables show such a one. */
function p99sWithout(result: Result): string {
  const without = designsOf(result).flatMap(({ result: design }) =>
    [...pathsOf('jobs', design.jobs, 'time'), ...pathsOf('pools', design.pools, 'queueWait')].flatMap((path) => {
      const evidence = quantileEvidence(design, path);
      return evidence?.whyNoInterval === undefined ? [] : [evidence];
    }),
  );
  const [isFew, isWide] = [true, false].map((few) =>
    without.some(({ observations }) => few === observations < LEAST_BEYOND / (1 - 0.99)),
  );
  const least = formatNumber('count', Math.round(LEAST_BEYOND / (1 - 0.99)));
  return [
    isFew === true
      ? `; a p99 has one from about ${least} observations in all replications on (${LEAST_BEYOND} beyond it)`
      : '',
    isWide === true
      ? `; ${isFew === true ? 'another' : 'a p99'} has none where the replications differ so much that its upper end lies beyond all that was observed`
      : '',
  ].join('');
}

function pathsOf(part: string, of: Readonly<Record<string, unknown>>, key: string): string[][] {
  return Object.keys(of).map((name) => [part, name, key, 'p99']);
}

/** The same with what a difference is, as a whole sentence behind another; empty where there is none. */
export function longIntervalNote(result: Result): string {
  const note = intervalNote(result);
  if (note === undefined) return '';
  return result.replications > 1 ? ` ${note}; a difference is paired, replication by replication.` : ` ${note}.`;
}
