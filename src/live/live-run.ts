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
  /** What ended the run before its end; undefined when nothing did. */
  readonly failure: unknown;
}

export type LiveRunOptions = Omit<DesignRunOptions, 'design' | 'say'> & {
  /** Whether the next design may warm up while the last deletions of the one before are awaited: the machine has room for the threads of both. */
  readonly overlaps: boolean;
  /** @param design the name of the design that it is about. */
  readonly say: (design: string, text: string) => void;
};

/** An outcome, if anything was measured, and what ended it early, if anything did. */
interface Ending {
  readonly outcome: DesignOutcome | undefined;
  readonly failure: unknown;
}

/**
 * Runs every design of a scenario in the live world, one after another. It never rejects: what ends it early stands in the outcome, beside everything that was measured until
 * then. Nothing is left running.
 */
export async function runLive(options: LiveRunOptions): Promise<LiveOutcome> {
  const { scenario, overlaps } = options;
  const endings: Promise<Ending>[] = [];
  for (let design = 0; design < scenario.designs.length; design += 1) {
    if (!overlaps && (await endings.at(-1))?.failure !== undefined) break;
    const { ending, wentWell } = await runDesign(options, design);
    endings.push(ending);
    if (!wentWell) break;
    // Of two that overlap the earlier one is over when the later one has been measured; a third waits for that.
    await endings.at(-2);
  }
  const all = await Promise.all(endings);
  return {
    designs: all.flatMap(({ outcome }) => outcome ?? []),
    failure: all.find(({ failure }) => failure !== undefined)?.failure,
  };
}

/** Opens and measures a design. @returns when it is measured; its ending is there when it is drained and closed, and never rejects. */
async function runDesign(
  options: LiveRunOptions,
  design: number,
): Promise<{ readonly ending: Promise<Ending>; readonly wentWell: boolean }> {
  const { name } = options.scenario.designs[design] as Scenario['designs'][number];
  const say = (text: string) => options.say(name, text);
  let run: DesignRun;
  try {
    say('starts its threads');
    run = await DesignRun.open({ ...options, design, say });
  } catch (failure) {
    return { ending: Promise.resolve({ outcome: undefined, failure }), wentWell: false };
  }
  try {
    const measured = await run.measure();
    return { ending: finish(run, design, measured), wentWell: true };
  } catch (failure) {
    return { ending: cutShort(run, design, await run.snapshot(), failure), wentWell: false };
  }
}

/** Waits for the last deletions, proves that nothing is lost, and closes the design. */
async function finish(run: DesignRun, design: number, measured: Measured): Promise<Ending> {
  try {
    const drained = await run.drain();
    await run.close();
    const outcome = { design, probe: run.probe, measured, account: drained.account, drained };
    return { outcome, failure: undefined };
  } catch (failure) {
    return await cutShort(run, design, measured, failure);
  }
}

/** Keeps what there is of a design, and closes it. */
async function cutShort(
  run: DesignRun,
  design: number,
  measured: Measured | undefined,
  failure: unknown,
): Promise<Ending> {
  const account = await run.account();
  await run.close();
  if (measured === undefined) return { outcome: undefined, failure };
  return { outcome: { design, probe: run.probe, measured, account, drained: null }, failure };
}
