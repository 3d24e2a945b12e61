import type { Scenario } from '../scenario/model.ts';
import { DesignRun, type DesignRunOptions, type Drained, type Measured } from './design-run.ts';
import type { Probe, ServiceAccount } from './service/messages.ts';

/** What came of one design. */
export interface DesignOutcome {
  /** The number of the design. */
  readonly design: number;
  readonly probe: Probe;
  readonly measured: Measured;
  /** What was recorded, to be replayed. */
  readonly account: ServiceAccount | undefined;
  /** Null when the run was cut short. */
  readonly drained: Drained | null;
}

export interface LiveOutcome {
  /** In the order of the scenario; designs of which nothing was measured are left out. */
  readonly designs: readonly DesignOutcome[];
  /** What ended the run before its end. */
  readonly failure: unknown;
}

export type LiveRunOptions = Omit<DesignRunOptions, 'design' | 'say'> & {
  /** @param design the name of the design that it is about. */
  readonly say: (design: string, text: string) => void;
};

/**
 * Runs every design of a scenario in the live world, one after another; the threads of the next one start while the last deletions of the one before are awaited. It never
 * rejects: what ends it early stands in the outcome, beside everything that was measured until then. Nothing is left running.
 */
export async function runLive(options: LiveRunOptions): Promise<LiveOutcome> {
  const { scenario } = options;
  const outcomes: DesignOutcome[] = [];
  const open = (design: number): Promise<DesignRun> =>
    DesignRun.open({ ...options, design, say: (text) => options.say(nameOf(scenario, design), text) });
  let current: Promise<DesignRun> | undefined;
  try {
    for (let design = 0; design < scenario.designs.length; design += 1) {
      options.say(nameOf(scenario, design), 'starts its threads');
      current ??= open(design);
      const run = await current;
      current = undefined;
      const isLast = design === scenario.designs.length - 1;
      const outcome = await runDesign(run, design, () => {
        if (isLast) return;
        current = open(design + 1);
        // A failure is met where it is awaited.
        current.catch(() => {});
      });
      outcomes.push(...outcome.outcomes);
      if (outcome.failure !== undefined) return { designs: outcomes, failure: outcome.failure };
    }
    return { designs: outcomes, failure: undefined };
  } catch (failure) {
    return { designs: outcomes, failure };
  } finally {
    await current?.then(
      (run) => run.close(),
      () => {},
    );
  }
}

/** @param onDraining is called when only the last deletions are awaited. */
async function runDesign(
  run: DesignRun,
  design: number,
  onDraining: () => void,
): Promise<{ readonly outcomes: readonly DesignOutcome[]; readonly failure: unknown }> {
  const { probe } = run;
  let measured: Measured | undefined;
  try {
    measured = await run.measure();
    onDraining();
    const drained = await run.drain();
    return { outcomes: [{ design, probe, measured, account: drained.account, drained }], failure: undefined };
  } catch (failure) {
    measured ??= await run.snapshot();
    if (measured === undefined) return { outcomes: [], failure };
    return { outcomes: [{ design, probe, measured, account: await run.account(), drained: null }], failure };
  } finally {
    await run.close();
  }
}

function nameOf(scenario: Scenario, design: number): string {
  return scenario.designs[design]?.name ?? '';
}
