import type { Problem } from '../../errors.ts';
import { formatApart } from '../../report/format-apart.ts';
import { kindOfUnit } from '../../report/sweep/sweep-figures.ts';
import type { UnmetDesign } from '../../result/sizing/sizing.ts';
import { limitedBy } from './limited-by.ts';
import type { WorseWithSize } from './met-by-small.ts';
import type { SizingPlan } from './plan-sizing.ts';
import type { Judged } from './trials.ts';

/** So many measures of an objective are told. */
const MOST_TOLD = 3;

/**
 * What is said of a design that does not meet the objective at the largest size, and what limits it there instead.
 * @param worse that smaller sizes are nearer to it; null where none is.
 */
export function cannotMeet(
  plan: SizingPlan,
  design: string,
  judged: Judged,
  worse: WorseWithSize | null,
): Pick<UnmetDesign, 'largestMet' | 'why' | 'found' | 'hint'> {
  const largestMet = worse?.largestMet ?? null;
  return { largestMet, ...(worse === null ? notMet(plan, design, judged) : metBySmall(plan, design, judged, worse)) };
}

/** Size looks for a least size; an objective that gets worse with the size has a largest one. */
function metBySmall({ subject, ...plan }: SizingPlan, design: string, judged: Judged, worse: WorseWithSize): Words {
  const { largestMet, nearer } = worse;
  const at = (one: Judged) =>
    `${figuresText({ subject, ...plan }, design, one, (index) => judged.holds[index] === false)} at ${one.size}`;
  const better =
    subject.kind === 'pool' ? `\`pools.${subject.name}.fullFraction < 1%\`` : '`jobs.*.time.p99 <= 105% of unbounded`';
  return {
    why: `it gets worse the larger \`${subject.path}\` is, so it has no least size${largestMet === null ? '' : `, but a largest that meets it: ${largestMet}`}`,
    found: `${at(nearer)}; ${at(judged)}`,
    hint: `size looks for the least size from which on an objective holds: ask for what a larger one makes better, such as ${better}; --most ends the search at a size`,
  };
}

type Words = Pick<UnmetDesign, 'why' | 'found' | 'hint'>;

function notMet(plan: SizingPlan, design: string, judged: Judged): Words {
  const { subject, most } = plan;
  const told = (which: (index: number) => boolean) => figuresText(plan, design, judged, which);
  if (judged.standing !== 'close') {
    return {
      why: `no \`${subject.path}\` up to ${most} meets it`,
      found: judged.why ?? told((index) => judged.holds[index] !== true),
      hint: limitedBy(judged, subject),
    };
  }
  if (judged.hasInterval.includes(false)) {
    return {
      why: `what it measures has no interval after ${judged.replications} replications`,
      found: told((index) => judged.hasInterval[index] === false),
      hint: 'a longer --duration or more --replications; or a mean or a lower percentile, which need fewer',
    };
  }
  return {
    why: `\`${subject.path}\` ${most} may meet it or not: its bound lies within the interval after ${judged.replications} replications`,
    found: told(() => true),
    hint: `more --replications or a longer --duration make the interval narrower; ${limitedBy(judged, subject)}`,
  };
}

/** The same as what is wrong with the objective. */
export function unmetProblem(objective: string, { design, why, found, hint }: UnmetDesign): Problem {
  return {
    file: `--objective ${objective}`,
    message: `design ${design}: ${why}`,
    expected: 'an objective that the largest size meets beyond its interval',
    found,
    hint,
  };
}

function figuresText(plan: SizingPlan, design: string, judged: Judged, which: (index: number) => boolean): string {
  const { comparisons } = plan.objectiveOf(design);
  return judged.figures
    .flatMap(({ value, bound }, index) => {
      const comparison = comparisons[index];
      if (comparison === undefined || !which(index)) return [];
      const [own, other] = formatApart(kindOfUnit(comparison.unit), value, bound);
      // What is equal misses the bound by its relation.
      return [`${comparison.label} is ${own}, against ${own === other ? `${comparison.relation} ` : ''}${other}`];
    })
    .slice(0, MOST_TOLD)
    .join('; ');
}
