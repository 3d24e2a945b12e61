/** What steps have inside, said once: whoever looks at a program walks it by these. */
import { countMoments } from '../workload/distribution.ts';
import type { Step } from './model.ts';

/** The steps inside a step. */
export function innerSteps(step: Step): readonly Step[] {
  if (step.do === 'choice') return step.branches.flatMap(({ steps }) => steps);
  return step.do === 'fanOut' || step.do === 'retry' ? step.steps : [];
}

/** Every step of a program, outer before inner: those of its tasks, branches and tries included. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...allSteps(innerSteps(step))]);
}

/** The fan-outs of a program, those of its tasks included. */
export function fanOutsOf(steps: readonly Step[]): Extract<Step, { do: 'fanOut' }>[] {
  return allSteps(steps).filter((step) => step.do === 'fanOut');
}

/**
 * Visits every step of a program with how often one run of it leads there on average: once for each task of a fan-out, by its probability in a choice. Tries after the first are left
 * out.
 */
export function visitSteps(steps: readonly Step[], visit: (step: Step, times: number) => void, times = 1): void {
  for (const step of steps) {
    visit(step, times);
    if (step.do === 'fanOut') visitSteps(step.steps, visit, times * countMoments(step.tasks).mean);
    if (step.do === 'retry') visitSteps(step.steps, visit, times);
    if (step.do === 'choice') {
      for (const { probability, steps: inner } of step.branches) visitSteps(inner, visit, times * probability);
    }
  }
}
