import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resultJson } from '../../src/report/write.ts';
import { type DesignMeasures, type DesignResult, resultSchema } from '../../src/result/schema.ts';
import { replayFile } from '../../src/run/replay-file.ts';
import type { TraceEvent } from '../events/written.ts';
import { hasEmulator } from '../live/store/real-emulator.ts';
import { unpark } from './command.ts';
import { LIVE_COMMAND } from './live-command.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Far more than it takes: where a run that hangs is given up. */
const LONGEST_MS = 400_000;

it.skipIf(!hasEmulator)(
  'omi-sync, live on 128 threads in both designs, is what the simulator says of it',
  { timeout: LONGEST_MS + 10_000 },
  async () => {
    const cwd = temporaryFolder();
    const args = [...LIVE_COMMAND.split(' ').slice(2), '--events', 'events.jsonl', '--trace', 'timeline.json'];
    const { code, stderr } = await unpark(args, { cwd, longestMs: LONGEST_MS });
    // Without a terminal a plain line says now and then what the threads do, and nothing else is told.
    const views =
      /^(legacy|janitor), (?:\d+ s of 30 s|measured; waits for its last deletions): storage \d+ working, \d+ parked, \d+ blocked of 128, queue \d+.*\n/gm;
    expect({ code, stderr: stderr.replaceAll(views, '') }).toEqual({ code: 0, stderr: '' });
    expect(new Set([...stderr.matchAll(views)].map(([, design]) => design))).toEqual(new Set(['legacy', 'janitor']));
    const json = readFileSync(join(cwd, 'reports', 'out', 'omi-sync-live', 'result.json'), 'utf8');
    const { designs, live } = resultSchema.parse(JSON.parse(json));
    expect(live).toMatchObject({ compress: 60, incomplete: null });
    for (const name of ['legacy', 'janitor']) {
      const design = designs[name] as DesignResult;
      const replay = design.predicted?.replay as DesignMeasures;
      const forecast = design.predicted?.forecast as DesignMeasures;
      expectNear(design, replay, 'active', 0.05, 1);
      expectNear(design, replay, 'parked', 0.03, 0.5);
      expectNear(design, forecast, 'active', 0.1, 1.5);
      expect(design.live?.proof).toMatchObject({ discrepancies: 0, firstDiscrepancies: [] });
      expect(design.live?.lostTransitions).toBe(0);
    }
    // The gate judges a live result, and takes it as a baseline, like any other.
    const from = join('reports', 'out', 'omi-sync-live', 'result.json');
    const baseline = await unpark(['baseline', 'omi-sync', '--from', from, '--baselines', 'live'], { cwd });
    expect(baseline.code).toBe(0);
    const check = await unpark(['check', 'omi-sync', '--result', from, '--baseline', '--baselines', 'live'], { cwd });
    expect(check.stdout).toContain('figures that can be compared are within the intervals of');
    // Everything that was measured is in the stream of events, and each thread has its row in the timeline.
    const { live: _live, ...measured } = resultSchema.parse(JSON.parse(json));
    const own = Object.entries(measured.designs).map(([name, { live: _l, predicted: _p, ...design }]) => [
      name,
      design,
    ]);
    const replayed = JSON.parse(resultJson(await replayFile(join(cwd, 'events.jsonl')))) as unknown;
    expect(resultSchema.parse(replayed)).toEqual({ ...measured, designs: Object.fromEntries(own) });
    const timeline = JSON.parse(readFileSync(join(cwd, 'timeline.json'), 'utf8')) as { traceEvents: TraceEvent[] };
    const rows = timeline.traceEvents.filter(({ ph, name, cat }) => ph === 'B' && cat === 'state' && name === 'parked');
    expect(new Set(rows.filter(({ pid }) => pid === 1).map(({ tid }) => tid)).size).toBeGreaterThan(60);
    expect(rows.filter(({ pid }) => pid === 2)).toEqual([]);
    // The before and after, as production saw it.
    expect(meanOf(designs.legacy as DesignResult, 'parked')).toBeGreaterThan(60);
    expect(meanOf(designs.janitor as DesignResult, 'parked')).toBe(0);
    expect(meanOf(designs.janitor as DesignResult, 'active')).toBeLessThan(15);
  },
);

/** The measured mean lies within a share of the predicted one, or within so many threads, whichever is more. */
function expectNear(
  measured: DesignResult,
  predicted: DesignMeasures,
  state: 'active' | 'parked',
  share: number,
  threads: number,
): void {
  const expected = meanOf(predicted, state);
  expect(Math.abs(meanOf(measured, state) - expected)).toBeLessThanOrEqual(Math.max(share * expected, threads));
}

function meanOf({ pools }: DesignMeasures, state: 'active' | 'parked'): number {
  return pools.storage?.[state].mean ?? Number.NaN;
}
