import type { Sizing } from '../../../src/result/sizing/sizing.ts';
import { planSizing, type SizingRequest } from '../../../src/run/size/plan-sizing.ts';
import { sizeDesigns } from '../../../src/run/size/size-designs.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';

/** Sizes a scenario from its text, as the command does. */
export function sized(yaml: string, request: Partial<SizingRequest> = {}, workers = 2): Promise<Sizing> {
  const build = (overrides: readonly string[]) => parseScenario(yaml, 'sized.yaml', { overrides });
  const plan = planSizing(build, {
    objective: undefined,
    vary: undefined,
    least: undefined,
    most: undefined,
    ...request,
  });
  return sizeDesigns(plan, { workers, cores: 2, overrides: [], signal: new AbortController().signal });
}

/** A pool of one kind of task. @param step what a task does. */
export function onePool(step: string, arrivals: string, run = 'duration: 3h\nwarmUp: 10m\nreplications: 8'): string {
  return `name: one-pool
question: How many threads?
${run}
pools: { web: 200 }
jobs:
  request:
    arrivals: ${arrivals}
    steps:
      - task: { name: serve, steps: [${step}] }
designs:
  only: {}
`;
}
