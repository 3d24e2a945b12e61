import { METRICS, type MetricName, prometheusName } from '../../src/metrics/catalogue.ts';

/** A chart of the dashboard, over time. */
interface Chart {
  readonly title: string;
  readonly says: string;
  /** Of Grafana: `s`, `short`, `percentunit`. */
  readonly unit: string;
  readonly queries: readonly { readonly expr: string; readonly legend: string }[];
  /** Whether there is one for each design, side by side, with its areas stacked. */
  readonly forEachDesign?: true;
}

const WIDTH = 24;
const HEIGHT = 8;
/** The states look the same everywhere: see the charts of the report. */
const COLOURS = { working: '#009E73', parked: '#D55E00', blocked: '#E69F00', idle: '#C8C8C8' } as const;

/** The selector of everything that is shown. */
function all(name: MetricName, more = '', suffix = ''): string {
  const total = METRICS[name].type === 'counter' ? '_total' : '';
  const selectors = [
    'design=~"$design"',
    ...(hasLabel(name, 'pool') ? ['pool=~"$pool"'] : []),
    ...(more === '' ? [] : [more]),
  ];
  return `${prometheusName(name)}${suffix}${total}{${selectors.join(',')}}`;
}

function hasLabel(name: MetricName, label: string): boolean {
  return (METRICS[name].labels as readonly string[]).includes(label);
}

function rate(name: MetricName, more = '', suffix = ''): string {
  return `rate(${all(name, more, suffix)}[$__rate_interval])`;
}

function p95(name: MetricName, by: string): string {
  return `histogram_quantile(0.95, sum by (le, ${by}) (${rate(name, '', '_bucket')}))`;
}

function mean(name: MetricName, by: string): string {
  return `sum by (${by}) (${rate(name, '', '_sum')}) / sum by (${by}) (${rate(name, '', '_count')})`;
}

const CHARTS: readonly Chart[] = [
  {
    title: 'Threads by state: $design',
    says: 'What every thread of the pool does: working, parked on a timer, or blocked on a permit or on tasks of its own.',
    unit: 'short',
    forEachDesign: true,
    queries: [{ expr: `sum by (state) (${rate('unpark.pool.thread_time', 'state!="idle"')})`, legend: '{{state}}' }],
  },
  {
    title: 'Work in what is occupied',
    says: 'The share of the occupied threads that work. Near 100 % the pool is busy; far below, it is held.',
    unit: 'percentunit',
    queries: [
      {
        expr: `sum by (design, pool) (${rate('unpark.pool.thread_time', 'state="working"')}) / sum by (design, pool) (${rate('unpark.pool.thread_time', 'state!="idle"')})`,
        legend: '{{design}} {{pool}}',
      },
    ],
  },
  {
    title: 'Occupancy',
    says: 'Threads that hold a task, of those that the pool has.',
    unit: 'percentunit',
    queries: [
      {
        expr: `sum by (design, pool) (${all('unpark.pool.threads', 'state!="idle"')}) / sum by (design, pool) (${all('unpark.pool.threads_limit')})`,
        legend: '{{design}} {{pool}}',
      },
    ],
  },
  {
    title: 'Queue depth',
    says: 'Tasks that wait for a thread.',
    unit: 'short',
    queries: [{ expr: `sum by (design, pool) (${all('unpark.pool.queue_depth')})`, legend: '{{design}} {{pool}}' }],
  },
  {
    title: 'Queue wait, p95',
    says: 'How long tasks wait for a thread.',
    unit: 's',
    queries: [{ expr: p95('unpark.pool.queue_wait', 'design, pool'), legend: '{{design}} {{pool}}' }],
  },
  {
    title: 'Holding time, mean by kind of task',
    says: 'How long a task keeps its thread: working, parked and blocked.',
    unit: 's',
    queries: [{ expr: mean('unpark.task.holding_time', 'design, task'), legend: '{{design}} {{task}}' }],
  },
  {
    title: 'Jobs: arrivals and ends a second',
    says: 'Ends that stay below the arrivals are a backlog.',
    unit: 'short',
    queries: [
      { expr: `sum by (design) (${rate('unpark.jobs.arrived')})`, legend: '{{design}} arrive' },
      {
        expr: `sum by (design, outcome) (${rate('unpark.job.duration', '', '_count')})`,
        legend: '{{design}} {{outcome}}',
      },
    ],
  },
  {
    title: 'Jobs: running and waiting for admission',
    says: 'A job that waits for admission is in no queue of a pool.',
    unit: 'short',
    queries: [
      { expr: `sum by (design) (${all('unpark.jobs.running')})`, legend: '{{design}} running' },
      { expr: `sum by (design) (${all('unpark.jobs.waiting')})`, legend: '{{design}} waiting' },
    ],
  },
  {
    title: 'Job time, p95',
    says: 'From admission to the end, by kind of job.',
    unit: 's',
    queries: [{ expr: p95('unpark.job.duration', 'design, job_kind'), legend: '{{design}} {{job_kind}}' }],
  },
  {
    title: 'Deletions pending, blobs alive',
    says: 'In a steady state both are level.',
    unit: 'short',
    queries: [
      { expr: `sum by (design) (${all('unpark.deletions.pending')})`, legend: '{{design}} pending' },
      { expr: `sum by (design) (${all('unpark.blobs.alive')})`, legend: '{{design}} alive' },
    ],
  },
  {
    title: 'Oldest overdue deletion',
    says: 'How long the oldest pending deletion has been due. A janitor that keeps up shows 0.',
    unit: 's',
    queries: [{ expr: `max by (design) (${all('unpark.deletions.oldest_overdue')})`, legend: '{{design}}' }],
  },
  {
    title: 'Deletion lateness, p95',
    says: 'Start of the deletion − due.',
    unit: 's',
    queries: [{ expr: p95('unpark.deletion.lateness', 'design'), legend: '{{design}}' }],
  },
  {
    title: 'Deletions a second',
    says: 'Scheduled, settled, tried again and rejected.',
    unit: 'short',
    queries: [
      { expr: `sum by (design) (${rate('unpark.deletions.scheduled')})`, legend: '{{design}} scheduled' },
      { expr: `sum by (design, outcome) (${rate('unpark.deletions.settled')})`, legend: '{{design}} {{outcome}}' },
      { expr: `sum by (design) (${rate('unpark.deletions.retried')})`, legend: '{{design}} tried again' },
      { expr: `sum by (design) (${rate('unpark.deletions.rejected')})`, legend: '{{design}} rejected' },
    ],
  },
  {
    title: 'Janitor: share of its time',
    says: 'The share of the time in which deletions of the janitor are in flight. Near 100 % it is at its limit.',
    unit: 'percentunit',
    queries: [
      {
        expr: `sum by (design, strategy) (${rate('unpark.strategy.busy_time', 'strategy="janitor"')})`,
        legend: '{{design}}',
      },
    ],
  },
  {
    title: 'Permits in use and waiters',
    says: 'Permits that are held, of those that the semaphore has, and who waits for one.',
    unit: 'short',
    queries: [
      {
        expr: `sum by (design, semaphore) (${all('unpark.semaphore.permits_in_use')})`,
        legend: '{{design}} {{semaphore}} in use',
      },
      {
        expr: `sum by (design, semaphore) (${all('unpark.semaphore.waiting')})`,
        legend: '{{design}} {{semaphore}} waiting',
      },
    ],
  },
];

/** The dashboard for Grafana. @returns the text of monitoring/dashboard.json. */
export function dashboard(): string {
  return `${JSON.stringify(
    {
      title: 'unpark: what a thread pool does',
      uid: 'unpark',
      tags: ['unpark'],
      schemaVersion: 39,
      version: 1,
      editable: true,
      graphTooltip: 1,
      time: { from: 'now-24h', to: 'now' },
      templating: { list: variables() },
      panels: CHARTS.map(panel),
    },
    null,
    2,
  )}\n`;
}

const DATASOURCE = { type: 'prometheus', uid: '$datasource' };

function variables(): object[] {
  const choice = (name: string) => ({
    name,
    label: name,
    type: 'query',
    datasource: DATASOURCE,
    query: { query: `label_values(${prometheusName('unpark.pool.threads')}, ${name})`, refId: name },
    refresh: 2,
    sort: 0,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { text: 'All', value: '$__all' },
  });
  return [
    { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
    choice('design'),
    choice('pool'),
  ];
}

function panel({ title, says, unit, queries, forEachDesign }: Chart, place: number): object {
  // The first chart has a row of its own: one for each design, before left of after.
  const rest = place - 1;
  const gridPos = forEachDesign
    ? { x: 0, y: 0, w: WIDTH, h: HEIGHT }
    : { x: (rest % 2) * (WIDTH / 2), y: HEIGHT * (1 + Math.floor(rest / 2)), w: WIDTH / 2, h: HEIGHT };
  return {
    id: place + 1,
    type: 'timeseries',
    title,
    description: says,
    datasource: DATASOURCE,
    gridPos,
    ...(forEachDesign ? { repeat: 'design', repeatDirection: 'h', maxPerRow: 4 } : {}),
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        custom: forEachDesign
          ? { drawStyle: 'line', lineWidth: 1, fillOpacity: 70, stacking: { mode: 'normal', group: 'A' } }
          : { drawStyle: 'line', lineWidth: 1, fillOpacity: 0 },
      },
      overrides: forEachDesign ? Object.entries(COLOURS).map(fixedColour) : [],
    },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'none' } },
    targets: queries.map(({ expr, legend }, i) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + i),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend,
      range: true,
    })),
  };
}

function fixedColour([state, fixedColor]: readonly [string, string]): object {
  return {
    matcher: { id: 'byName', options: state },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }],
  };
}
