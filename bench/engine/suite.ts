import { type Contender, type Figures, MACHINE, measure } from '../contender.ts';
import { digits, printTable } from '../table.ts';
import { closures } from './closures.ts';
import { fakeTimersEventList, objectEventList, typedEventList } from './event-lists.ts';
import { generators } from './generators.ts';
import { simpy } from './simpy.ts';
import { CUSTOMERS, EVENTS } from './single-server.ts';
import { unparkEngine } from './unpark-engine.ts';
import { unparkUnobserved, unparkWorld } from './unpark-world.ts';

export const engineContenders: Readonly<Record<string, Contender>> = {
  'mm1-engine': unparkEngine,
  'mm1-world': unparkWorld,
  'mm1-unobserved': unparkUnobserved,
  'mm1-closures': closures,
  'mm1-generators': generators,
  'list-typed': typedEventList,
  'list-objects': objectEventList,
  'list-fake-timers': fakeTimersEventList,
};

/** How fast events pass: the whole model, and the event list alone. */
export function engineSuite(): void {
  const engines: [string, Figures | undefined][] = [
    ['unpark, the bare engine: two handlers', measure('mm1-engine')],
    ['unpark, a scenario: jobs, tasks, thread pool, all measures', measure('mm1-world')],
    ['unpark, the same scenario without observation', measure('mm1-unobserved')],
    ['JavaScript, a closure for each event in an object heap', measure('mm1-closures')],
    ['JavaScript, a generator for each process', measure('mm1-generators')],
    ['SimPy, Store', simpy()],
  ];
  const reference = engines.at(-1)?.[1]?.seconds;
  printTable(
    `M/M/1, arrival rate 0.9, service rate 1, ${CUSTOMERS.toLocaleString('en')} customers, processor time (${MACHINE})`,
    ['engine', 'M events/s', 'ns an event', '× SimPy', 'mean time in the system (10 s expected)'],
    engines.map(([name, figures]) => {
      if (figures === undefined) return [name, 'not to be had here', '–', '–', '–'];
      const { seconds, meanSeconds } = figures as { seconds: number; meanSeconds: number };
      return [
        name,
        digits(EVENTS / seconds / 1e6),
        digits((seconds / EVENTS) * 1e9),
        reference === undefined ? '–' : digits(reference / seconds),
        `${digits(meanSeconds)} s`,
      ];
    }),
  );
  const [, observed, unobserved] = engines.map(([, measured]) => measured?.seconds);
  if (observed !== undefined && unobserved !== undefined) {
    process.stdout.write(
      `Full observation costs ${Math.round((observed / unobserved - 1) * 100)} % over an unobserved run.\n\n`,
    );
  }
  const pendings = [1_000, 100_000, 1_000_000];
  const lists: [string, string, number][] = [
    ['unpark, DueTimeQueue', 'list-typed', 1_000_000],
    ['object heap with closures', 'list-objects', 1_000_000],
    ['@sinonjs/fake-timers', 'list-fake-timers', 100_000],
  ];
  printTable(
    `Future event list: take the first, put another in, with n pending (${MACHINE})`,
    ['list', ...pendings.map((pending) => `n = ${pending.toLocaleString('en')}`)],
    lists.map(([name, contender, most]) => [
      name,
      ...pendings.map((pending) => (pending > most ? '–' : `${digits(measure(contender, pending).ns as number)} ns`)),
    ]),
  );
}
