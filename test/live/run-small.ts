import { type LiveOutcome, runLive } from '../../src/live/live-run.ts';
import type { TelemetryPlan } from '../../src/live/otlp/telemetry-plan.ts';
import type { StoreServer } from '../../src/live/store/emulator.ts';
import { OutsideClient } from '../../src/live/store/outside-client.ts';
import type { Result } from '../../src/result/schema.ts';
import { liveResult } from '../../src/run/live-result.ts';
import { compressScenario } from '../../src/scenario/compress.ts';
import type { Scenario } from '../../src/scenario/model.ts';

const COMPRESS = 60;

/** Runs a scenario in the live world at a store. @param url of the store, where it is not the server's own. @param telemetry where each design sends its metrics and spans. */
export async function runLiveOnly(
  scenario: Scenario,
  server: StoreServer,
  url = server.url,
  telemetry?: readonly TelemetryPlan[],
): Promise<LiveOutcome> {
  const outside = new OutsideClient(server.url);
  try {
    return await runLive({
      scenario: compressScenario(scenario, COMPRESS),
      url,
      honoursGenerationMatch: server.honoursGenerationMatch,
      outside,
      port: 0,
      removesBuckets: true,
      overlaps: false,
      telemetry,
      say: () => {},
      signal: new AbortController().signal,
    });
  } finally {
    outside.close();
  }
}

/** The same, with the result that is made of it. */
export async function runSmall(
  scenario: Scenario,
  server: StoreServer,
  url?: string,
): Promise<{ readonly outcome: LiveOutcome; readonly result: Result }> {
  const outcome = await runLiveOnly(scenario, server, url);
  const result = liveResult(scenario, COMPRESS, outcome, server, null, []);
  if (result === undefined) throw outcome.failure;
  return { outcome, result };
}
