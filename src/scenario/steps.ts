/** What steps have inside, said once: whoever looks at a program walks it by these. */
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
