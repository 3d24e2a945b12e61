import type { Problem } from '../../errors.ts';
import { formatNumber } from '../../report/format.ts';
import { kindOfUnit } from '../../report/sweep/sweep-figures.ts';
import { limitedBy } from './limited-by.ts';
import type { SizingPlan } from './plan-sizing.ts';
import type { Judged } from './trials.ts';

/** So many measures of an objective are told. */
const MOST_TOLD = 3;

/** What is wrong where a design does not meet the objective at the largest size, and what limits it there instead. */
export function cannotMeet(plan: SizingPlan, design: string, judged: Judged): Problem {
  const { subject, objective, most } = plan;
  const file = `--objective ${objective.text}`;
  const expected = 'an objective that the largest size meets';
  const told = (which: (index: number) => boolean) => figuresText(plan, design, judged, which);
  if (judged.standing !== 'close') {
    return {
      file,
      message: `design ${design}: no \`${subject.path}\` up to ${most} meets it`,
      expected,
      found: judged.why ?? told((index) => judged.holds[index] !== true),
      hint: limitedBy(judged.figuresOfDesign, subject),
    };
  }
  if (judged.hasInterval.includes(false)) {
    return {
      file,
      message: `design ${design}: what it measures has no interval after ${judged.replications} replications`,
      expected: 'enough observations for an interval, which says when a size meets it',
      found: told((index) => judged.hasInterval[index] === false),
      hint: 'a longer --duration or more --replications; or a mean or a lower percentile, which need fewer',
    };
  }
  return {
    file,
    message: `design ${design}: \`${subject.path}\` ${most} may meet it or not: its bound lies within the interval after ${judged.replications} replications`,
    expected,
    found: told(() => true),
    hint: `more --replications or a longer --duration make the interval narrower; ${limitedBy(judged.figuresOfDesign, subject)}`,
  };
}

function figuresText(plan: SizingPlan, design: string, judged: Judged, which: (index: number) => boolean): string {
  const { comparisons } = plan.objectiveOf(design);
  return judged.figures
    .flatMap(({ value, bound }, index) => {
      const comparison = comparisons[index];
      if (comparison === undefined || !which(index)) return [];
      const [own, other] = [value, bound].map((one) => formatNumber(kindOfUnit(comparison.unit), one));
      return [`${comparison.label} is ${own}, against ${other}`];
    })
    .slice(0, MOST_TOLD)
    .join('; ');
}
