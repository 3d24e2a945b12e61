import { isClear, pairedDifference } from '../result/differences.ts';
import { holdsQuantile } from '../result/quantile-evidence.ts';
import { isDuration } from '../result/reach.ts';
import type { DesignResult } from '../result/schema.ts';
import { figureInWords } from './figure-words.ts';
import type { NamedDesign } from './selection.ts';

/** A figure in which two designs differ. */
export interface SeenDifference {
  /** As a condition names it: `jobs.sync.admissionWait.mean`. */
  readonly path: string;
  /** (after − before) ÷ before; null when it was 0. */
  readonly relative: number | null;
}

/** A difference below this share of a figure is not seen. */
const SAME = 0.02;
/** Nor is one of durations below this share of the longest mean job time, of levels below so many threads or tasks, and of shares below so much. */
const LEAST = { ofJobTime: 0.001, level: 0.01, fraction: 0.001 };

/** The threads that there are follow from the sizes of the pools: they differ because somebody set them so. */
const SET_BY_HAND = /^threads\./;

/**
 * The figure in which two designs differ most in proportion, of all that a result keeps of each replication: threads, queues, waits, job times, deletions, blobs, counts. A difference is one
 * when it is clear over the replications and can be seen. Undefined where there is none: then the designs are alike in everything.
 */
export function largestDifference(before: NamedDesign, after: NamedDesign): SeenDifference | undefined {
  const [first, second] = [before.result, after.result];
  const longest = Math.max(0, ...Object.values(first.jobs).map(({ time }) => time.mean ?? 0));
  const paths = Object.keys(first.perReplication).filter((path) => !SET_BY_HAND.test(path));
  const found = paths.flatMap((path): (SeenDifference & { readonly share: number })[] => {
    const [a, b] = [meanOf(first, path), meanOf(second, path)];
    if (a === null || b === null) return [];
    if (![first, second].every((design) => holdsQuantile(design, path.split('.')))) return [];
    const largest = Math.max(Math.abs(a), Math.abs(b));
    if (Math.abs(b - a) <= Math.max(SAME * largest, leastOf(path, longest))) return [];
    const paired = pairedDifference(first, second, path);
    if (paired !== null && !isClear(paired)) return [];
    return [{ path, relative: a === 0 ? null : (b - a) / a, share: Math.abs(b - a) / largest }];
  });
  const [most] = found.sort(
    (one, other) => Number(isInternal(one.path)) - Number(isInternal(other.path)) || other.share - one.share,
  );
  return most;
}

/** What other measures are made of, and what has no words. */
function isInternal(path: string): boolean {
  return /^pools\.[^.]+\.(submitted|holding|tasks)\b/.test(path) || figureInWords(path) === undefined;
}

function leastOf(path: string, longestSeconds: number): number {
  if (isDuration(path.slice(0, path.lastIndexOf('.')))) return LEAST.ofJobTime * longestSeconds;
  if (path.endsWith('Fraction')) return LEAST.fraction;
  return LEAST.level;
}

/** Over the replications that have one. */
function meanOf({ perReplication }: DesignResult, path: string): number | null {
  const values = (Object.hasOwn(perReplication, path) ? (perReplication[path] ?? []) : []).filter(
    (value) => value !== null,
  );
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
