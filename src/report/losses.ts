import { counted } from '../counted.ts';
import { joinFew } from './few.ts';
import { code, formatNumber, formatShare, joinWords } from './format.ts';
import { blobsLeftPerHour, type NamedDesign } from './selection.ts';

/** Work that a design does not do: what it needs for the rest says little without it. */
export interface Loss {
  readonly amount: number;
  /** `63 % of the sync jobs failed` */
  readonly text: string;
}

/** Jobs that failed, tasks that a full queue refused, deletions that were given up or refused, and the blobs that this leaves; those that are not zero, the largest of each sort first. */
export function lossesOf(design: NamedDesign): Loss[] {
  const { jobs, pools, deletions } = design.result;
  const blobsAnHour = blobsLeftPerHour(design) ?? 0;
  const count = (amount: number, one: string, many: string, what: string): Loss => ({
    amount,
    text: counted(amount, `${one} was ${what}`, `${many} were ${what}`),
  });
  const largestFirst = (losses: readonly Loss[]) =>
    losses.filter(({ amount }) => amount > 0).sort((a, b) => b.amount - a.amount);
  const sorts = [
    largestFirst(
      Object.entries(jobs).map(([name, { failed, failedFraction }]) => ({
        amount: failed,
        text: `${formatShare(failedFraction ?? 0)} of the ${code(name)} jobs failed`,
      })),
    ),
    largestFirst(
      Object.entries(pools).map(([name, { rejected }]) =>
        count(rejected ?? 0, 'task', 'tasks', `refused by pool ${code(name)}`),
      ),
    ),
    largestFirst([
      count(deletions.failed, 'deletion', 'deletions', 'given up'),
      count(deletions.rejected, 'deletion', 'deletions', 'refused at a bound'),
    ]),
    largestFirst([
      { amount: blobsAnHour, text: `the blobs left in the store grow by ${formatNumber('perHour', blobsAnHour)}` },
    ]),
  ];
  const first = sorts.flatMap((losses) => losses.slice(0, 1));
  return [...first, ...largestFirst(sorts.flatMap((losses) => losses.slice(1)))];
}

/** So many losses of a design are told in a sentence: of one or two designs, and of more. */
export function mostLosses(designs: number): number {
  return designs > 2 ? 1 : 2;
}

/** `; with every design 5 % of the jobs failed`: what the first design does not do is no price of the others, so it is said once, of all designs that lose as much. Empty where it does all. */
export function sharedLosses(designs: readonly NamedDesign[]): string {
  const [first] = designs as [NamedDesign];
  const textsOf = (design: NamedDesign) => lossesOf(design).map(({ text }) => text);
  const byWho = new Map<string, string[]>();
  for (const text of textsOf(first)) {
    const losing = designs.filter((design) => textsOf(design).includes(text));
    const isAll = losing.length === designs.length && losing.length > 1;
    const who = isAll ? 'every design' : joinWords(losing.map(({ name }) => code(name)));
    byWho.set(who, [...(byWho.get(who) ?? []), text]);
  }
  const [told, ...others] = [...byWho];
  if (told === undefined) return '';
  const more = others.flatMap(([, texts]) => texts).length;
  const [who, texts] = told;
  return `; with ${who} ${joinFew(texts, mostLosses(designs.length), 'loss', more)}`;
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
