import { type Contender, type Figures, MACHINE, measure } from '../contender.ts';
import { digits, printTable } from '../table.ts';
import { closures } from './closures.ts';
import { fakeTimersEventList, objectEventList, typedEventList } from './event-lists.ts';
import { generators } from './generators.ts';
import { cHeap } from './peers/c-heap.ts';
import { pythonPeer } from './peers/python.ts';
import { simJs } from './peers/sim-js.ts';
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

const SIMPY = 'SimPy, Store';
const LONGEST_BAR = 40;

/** The ratios as bars, on a logarithmic scale, the fastest first. */
function printBars(engines: readonly [string, Figures | undefined][], reference: number): void {
  const ratios = engines.flatMap(([name, figures]) =>
    figures === undefined ? [] : [{ name, ratio: reference / (figures.seconds as number) }],
  );
  const logs = ratios.map(({ ratio }) => Math.log(ratio));
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  const widest = Math.max(...ratios.map(({ name }) => name.length));
  const lines = ratios
    .sort((a, b) => b.ratio - a.ratio)
    .map(({ name, ratio }) => {
      const cells = Math.round(1 + ((Math.log(ratio) - least) / (most - least)) * (LONGEST_BAR - 1));
      return `${name.padEnd(widest)}  ${'█'.repeat(cells)} ${digits(ratio)} ×`;
    });
  process.stdout.write(`Times as fast as SimPy (logarithmic):\n\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n\n${METHOD}\n\n`);
}

const METHOD = `Method: each in a process of its own, one after the other. Processor time, not wall time; JavaScript and C run six times, the first only to warm up, and the least counts; Python and SIM.JS run once, Ciw a tenth of the customers. An event is an arrival or a departure, however many steps an engine makes of it.`;

function nanoseconds(figures: Figures | undefined): string {
  return figures === undefined ? 'not to be had here' : `${digits(figures.ns as number)} ns`;
}

/** How fast events pass: the whole model, and the event list alone. */
export function engineSuite(): void {
  const engines: [string, Figures | undefined][] = [
    ['unpark, the bare engine: two handlers', measure('mm1-engine')],
    ['unpark, a scenario: jobs, tasks, thread pool, all measures', measure('mm1-world')],
    ['unpark, the same scenario without observation', measure('mm1-unobserved')],
    ['JavaScript, a closure for each event in an object heap', measure('mm1-closures')],
    ['JavaScript, a generator for each process', measure('mm1-generators')],
    ['C, a 4-ary heap, written for this model alone', cHeap('mm1', CUSTOMERS)],
    ['SIM.JS 2.0, Facility', simJs()],
    [SIMPY, pythonPeer('simpy', 'simpy_store.py')],
    ['Ciw, a network of one node', pythonPeer('ciw', 'ciw_network.py')],
  ];
  const reference = engines.find(([name]) => name === SIMPY)?.[1]?.seconds;
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
  if (reference !== undefined) printBars(engines, reference);
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
    [
      ...lists.map(([name, contender, most]) => [
        name,
        ...pendings.map((pending) => (pending > most ? '–' : `${digits(measure(contender, pending).ns as number)} ns`)),
      ]),
      ['C, a 4-ary heap', ...pendings.map((pending) => nanoseconds(cHeap('list', pending)))],
    ],
  );
}
