import { isClear, pairedDifference } from '../result/differences.ts';
import { holdsQuantile } from '../result/quantile-evidence.ts';
import type { DesignResult } from '../result/schema.ts';
import { code, formatNumber } from './format.ts';
import { timeScale } from './scale.ts';
import { hasAllOf, type NamedDesign, namesIn } from './selection.ts';

/** How a time that clients see differs between two designs, clearly and by enough to matter. */
export interface LatencyChange {
  /** `p99 job time of sync`, the name in backticks. */
  readonly what: string;
  /** `from 1.2 s to 3 s` */
  readonly fromTo: string;
  readonly isWorse: boolean;
}

/** A time that differs by less than this share of the job time changes little for a client. */
export const ENOUGH = 0.1;

/** The first one that changes enough is told; a p99 that stays hides nothing of the others. */
const STATISTICS = [
  ['p99', 'p99'],
  ['mean', 'mean'],
  ['p50', 'median'],
] as const;

/** The times of one kind of job in two designs, by one statistic. */
interface Pair {
  readonly kind: string;
  readonly key: 'time' | 'admissionWait';
  readonly word: string;
  readonly statistic: 'p99' | 'mean' | 'p50';
  readonly before: number;
  readonly after: number;
  /** |after − before| ÷ the job time of the first design. */
  readonly size: number;
}

/** The clear changes of job times and of waits for admission, kind by kind, the largest first. Times of which some never ended, or that grow without end, have none. */
export function latencyChanges(first: NamedDesign, design: NamedDesign): LatencyChange[] {
  const told = new Set<string>();
  const enough = pairsOf(first, design).filter((pair) => {
    const id = `${pair.key} ${pair.after > pair.before} ${pair.kind}`;
    if (told.has(id) || pair.size < ENOUGH || !isMoreThanNoise(first.result, design.result, pair)) return false;
    told.add(id);
    return true;
  });
  return enough.sort((a, b) => b.size - a.size).map((pair) => inWords(pair, [first, design]));
}

/** The largest difference of job times. */
export interface LargestChange {
  /** Of the job time of the first design. */
  readonly share: number;
  /** `median job time of sync, from 4.2 min to 3.9 min` */
  readonly text: string;
}

/**
 * The largest share by which the mean, the median or the p99 of a job time or of a wait for admission differs, of all kinds of jobs, whether that is noise or not, and what differs by it; undefined
 * where a design lacks a time that the other has.
 */
export function largestLatencyChange(first: NamedDesign, design: NamedDesign): LargestChange | undefined {
  const kinds = namesIn([first, design], ({ jobs }) => jobs);
  const hasTimes = ({ result }: NamedDesign, kind: string) => (result.jobs[kind]?.time.p99 ?? null) !== null;
  if (kinds.some((kind) => hasTimes(first, kind) !== hasTimes(design, kind))) return undefined;
  const [largest] = pairsOf(first, design).sort((a, b) => b.size - a.size);
  if (largest === undefined) return undefined;
  const { what, fromTo } = inWords(largest, [first, design]);
  return { share: largest.size, text: `${what}, ${fromTo}` };
}

/** The p99 of all kinds come before the means, and those before the medians. */
function pairsOf(first: NamedDesign, design: NamedDesign): Pair[] {
  return STATISTICS.flatMap(([statistic, word]) =>
    Object.keys(first.result.jobs).flatMap((kind) =>
      (['time', 'admissionWait'] as const).flatMap((key): Pair[] => {
        const path = `jobs.${kind}.${key}`;
        if (!hasAllOf(first, path) || !hasAllOf(design, path)) return [];
        // The p99 of five jobs is that of none.
        const isHeld = ({ result }: NamedDesign) => holdsQuantile(result, ['jobs', kind, key, statistic]);
        if (!isHeld(first) || !isHeld(design)) return [];
        const before = first.result.jobs[kind]?.[key][statistic] ?? null;
        const after = design.result.jobs[kind]?.[key][statistic] ?? null;
        const jobTime = first.result.jobs[kind]?.time[statistic] ?? null;
        if (before === null || after === null || jobTime === null || jobTime === 0) return [];
        return [{ kind, key, word, statistic, before, after, size: Math.abs(after - before) / jobTime }];
      }),
    ),
  );
}

function inWords({ kind, key, word, before, after }: Pair, designs: readonly NamedDesign[]): LatencyChange {
  const fails = designs.some(({ result }) => (result.jobs[kind]?.failed ?? 0) > 0);
  const time = fails ? `time of the completed ${code(kind)} jobs` : `job time of ${code(kind)}`;
  const scale = timeScale([before, after]);
  return {
    what: `${word} ${key === 'time' ? time : `wait for admission of ${code(kind)}`}`,
    fromTo: `from ${formatNumber('seconds', before, scale)} to ${formatNumber('seconds', after, scale)}`,
    isWorse: after > before,
  };
}

/** Paired over the replications, by the statistic itself, or in results that do not keep it by the mean; one replication alone cannot tell. */
function isMoreThanNoise(first: DesignResult, design: DesignResult, { kind, key, statistic }: Pair): boolean {
  const path = `jobs.${kind}.${key}`;
  const paired =
    pairedDifference(first, design, `${path}.${statistic}`) ?? pairedDifference(first, design, `${path}.mean`);
  return paired === null || isClear(paired);
}
