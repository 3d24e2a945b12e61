import { oneLine } from '../../one-line.ts';
import type { IntakeResult } from '../../result/live-schema.ts';
import { code, formatNumber, joinWords } from '../format.ts';
import type { NamedDesign } from '../selection.ts';
import type { ChartOrReason } from './spec.ts';

interface Answered {
  readonly name: string;
  readonly intake: IntakeResult;
}

/** The client's before and after: how fast the endpoint answers while the pool is as each design leaves it. */
export function intakeChart(designs: readonly NamedDesign[]): ChartOrReason {
  const id = 'intake';
  const answered = designs.flatMap(({ name, result: { live } }): Answered[] =>
    live?.intake === undefined || live.intake === null || live.intake.curve.length < 2
      ? []
      : [{ name, intake: live.intake }],
  );
  if (answered.length === 0)
    return { leftOut: { id, why: 'The maximum intake rate was not measured, so there is nothing to draw.' } };
  const step = (intake: IntakeResult) => 100 / (intake.curve.length - 1);
  return {
    chart: {
      id,
      title: finding(answered),
      subtitle: `Response time that a share of autocannon’s requests did not exceed, ${answered[0]?.intake.connections} connections, no rate`,
      x: { label: '% of requests', format: 'number', min: 0, max: 100 },
      y: {
        label: 'response time',
        format: 'seconds',
        max: Math.max(...answered.map(({ intake }) => intake.curve.at(-1) as number)),
      },
      rows: answered.map(({ name, intake }) => ({
        label: `${oneLine(name)}: ${formatNumber('count', intake.parkedThreads)} threads parked; p50 ${formatNumber('seconds', intake.latency.p50)}, p99 ${formatNumber('seconds', intake.latency.p99)}`,
        layers: [
          { kind: 'area', label: 'response time', ink: 'ink', start: 0, step: step(intake), values: intake.curve },
        ],
        marks: [],
      })),
      table: {
        caption: 'Response time',
        columns: ['design', 'jobs/s', 'threads parked', 'p50', 'p99', 'longest'],
        rows: answered.map(({ name, intake }) => [
          oneLine(name),
          formatNumber('count', intake.perSecond),
          formatNumber('count', intake.parkedThreads),
          formatNumber('seconds', intake.latency.p50),
          formatNumber('seconds', intake.latency.p99),
          formatNumber('seconds', intake.latency.max),
        ]),
      },
    },
  };
}

/** Rates whose rounds overlap are told as alike: what differs between them is the machine's noise. */
function finding(answered: readonly Answered[]): string {
  const rate = (value: number) => formatNumber('count', value);
  const names = joinWords(answered.map(({ name }) => code(name)));
  const slowest = Math.max(...answered.map(({ intake }) => intake.perSecondMin));
  const fastest = Math.min(...answered.map(({ intake }) => intake.perSecondMax));
  if (answered.length > 1 && slowest <= fastest) {
    const least = Math.min(...answered.map(({ intake }) => intake.perSecond));
    const most = Math.max(...answered.map(({ intake }) => intake.perSecond));
    return `The endpoint accepts jobs alike with ${names}, ${rate(least)} to ${rate(most)} a second: its rate does not depend on the pool`;
  }
  return `The endpoint accepts ${joinWords(answered.map(({ name, intake }) => `${rate(intake.perSecond)} jobs/s with ${code(name)}`))}`;
}
