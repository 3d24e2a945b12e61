import { counted, countText } from '../counted.ts';
import { code, formatNumber, formatShare, joinWords } from './format.ts';
import { blobsLeftPerHour, carries, type NamedDesign } from './selection.ts';

/** Work that a design does not do: what it needs for the rest says little without it. */
export interface Loss {
  /** What is lost, the same in every design: `jobs.sync.failed` */
  readonly what: string;
  readonly amount: number;
  /** `63 % of the sync jobs failed` */
  readonly text: string;
  /** As it is told beside the same loss of another design: `63 %` */
  readonly short: string;
}

/** Failed jobs that are this share of the refused tasks are those whose tasks were refused. */
const SAME_WORK = 0.9;

/** Jobs that failed, tasks that a full queue refused (unless they are what made the jobs fail), deletions that were given up or refused, and the blobs that this leaves; those that are not zero, the largest of each sort first. */
export function lossesOf(design: NamedDesign): Loss[] {
  const { jobs, pools, deletions } = design.result;
  const blobsAnHour = blobsLeftPerHour(design) ?? 0;
  const count = (what: string, amount: number, one: string, many: string, done: string): Loss => ({
    what,
    amount,
    text: counted(amount, `${one} was ${done}`, `${many} were ${done}`),
    short: countText(amount),
  });
  const largestFirst = (losses: readonly Loss[]) =>
    losses.filter(({ amount }) => amount > 0).sort((a, b) => b.amount - a.amount);
  const sorts = [
    largestFirst(
      Object.entries(jobs).map(([name, { failed, failedFraction }]) => ({
        what: `jobs.${name}.failed`,
        amount: failed,
        text: `${formatShare(failedFraction ?? 0)} of the ${code(name)} jobs failed`,
        short: formatShare(failedFraction ?? 0),
      })),
    ),
    failedJobs(design) >= SAME_WORK * refusedTasks(design)
      ? []
      : largestFirst(
          Object.entries(pools).map(([name, { rejected }]) =>
            count(`pools.${name}.rejected`, rejected ?? 0, 'task', 'tasks', `refused by pool ${code(name)}`),
          ),
        ),
    largestFirst([
      count('deletions.failed', deletions.failed, 'deletion', 'deletions', 'given up'),
      count('deletions.rejected', deletions.rejected, 'deletion', 'deletions', 'refused at a bound'),
    ]),
    largestFirst([
      {
        what: 'blobs.left',
        amount: blobsAnHour,
        text: `the blobs left in the store grow by ${formatNumber('perHour', blobsAnHour)}`,
        short: formatNumber('perHour', blobsAnHour),
      },
    ]),
  ];
  const first = sorts.flatMap((losses) => losses.slice(0, 1));
  return [...first, ...largestFirst(sorts.flatMap((losses) => losses.slice(1)))];
}

function failedJobs({ result: { jobs } }: NamedDesign): number {
  return Object.values(jobs).reduce((sum, { failed }) => sum + failed, 0);
}

function refusedTasks({ result: { pools } }: NamedDesign): number {
  return Object.values(pools).reduce((sum, { rejected }) => sum + (rejected ?? 0), 0);
}

/** The pool that refuses the largest share of its tasks; undefined where none refuses any. */
export function mostRefusing({ result: { pools } }: NamedDesign): { pool: string; share: number } | undefined {
  const refusing = Object.entries(pools).flatMap(([pool, { rejected, queueWait }]) => {
    const refused = rejected ?? 0;
    return refused > 0 ? [{ pool, share: refused / (refused + queueWait.count) }] : [];
  });
  return refusing.sort((a, b) => b.share - a.share)[0];
}

/** A pool that refuses more than this share of its tasks does not carry its load. */
const FEW_REFUSED = 0.01;

/** Whether a design does what it is asked to: nothing that waits grows without end, no pool starves, and none refuses more than a few of its tasks. */
export function holds(design: NamedDesign): boolean {
  return carries(design) && (mostRefusing(design)?.share ?? 0) <= FEW_REFUSED;
}

/** A loss that is larger by less than this share of it is no larger one. */
const ALIKE = 0.02;

/** What a design loses and the first one does not, or clearly less of; what it loses less of is no price. */
export function ownLosses(design: NamedDesign, first: NamedDesign): Loss[] {
  const before = new Map(lossesOf(first).map((loss) => [loss.what, loss]));
  return lossesOf(design).filter(({ what, amount, short }) => {
    const same = before.get(what);
    return same === undefined || (amount > (1 + ALIKE) * same.amount && short !== same.short);
  });
}
/** So many losses of a design are told in a sentence: of one or two designs, and of more. */
export function mostLosses(designs: number): number {
  return designs > 2 ? 1 : 2;
}

/**
 * `; with every design 5 % of the jobs failed`, `; with a 21 % of the jobs failed, with b 15 %`: what the first design does not do, and what those that do not lose more lose of the same, which
 * is no price of theirs. Empty where the first design does all.
 */
export function sharedLosses(designs: readonly NamedDesign[]): string {
  const [first] = designs as [NamedDesign];
  const losses = lossesOf(first);
  const told = losses.slice(0, mostLosses(designs.length)).map((loss) => clauseOf(loss, designs));
  const clauses: Clause[] = [];
  for (const clause of told) {
    const last = clauses.at(-1);
    const isSame = last !== undefined && last.who === clause.who && last.less + clause.less === '';
    if (isSame) clauses.splice(-1, 1, { ...last, texts: [...last.texts, ...clause.texts] });
    else clauses.push(clause);
  }
  const more = losses.length - told.length;
  return [
    ...clauses.map(({ who, texts, less }) => `; with ${who} ${joinWords(texts)}${less}`),
    ...(more === 0 ? [] : [`; ${counted(more, 'more loss is', 'more losses are')} in the table`]),
  ].join('');
}

/** What designs lose as much as the first one, and which lose less. */
interface Clause {
  readonly who: string;
  readonly texts: readonly string[];
  /** `, with b 15 %` */
  readonly less: string;
}

function clauseOf({ what, text, short }: Loss, designs: readonly NamedDesign[]): Clause {
  const [first] = designs as [NamedDesign];
  const byAmount = new Map<string, string[]>([[short, []]]);
  for (const design of designs) {
    const loss = lossesOf(design).find((one) => one.what === what);
    if (loss === undefined || ownLosses(design, first).some((own) => own.what === what)) continue;
    byAmount.set(loss.short, [...(byAmount.get(loss.short) ?? []), code(design.name)]);
  }
  const [[, alike], ...less] = [...byAmount] as [[string, string[]], ...[string, string[]][]];
  const isAll = alike.length === designs.length && designs.length > 1;
  return {
    who: isAll ? 'every design' : joinWords(alike),
    texts: [text],
    less: less.map(([amount, names]) => `, with ${joinWords(names)} ${amount}`).join(''),
  };
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
