import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DesignOutcome } from '../live/live-run.ts';
import { joinParts } from '../outputs/join-parts.ts';
import type { OutputFailure, OutputFiles, OutputPlan } from '../outputs/outputs.ts';
import type { Scenario } from '../scenario/model.ts';
import { measuredOf } from './live-result.ts';

/** The services of a live run write their parts into a temporary folder, and the run makes its files of them. */
export class LiveParts {
  /** Where each design's service writes. */
  readonly files: readonly OutputFiles[];
  readonly #plan: OutputPlan;
  readonly #folder: string;

  constructor(plan: OutputPlan, scenario: Scenario) {
    this.#plan = plan;
    const folder = mkdtempSync(join(tmpdir(), 'unpark-'));
    this.#folder = folder;
    this.files = scenario.designs.map((_, design) => ({
      ...(plan.events === undefined ? {} : { events: join(folder, `${design}.jsonl`) }),
      ...(plan.trace === undefined ? {} : { trace: { ...plan.trace, file: join(folder, `${design}.json`) } }),
    }));
  }

  /** @param scenario in the time of the machine. @param designs those of which something was measured. @returns what could not be written. */
  join(scenario: Scenario, designs: readonly DesignOutcome[]): OutputFailure[] {
    const { overrides, engineVersion } = this.#plan;
    const origin = { world: 'live' as const, scenario: measuredOf(scenario, designs), overrides, engineVersion };
    return joinParts(
      this.#plan,
      origin,
      designs.map(({ design }) => this.files[design] as OutputFiles),
    );
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
