import { code, formatNumber, formatShare } from './format.ts';
import type { NamedDesign } from './selection.ts';

/** Work that a design does not do: what it needs for the rest says little without it. */
export interface Loss {
  readonly amount: number;
  /** `63 % of the sync jobs failed` */
  readonly text: string;
}

/** Jobs that failed, tasks that a full queue refused, and deletions that were given up or refused; those that are not zero. */
export function lossesOf({ result: { jobs, pools, deletions } }: NamedDesign): Loss[] {
  const count = (amount: number, what: string): Loss => ({ amount, text: `${formatNumber('count', amount)} ${what}` });
  return [
    ...Object.entries(jobs).map(([name, { failed, failedFraction }]) => ({
      amount: failed,
      text: `${formatShare(failedFraction ?? 0)} of the ${code(name)} jobs failed`,
    })),
    ...Object.entries(pools).map(([name, { rejected }]) => count(rejected, `tasks were refused by pool ${code(name)}`)),
    count(deletions.failed, 'deletions were given up'),
    count(deletions.rejected, 'deletions were refused at a bound'),
  ].filter(({ amount }) => amount > 0);
}
