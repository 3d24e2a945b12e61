import { simulateReplication } from '../../sim/replication.ts';
import type { DesignOutcome, LiveOutcome } from '../live/live-run.ts';
import type { StoreServer } from '../live/store/emulator.ts';
import { wakesResult } from '../live/wakes.ts';
import { ResultBuilder } from '../result/build-result.ts';
import type { LiveDesign } from '../result/live-schema.ts';
import type { DesignMeasures, DesignResult, Result } from '../result/schema.ts';
import { compressScenario } from '../scenario/compress.ts';
import type { Design, JobKind, Scenario, System } from '../scenario/model.ts';
import { toSeconds } from '../units.ts';
import { durationMeanUs } from '../workload/distribution.ts';
import type { Recording } from '../workload/recording.ts';
import { version } from './assets.ts';

/**
 * The result of a live run: what was measured, and beside it what the simulator says.
 * @param incomplete why the run was cut short; null when it was not.
 * @returns undefined when nothing was measured.
 */
export function liveResult(
  scenario: Scenario,
  compress: number,
  outcome: LiveOutcome,
  { origin, version: emulatorVersion, honoursGenerationMatch }: StoreServer,
  incomplete: string | null,
  overrides: readonly string[],
): Result | undefined {
  if (outcome.designs.length === 0) return undefined;
  const compressed = compressScenario(scenario, compress);
  const builder = new ResultBuilder(measuredOf(compressed, outcome.designs));
  outcome.designs.forEach(({ measured }, i) => {
    builder.add(i, measured.record);
  });
  const result = builder.build('live', version, overrides);
  return {
    ...result,
    live: {
      compress,
      emulator: { origin, version: emulatorVersion, honoursGenerationMatch },
      incomplete,
    },
    designs: Object.fromEntries(
      outcome.designs.map((one) => {
        const { name } = scenario.designs[one.design] as Design;
        return [name, withPredictions(result.designs[name] as DesignResult, scenario, compress, one)];
      }),
    ),
  };
}

/** A scenario with the designs of which something was measured. */
export function measuredOf(scenario: Scenario, designs: readonly DesignOutcome[]): Scenario {
  return { ...scenario, designs: designs.map(({ design }) => scenario.designs[design] as Design) };
}

function withPredictions(
  measured: DesignResult,
  scenario: Scenario,
  compress: number,
  one: DesignOutcome,
): DesignResult {
  const { warmUpUs, durationUs } = compressScenario(scenario, compress);
  const live: LiveDesign = {
    load: one.measured.load,
    probe: probeOf(one),
    intake: one.measured.intake,
    os: one.measured.os,
    proof: one.drained?.proof ?? null,
    failures: [...(one.account?.failures ?? [])],
    cancelled: one.measured.cancelled,
    lostTransitions: one.account?.lostTransitions ?? 0,
    ...(one.account === undefined
      ? {}
      : {
          wakes: wakesResult(one.account.wakes, warmUpUs + durationUs),
          foreignJobs: foreignJobs(one.account.arrivals, one.measured.load.accepted),
        }),
  };
  if (one.account === undefined || one.drained === null) return { ...measured, live };
  const forecast = withProbedStore(scenario, compress, one);
  const replay = withArrivals(forecast, one.account.arrivals);
  return {
    ...measured,
    live,
    predicted: {
      forecast: simulated(forecast, one.design),
      replay: simulated(replay, one.design, one.account.recording),
    },
  };
}

/** Jobs that came beside those of the pacer. A request of the pacer whose answer was lost may be among them, and that run is not as planned either way. */
function foreignJobs(arrivals: readonly (readonly number[])[], accepted: number): number {
  return Math.max(0, arrivals.reduce((sum, times) => sum + times.length, 0) - accepted);
}

/** The scenario as it ran, with the latencies of the store as the probe saw them before the run. */
function withProbedStore(scenario: Scenario, compress: number, { probe }: DesignOutcome): Scenario {
  const { store } = (scenario.designs[0] as Design).system;
  return compressScenario(scenario, compress, {
    upload: { ...store.upload, latency: probe.upload },
    download: { ...store.download, latency: probe.download },
    delete: { ...store.delete, latency: probe.delete },
  });
}

/** The scenario with the arrivals of the run instead of its own. @param arrivals of each job kind, in µs since the start. */
function withArrivals(scenario: Scenario, arrivals: readonly (readonly number[])[]): Scenario {
  const traced = (job: JobKind, kind: number): JobKind => ({
    ...job,
    arrivals: [
      {
        law: { kind: 'trace', timesUs: arrivals[kind] ?? [] },
        batch: { kind: 'constant', value: 1 },
        fromUs: 0,
        untilUs: Number.POSITIVE_INFINITY,
      },
    ],
  });
  const system = (one: System): System => ({ ...one, jobs: one.jobs.map(traced) });
  return { ...scenario, designs: scenario.designs.map((design) => ({ ...design, system: system(design.system) })) };
}

/** Simulates the one replication that the live run was. */
function simulated(scenario: Scenario, index: number, recording?: Recording): DesignMeasures {
  const design = scenario.designs[index] as Design;
  const builder = new ResultBuilder({ ...scenario, designs: [design] });
  builder.add(0, simulateReplication(scenario, design, 0, recording));
  const {
    series: _series,
    timeline: _timeline,
    perReplication: _perReplication,
    ...measures
  } = builder.build('sim', version, []).designs[design.name] as DesignResult;
  return measures;
}

function probeOf({ probe }: DesignOutcome): LiveDesign['probe'] {
  return {
    operations: probe.operations,
    upload: toSeconds(durationMeanUs(probe.upload)),
    download: toSeconds(durationMeanUs(probe.download)),
    delete: toSeconds(durationMeanUs(probe.delete)),
  };
}
