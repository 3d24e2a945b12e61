import { createServer, type Server } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { systemClock } from '../../src/live/clock.ts';
import { Pacer, plannedArrivals } from '../../src/live/load/pacer.ts';
import { compressScenario } from '../../src/scenario/compress.ts';
import type { Design } from '../../src/scenario/model.ts';
import { smallLive } from './small-live.ts';

describe('the pacer', () => {
  it('plans the very arrivals that the simulator draws from the same seed', () => {
    const scenario = compressScenario(smallLive(), 60);
    const design = scenario.designs[0] as Design;
    const planned = plannedArrivals(scenario, design.system);
    const { counts } = simulateReplication(
      { ...scenario, warmUpUs: 0, durationUs: scenario.warmUpUs + scenario.durationUs },
      design,
      0,
    );
    for (const { name } of design.system.jobs) {
      expect(planned.filter(({ kind }) => kind === name)).toHaveLength(counts[`jobs.${name}.arrived`] as number);
    }
    // Of the constant stream of merges the times themselves are known: one every half second.
    const merges = planned.filter(({ kind }) => kind === 'merge').map(({ atUs }) => atUs);
    expect(merges).toEqual(merges.map((_, i) => (i + 1) * 500_000));
    expect(planned.map(({ atUs }) => atUs)).toEqual([...planned.map(({ atUs }) => atUs)].sort((a, b) => a - b));
  });

  it('sends on at the intended moments while nothing is answered, and says what went wrong', async () => {
    const arrived: number[] = [];
    const url = await listen((_, answer) => {
      arrived.push(systemClock.nowUs());
      // Every answer comes when all requests are there.
      if (arrived.length === 5) for (const reply of open) reply();
      else open.push(() => answer.writeHead(202).end());
      if (arrived.length === 5) answer.writeHead(500).end();
    });
    const open: (() => void)[] = [];
    const startUs = systemClock.nowUs() + 50_000;
    const planned = [0, 20_000, 40_000, 60_000, 80_000].map((atUs) => ({ atUs, kind: 'sync' }));
    const load = await new Pacer(url, planned).run(startUs, new AbortController().signal);
    expect(load).toMatchObject({ planned: 5, sent: 5, accepted: 4, asPlanned: false });
    expect(load.reason).toContain('1 request was answered with 500');
    arrived.forEach((atUs, i) => {
      expect(atUs).toBeGreaterThanOrEqual(startUs + (planned[i]?.atUs ?? 0));
    });
    // The first request waited for the last: its latency counts from its own moment.
    expect(load.answer.max).toBeGreaterThan(0.08);
  });

  it('stops at once when it is told to, and says how far it came', async () => {
    const url = await listen((_, answer) => answer.writeHead(202).end());
    const controller = new AbortController();
    const planned = [0, 3_600_000_000].map((atUs) => ({ atUs, kind: 'sync' }));
    const running = new Pacer(url, planned).run(systemClock.nowUs(), controller.signal);
    setTimeout(() => controller.abort(), 100);
    expect(await running).toMatchObject({ planned: 2, sent: 1, asPlanned: false, reason: 'only 1 of 2 were sent' });
  });

  it('lets everything else have its turn when it is late, so that it can be stopped', async () => {
    const url = await listen((_, answer) => answer.writeHead(202).end());
    const controller = new AbortController();
    const planned = Array.from({ length: 500 }, () => ({ atUs: 0, kind: 'sync' }));
    setImmediate(() => controller.abort());
    const { sent } = await new Pacer(url, planned).run(systemClock.nowUs() - 1_000_000, controller.signal);
    expect(sent).toBeLessThan(10);
  });

  it('gives up what it is hopelessly late for', async () => {
    const planned = [0, 1].map((atUs) => ({ atUs, kind: 'sync' }));
    const pacer = new Pacer('http://127.0.0.1:9/', planned);
    expect(await pacer.run(systemClock.nowUs() - 60_000_000, new AbortController().signal)).toMatchObject({
      sent: 0,
      reason: 'only 0 of 2 were sent',
    });
  });
});

async function listen(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server: Server = createServer(answer as never);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return await new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}`)),
  );
}
