import { oneLine } from '../one-line.ts';
import { validitiesOf, whyNotValid } from '../result/live-validity.ts';
import type { DesignMeasures, Durations, Level, Result } from '../result/schema.ts';
import { formatDifference, formatNumber, NOTHING, type NumberKind } from './format.ts';
import { designsOf, type NamedDesign, poolsThatMatter } from './selection.ts';
import type { StateKey } from './states.ts';
import type { Table, TableGroup, TableRow } from './table.ts';

/** The tables that only a live run has: the prediction beside the measurement, and how the run went. A simulated result has none. */
export function liveTables(result: Result): Table[] {
  if (result.world !== 'live') return [];
  // What was not measured well is compared with nothing.
  return [...(whyNotValid(result).length > 0 ? [] : predictionTable(result)), courseTable(result)];
}

function predictionTable(result: Result): Table[] {
  const predicted = designsOf(result).filter((design) => design.result.predicted !== undefined);
  if (predicted.length === 0) return [];
  const pools = poolsThatMatter(result);
  return [
    {
      title: 'Forecast, replay and measurement',
      columns: ['', 'forecast', 'replay', 'measured', 'to the forecast', 'to the replay'],
      groups: predicted.flatMap((design) => pools.map((pool) => predictionGroup(design, pool, pools.length > 1))),
    },
  ];
}

function predictionGroup(design: NamedDesign, pool: string, namesPool: boolean): TableGroup {
  const level = (label: string, state: StateKey | undefined, of: (measures: DesignMeasures) => Level | undefined) =>
    row(design, label, state, 'level', (measures) => of(measures)?.mean ?? null);
  const time = (
    label: string,
    of: (measures: DesignMeasures) => Durations | undefined,
    statistic: 'mean' | 'p50' | 'p99',
  ) => row(design, label, undefined, 'seconds', (measures) => of(measures)?.[statistic] ?? null);
  return {
    title: oneLine(namesPool ? `${design.name}, pool ${pool}` : design.name),
    rows: [
      level('active threads, mean', undefined, ({ pools }) => pools[pool]?.active),
      level('working, mean', 'working', ({ pools }) => pools[pool]?.working),
      level('parked, mean', 'parked', ({ pools }) => pools[pool]?.parked),
      level('blocked, mean', 'blocked', ({ pools }) => pools[pool]?.blocked),
      level('queue depth, mean tasks', 'queue', ({ pools }) => pools[pool]?.queueDepth),
      time('queue wait, mean', ({ pools }) => pools[pool]?.queueWait, 'mean'),
      time('queue wait, p99', ({ pools }) => pools[pool]?.queueWait, 'p99'),
      time('lateness of deletions, p50', ({ deletions }) => deletions.lateness, 'p50'),
      time('lateness of deletions, p99', ({ deletions }) => deletions.lateness, 'p99'),
    ],
  };
}

function row(
  { result }: NamedDesign,
  label: string,
  state: StateKey | undefined,
  kind: NumberKind,
  figure: (measures: DesignMeasures) => number | null,
): TableRow {
  const forecast = result.predicted === undefined ? null : figure(result.predicted.forecast);
  const replay = result.predicted === undefined ? null : figure(result.predicted.replay);
  const measured = figure(result);
  const difference = (to: number | null) =>
    to === null || measured === null ? NOTHING : formatDifference(kind, measured - to, null);
  return {
    head: state === undefined ? { text: label } : { text: label, state },
    cells: [
      { text: formatNumber(kind, forecast) },
      { text: formatNumber(kind, replay) },
      { text: formatNumber(kind, measured) },
      { text: difference(forecast) },
      { text: difference(replay) },
    ],
  };
}

function courseTable(result: Result): Table {
  const designs = designsOf(result);
  const of = (label: string, text: (live: NonNullable<NamedDesign['result']['live']>) => string): TableRow => ({
    head: { text: label },
    cells: designs.map(({ result: { live } }) => ({ text: live === undefined ? NOTHING : text(live) })),
  });
  const count = (value: number | null | undefined) => formatNumber('count', value ?? null);
  const seconds = (value: number | null | undefined) => formatNumber('seconds', value ?? null);
  return {
    title: 'How the run went',
    columns: ['', ...designs.map(({ name }) => oneLine(name))],
    groups: [
      {
        title: 'The load',
        rows: [
          { head: { text: 'valid' }, cells: validitiesOf(result).map(({ validity }) => ({ text: validity.verdict })) },
          of('requests planned / sent / accepted', ({ load }) =>
            [load.planned, load.sent, load.accepted].map(count).join(' / '),
          ),
          of('jobs of somebody else', ({ foreignJobs }) => count(foreignJobs)),
          of('sent as planned', ({ load }) => (load.asPlanned ? 'yes' : `no: ${oneLine(load.reason)}`)),
          of('send lag, p99', ({ load }) => seconds(load.late.p99)),
          of('response time (from the planned send time), p50', ({ load }) => seconds(load.answer.p50)),
          of('response time (from the planned send time), p99', ({ load }) => seconds(load.answer.p99)),
          of('cancelled while waiting for admission', ({ cancelled }) => count(cancelled)),
        ],
      },
      {
        title: 'Maximum intake rate (closed loop), by autocannon',
        rows: [
          of('threads parked during it', ({ intake }) => count(intake?.parkedThreads)),
          of('jobs accepted per second, median round', ({ intake }) => count(intake?.perSecond)),
          of('the slowest and the fastest round', ({ intake }) =>
            intake === null ? NOTHING : `${count(intake.perSecondMin)} / ${count(intake.perSecondMax)}`,
          ),
          of('response time, p50', ({ intake }) => seconds(intake?.latency.p50)),
          of('response time, p99', ({ intake }) => seconds(intake?.latency.p99)),
        ],
      },
      {
        title: 'What the operating system says of the service',
        rows: [
          of('threads of the process, peak', ({ os }) => count(os.threadsMax)),
          of('resident memory, peak', ({ os }) => `${count(os.residentBytesMax / 2 ** 20)} MiB`),
          of('context switches per second, voluntary', ({ os }) => count(os.voluntarySwitchesPerSecond)),
          of('context switches per second, involuntary', ({ os }) => count(os.involuntarySwitchesPerSecond)),
          of('processors in use, mean', ({ os }) => formatNumber('level', os.cpuCores)),
          of('event-loop delay, max', ({ os }) => seconds(os.eventLoopDelayMaxSeconds)),
          of('threads woken late by, mean', ({ wakes }) => seconds(wakes?.lateMeanSeconds)),
          of('threads held only by late wake-ups, mean', ({ wakes }) =>
            formatNumber('level', wakes?.heldThreads ?? null),
          ),
        ],
      },
      {
        title: 'Independent check of the bucket',
        rows: [
          of('blobs uploaded, warm-up included', ({ proof }) => count(proof?.blobs)),
          of('bucket listings', ({ proof }) => count(proof?.looks)),
          of('seen alive between upload and due', ({ proof }) => count(proof?.provedAlive)),
          of('left, early or unaccounted for', ({ proof }) => count(proof?.discrepancies)),
          of('operations and tasks that failed', ({ failures }) =>
            count(failures.reduce((sum, failure) => sum + failure.count, 0)),
          ),
        ],
      },
    ],
  };
}
