import { Driver } from '../../sim/driver.ts';
import { Engine } from '../../sim/engine.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { layOut } from '../../src/service/lay-out.ts';
import type { Layout } from '../../src/service/layout.ts';
import type { Observer } from '../../src/service/observer.ts';
import { Service } from '../../src/service/service.ts';
import { ArrivalTimes } from '../../src/workload/arrival-times.ts';
import { Draws } from '../../src/workload/draws.ts';
import { Streams } from '../../src/workload/streams.ts';

/** The arrivals of a scenario's first design, in the order in which kinds are served that meet: what every world here is given. */
export function arrivalsOf({ designs, seed, warmUpUs, durationUs }: Scenario): {
  readonly kind: number;
  readonly atUs: number;
}[] {
  const streams = new Streams(seed, 0);
  const { jobs } = (designs[0] as Design).system;
  const kinds = jobs.map((job, kind) => ({ job, kind })).sort((a, b) => (a.job.name < b.job.name ? -1 : 1));
  return kinds.flatMap(({ job, kind }) =>
    job.arrivals.flatMap((process, index) => {
      const times = new ArrivalTimes(process, streams, `${job.name}/arrivals.${index}`);
      const all: { kind: number; atUs: number }[] = [];
      for (let atUs = times.nextUs(); atUs <= warmUpUs + durationUs; atUs = times.nextUs()) {
        for (let i = times.batch; i > 0; i -= 1) all.push({ kind, atUs });
      }
      return all;
    }),
  );
}

/**
 * Simulates the service of a scenario's first design, without measures. Arrivals end with the duration.
 * @param untilUs when the run ends.
 * @param listen makes the listener.
 */
export function simulateService<T extends Observer>(
  scenario: Scenario,
  untilUs: number,
  listen: (layout: Layout) => T,
): { readonly heard: T; readonly service: Service } {
  const { system } = scenario.designs[0] as Design;
  const draws = new Draws(new Streams(scenario.seed, 0));
  const layout = layOut(system, draws);
  const heard = listen(layout);
  const engine = new Engine();
  const driver = new Driver(engine, system, layout.strategies.length, () => service);
  const service: Service = new Service(layout, draws, driver, heard);
  const arrivals = system.jobs.map((_, kind) => engine.handler(() => service.arrive(kind)));
  for (const { kind, atUs } of arrivalsOf(scenario)) engine.schedule(atUs, arrivals[kind] as number, 0);
  const kill = engine.handler(() => service.killDrivers());
  for (const fault of system.faults) if (fault.kind === 'kill-janitor') engine.schedule(fault.atUs, kill, 0);
  engine.runUntil(untilUs);
  return { heard, service };
}
