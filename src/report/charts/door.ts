import { oneLine } from '../../one-line.ts';
import type { DoorResult } from '../../result/live-schema.ts';
import { code, formatNumber, joinWords } from '../format.ts';
import type { NamedDesign } from '../selection.ts';
import type { ChartOrReason } from './spec.ts';

interface Answered {
  readonly name: string;
  readonly door: DoorResult;
}

/** The client's before and after: how fast the endpoint answers while the pool is as each design leaves it. */
export function doorChart(designs: readonly NamedDesign[]): ChartOrReason {
  const id = 'door';
  const answered = designs.flatMap(({ name, result: { live } }): Answered[] =>
    live?.door === undefined || live.door === null || live.door.curve.length < 2 ? [] : [{ name, door: live.door }],
  );
  if (answered.length === 0)
    return { leftOut: { id, why: 'The door was not asked, so there is nothing to draw of it.' } };
  const step = (door: DoorResult) => 100 / (door.curve.length - 1);
  return {
    chart: {
      id,
      title: finding(answered),
      subtitle: `Time to the answer that a share of autocannon’s requests did not exceed, ${answered[0]?.door.connections} connections, no rate`,
      x: { label: '% of requests', format: 'number', min: 0, max: 100 },
      y: {
        label: 'answered within',
        format: 'seconds',
        max: Math.max(...answered.map(({ door }) => door.curve.at(-1) as number)),
      },
      rows: answered.map(({ name, door }) => ({
        label: `${oneLine(name)}: ${formatNumber('count', door.parkedThreads)} threads parked; p50 ${formatNumber('seconds', door.latency.p50)}, p99 ${formatNumber('seconds', door.latency.p99)}`,
        layers: [
          { kind: 'area', label: 'time to the answer', ink: 'ink', start: 0, step: step(door), values: door.curve },
        ],
        marks: [],
      })),
      table: {
        caption: 'Time to the answer',
        columns: ['design', 'jobs/s', 'threads parked', 'p50', 'p99', 'longest'],
        rows: answered.map(({ name, door }) => [
          oneLine(name),
          formatNumber('count', door.perSecond),
          formatNumber('count', door.parkedThreads),
          formatNumber('seconds', door.latency.p50),
          formatNumber('seconds', door.latency.p99),
          formatNumber('seconds', door.latency.max),
        ]),
      },
    },
  };
}

/** Rates whose rounds overlap are told as alike: what differs between them is the machine's noise. */
function finding(answered: readonly Answered[]): string {
  const rate = (value: number) => formatNumber('count', value);
  const names = joinWords(answered.map(({ name }) => code(name)));
  const slowest = Math.max(...answered.map(({ door }) => door.perSecondMin));
  const fastest = Math.min(...answered.map(({ door }) => door.perSecondMax));
  if (answered.length > 1 && slowest <= fastest) {
    const least = Math.min(...answered.map(({ door }) => door.perSecond));
    const most = Math.max(...answered.map(({ door }) => door.perSecond));
    return `The endpoint accepts jobs alike with ${names}, ${rate(least)} to ${rate(most)} a second: the door does not see the pool`;
  }
  return `The endpoint accepts ${joinWords(answered.map(({ name, door }) => `${rate(door.perSecond)} jobs/s with ${code(name)}`))}`;
}
