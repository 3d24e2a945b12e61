import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulateReplication } from '../../sim/replication.ts';
import { outputsOf } from '../../src/outputs/outputs.ts';
import type { TraceWindow } from '../../src/outputs/trace-output.ts';
import { ResultBuilder } from '../../src/result/build-result.ts';
import type { Result } from '../../src/result/schema.ts';
import { version } from '../../src/run/assets.ts';
import type { Scenario } from '../../src/scenario/model.ts';

/** Simulates a scenario and writes its events and its timeline into a folder. */
export function written(scenario: Scenario, folder: string, window?: TraceWindow): { result: Result; events: string } {
  const events = join(folder, 'events.jsonl');
  const trace = { file: join(folder, 'trace.json'), window };
  const outputs = outputsOf({ overrides: [], engineVersion: version, events, trace }, scenario);
  const builder = new ResultBuilder(scenario);
  const endUs = scenario.warmUpUs + scenario.durationUs;
  for (const [number, design] of scenario.designs.entries()) {
    for (let replication = 0; replication < scenario.replications; replication += 1) {
      const record = simulateReplication(scenario, design, replication, undefined, (layout) =>
        outputs.begin({ design: design.name, replication, layout, endUs }),
      );
      outputs.end(endUs, record.events);
      builder.add(number, record);
    }
  }
  expectNoFailure(outputs.close());
  return { result: builder.build('sim', version, []), events };
}

function expectNoFailure(failures: readonly object[]): void {
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
}

/** An event of the Trace Event Format. */
export interface TraceEvent {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly name?: string;
  readonly cat?: string;
  readonly id?: number;
  readonly args?: Readonly<Record<string, number | string>>;
}

export function traceIn(folder: string): readonly TraceEvent[] {
  return (JSON.parse(readFileSync(join(folder, 'trace.json'), 'utf8')) as { traceEvents: TraceEvent[] }).traceEvents;
}
