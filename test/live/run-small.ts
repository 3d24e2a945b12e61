import { liveResult } from '../../src/cli/live-result.ts';
import { type LiveOutcome, runLive } from '../../src/live/live-run.ts';
import type { StoreServer } from '../../src/live/store/emulator.ts';
import { OutsideClient } from '../../src/live/store/outside-client.ts';
import type { Result } from '../../src/result/schema.ts';
import { compressScenario } from '../../src/scenario/compress.ts';
import type { Scenario } from '../../src/scenario/model.ts';

export const COMPRESS = 60;

/** Runs a scenario in the live world at a store. @param url of the store, where it is not the server's own. */
export async function runSmall(
  scenario: Scenario,
  server: StoreServer,
  url: string = server.url,
): Promise<{ readonly outcome: LiveOutcome; readonly result: Result }> {
  const outside = new OutsideClient(server.url);
  try {
    const outcome = await runLive({
      scenario: compressScenario(scenario, COMPRESS),
      url,
      honoursGenerationMatch: server.honoursGenerationMatch,
      outside,
      port: 0,
      overlaps: false,
      say: () => {},
      signal: new AbortController().signal,
    });
    const result = liveResult(scenario, COMPRESS, outcome, server, null, []);
    if (result === undefined) throw outcome.failure;
    return { outcome, result };
  } finally {
    outside.close();
  }
}
