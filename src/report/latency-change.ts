import { isClear, pairedDifference } from '../result/differences.ts';
import type { DesignResult } from '../result/schema.ts';
import { code, formatNumber } from './format.ts';
import { timeScale } from './scale.ts';
import type { NamedDesign } from './selection.ts';

/** How a time that clients see differs between two designs, clearly and by enough to matter. */
export interface LatencyChange {
  /** `p99 job time of sync`, the name in backticks. */
  readonly what: string;
  /** `from 1.2 s to 3 s` */
  readonly fromTo: string;
  readonly isWorse: boolean;
}

/** A time that differs by less than this share of the job time changes nothing for a client. */
const ENOUGH = 0.1;

/** The clear changes of job times and of waits for admission, kind by kind, the largest first. A kind that a design does not finish has none. */
export function latencyChanges(first: NamedDesign, design: NamedDesign): LatencyChange[] {
  const changes = Object.keys(first.result.jobs).flatMap((kind) => [
    changeOf(first, design, kind, 'time', `p99 job time of ${code(kind)}`),
    changeOf(first, design, kind, 'admissionWait', `p99 wait for admission of ${code(kind)}`),
  ]);
  return changes
    .filter((change) => change !== undefined)
    .sort((a, b) => b.size - a.size)
    .map(({ what, fromTo, isWorse }) => ({ what, fromTo, isWorse }));
}

function changeOf(
  first: NamedDesign,
  design: NamedDesign,
  kind: string,
  key: 'time' | 'admissionWait',
  what: string,
): (LatencyChange & { readonly size: number }) | undefined {
  const before = first.result.jobs[kind]?.[key].p99 ?? null;
  const after = design.result.jobs[kind]?.[key].p99 ?? null;
  const jobTime = first.result.jobs[kind]?.time.p99 ?? null;
  if (before === null || after === null || jobTime === null || jobTime === 0) return undefined;
  const size = Math.abs(after - before) / jobTime;
  if (size < ENOUGH || !isMoreThanNoise(first.result, design.result, `jobs.${kind}.${key}`)) return undefined;
  const scale = timeScale([before, after]);
  const fromTo = `from ${formatNumber('seconds', before, scale)} to ${formatNumber('seconds', after, scale)}`;
  return { what, fromTo, isWorse: after > before, size };
}

/** Paired over the replications, by the quantile itself where it is kept of each and by the mean elsewhere; one replication alone cannot tell. */
function isMoreThanNoise(first: DesignResult, design: DesignResult, path: string): boolean {
  const paired = pairedDifference(first, design, `${path}.p99`) ?? pairedDifference(first, design, `${path}.mean`);
  return paired === null || isClear(paired);
}
