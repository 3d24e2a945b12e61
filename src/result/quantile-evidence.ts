import { LEAST_BEYOND } from './design-accumulator.ts';
import type { DesignResult } from './schema.ts';

/** What a quantile of durations rests on. */
export interface QuantileEvidence {
  /** `p99` */
  readonly name: string;
  /** Observations in all replications. */
  readonly observations: number;
  /** With fewer observations the quantile is the longest or the shortest of them, whatever the distribution is. */
  readonly least: number;
  /** Why it has no 95 % interval; undefined where it has one. */
  readonly whyNoInterval: string | undefined;
}

const QUANTILE = /^p(\d+)$/;

/**
 * What the quantile at a path of a design's result rests on; undefined where the path is not that of a quantile of durations, or where nothing was observed. (Levels are observed all the time:
 * their quantiles have no number of observations.)
 * @param path such as `['jobs', 'sync', 'time', 'p99']`.
 */
export function quantileEvidence(design: DesignResult, path: readonly string[]): QuantileEvidence | undefined {
  const name = path.at(-1) ?? '';
  const percent = Number(QUANTILE.exec(name)?.[1] ?? Number.NaN);
  const durations = Number.isNaN(percent) ? undefined : recordAt(design, path.slice(0, -1));
  const count = durations?.count;
  if (typeof count !== 'number' || !(count > 0) || durations?.[name] === null) return undefined;
  const replications = replicationsOf(design);
  const observations = Math.round(count * replications);
  const tail = Math.min(percent, 100 - percent);
  // n × (1 − p) < 1: the least observation with the share p below it is the last one.
  const least = Math.ceil(100 / tail);
  const beyond = Math.floor((observations * tail) / 100);
  return {
    name,
    observations,
    least,
    whyNoInterval: Array.isArray(durations?.[`${name}Interval95`])
      ? undefined
      : replications < 2
        ? 'a single replication has no 95 % interval'
        : observations * tail < 100 * LEAST_BEYOND
          ? `no 95 % interval: ${beyond} of the ${LEAST_BEYOND} observations beyond it that one takes`
          : 'no 95 % interval: the replications differ so much that its upper end lies beyond all that was observed',
  };
}

/** Whether there are as many observations as a quantile takes to be more than the longest of them. */
export function holdsQuantile(design: DesignResult, path: readonly string[]): boolean {
  const evidence = quantileEvidence(design, path);
  return evidence === undefined || evidence.observations >= evidence.least;
}

/** Replications that a design was simulated in; 1 where a result keeps nothing of them (a live run). */
function replicationsOf({ perReplication }: DesignResult): number {
  return Math.max(1, ...Object.values(perReplication).map((values) => values.length));
}

/** Only what is there: names of pools and jobs may be those of methods. */
function recordAt(design: DesignResult, path: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  let value: unknown = design;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
}
