import { counted } from '../counted.ts';
import { code, formatShare } from './format.ts';
import type { NamedDesign } from './selection.ts';

/** Work that a design does not do: what it needs for the rest says little without it. */
export interface Loss {
  readonly amount: number;
  /** `63 % of the sync jobs failed` */
  readonly text: string;
}

/** Jobs that failed, tasks that a full queue refused, and deletions that were given up or refused; those that are not zero. */
export function lossesOf({ result: { jobs, pools, deletions } }: NamedDesign): Loss[] {
  const count = (amount: number, one: string, many: string, what: string): Loss => ({
    amount,
    text: counted(amount, `${one} was ${what}`, `${many} were ${what}`),
  });
  return [
    ...Object.entries(jobs).map(([name, { failed, failedFraction }]) => ({
      amount: failed,
      text: `${formatShare(failedFraction ?? 0)} of the ${code(name)} jobs failed`,
    })),
    ...Object.entries(pools).map(([name, { rejected }]) =>
      count(rejected, 'task', 'tasks', `refused by pool ${code(name)}`),
    ),
    count(deletions.failed, 'deletion', 'deletions', 'given up'),
    count(deletions.rejected, 'deletion', 'deletions', 'refused at a bound'),
  ].filter(({ amount }) => amount > 0);
}

/** A design whose clients see more failures than this beyond those that every design has does less work than the others, not the same with fewer threads. */
const MORE_FAILURES = 0.01;

/** The designs of which clients see clearly more failures than with the best of them. */
export function losers(designs: readonly NamedDesign[]): NamedDesign[] {
  const least = Math.min(...designs.map(worstFailedShare));
  return designs.filter((design) => worstFailedShare(design) > least + MORE_FAILURES);
}

/** Of the job kind that fails most. */
function worstFailedShare({ result }: NamedDesign): number {
  return Math.max(0, ...Object.values(result.jobs).map(({ failedFraction }) => failedFraction ?? 0));
}
