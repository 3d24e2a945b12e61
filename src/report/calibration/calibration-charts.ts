import { oneLine } from '../../one-line.ts';
import type { Calibration, LoggedRun } from '../../result/calibration.ts';
import type { ChartRow, ChartSpec, Layer } from '../charts/spec.ts';
import { code, formatNumber } from '../format.ts';
import { biasOf } from './calibration-words.ts';

const SECONDS_PER_HOUR = 3_600;
const HOURS = 24;
/** So many samples are drawn; of a longer log, whole days. */
const MOST_DOTS = 12_000;

/** The pictures of a calibration: the printed samples over the simulated band, and the distribution that they are the upper part of. */
export function calibrationCharts(calibration: Calibration): ChartSpec[] {
  return [pointsChart(calibration), distributionChart(calibration)];
}

function pointsChart(calibration: Calibration): ChartSpec {
  const { log, pool, threads, simulated, design } = calibration;
  const axis = axisOf(calibration);
  const dots = dotsOf(calibration, axis.isByDay);
  const { abovePercent, least, everySeconds } = log;
  const what = abovePercent === null ? 'sample of the log' : `line of the log (over ${number(abovePercent)} %)`;
  const folded = axis.isByDay ? `, ${dots.days === 1 ? 'one day' : `${dots.days} days`} upon each other` : '';
  const row: ChartRow = {
    label: `${oneLine(design)}: log over simulation`,
    layers: [
      ...bandLayers(calibration, axis.max),
      ...dots.runs.map((run): Layer => ({ kind: 'dots', label: what, ink: 'parked', ...run })),
    ],
    marks: [
      { axis: 'y', value: threads, label: `pool size ${number(threads)}`, strong: true },
      ...(least > 0 ? [{ axis: 'y' as const, value: least - 0.5, label: `printed from ${number(least)} on` }] : []),
    ],
  };
  return {
    id: 'log-over-simulation',
    title: inBand(calibration),
    subtitle: `Active threads of pool ${oneLine(pool)}, a sample every ${formatNumber('seconds', everySeconds)}${folded}; band: ${simulated.replications} replications of the calibrated scenario`,
    x: { label: axis.label, format: axis.isByDay ? 'hours' : 'number', min: 0, max: axis.max },
    y: { label: 'threads', format: 'number', max: Math.ceil(threads * 1.02) },
    rows: [row],
    table: {
      caption: `Active threads of pool ${oneLine(pool)}`,
      columns: ['', 'value', '95 % from', 'to'],
      rows: [
        [
          'fitted mean',
          level(calibration.fit.mean.value),
          level(calibration.fit.mean.low),
          level(calibration.fit.mean.high),
        ],
        ['simulated mean', level(simulated.mean), '', ''],
        ['average of the lines', level(calibration.plainAverage), '', ''],
        ['simulated average of the lines', simulated.printedMean === null ? '–' : level(simulated.printedMean), '', ''],
        ...calibration.profile.map(({ fromHour, active, isAtMost }) => [
          `from ${fromHour} h`,
          isAtMost ? `at most ${level(active.high)}` : level(active.value),
          isAtMost ? '' : level(active.low),
          isAtMost ? '' : level(active.high),
        ]),
      ],
    },
  };
}

interface Axis {
  readonly label: string;
  readonly max: number;
  /** Days upon each other, from midnight. */
  readonly isByDay: boolean;
}

function axisOf({ log, profile }: Calibration): Axis {
  const hours = log.runs.reduce((sum, { active }) => sum + active.length, 0) * (log.everySeconds / SECONDS_PER_HOUR);
  if (log.samples === null) {
    return { label: 'lines, in their order', max: Math.max(1, log.printed), isByDay: false };
  }
  const isByDay = profile.length > 0 || hours > HOURS;
  if (isByDay) return { label: 'hour of the day', max: HOURS, isByDay };
  return { label: 'hours since the begin of the log', max: Math.max(0.1, hours), isByDay };
}

function bandLayers({ simulated }: Calibration, max: number): Layer[] {
  const { parts } = simulated;
  const step = max / parts.length;
  // The band of a part is as wide as the part: its value stands at both ends.
  const twice = (of: 0 | 1 | 2) => parts.flatMap((part) => [part[of], part[of]]);
  const place = { start: 0, step: step === max ? max : step / 2 };
  const values = (of: 0 | 1 | 2) => (parts.length === 1 ? twice(of) : parts.flatMap((part) => [part[of], part[of]]));
  return [
    { kind: 'band', label: '95 % of the simulated samples', ink: 'ink', ...place, values: values(2), lower: values(0) },
    { kind: 'line', label: 'simulated median', ink: 'ink', ...place, values: values(1) },
  ];
}

type Run = Pick<Layer, 'start' | 'step' | 'values'>;

/** The printed samples at their places on the x axis. */
function dotsOf({ log }: Calibration, isByDay: boolean): { runs: Run[]; days: number } {
  if (log.samples === null)
    return { runs: log.runs.map(({ active }) => ({ start: 0, step: 1, values: active })), days: 0 };
  const step = log.everySeconds / SECONDS_PER_HOUR;
  if (!isByDay) {
    const first = log.runs[0]?.startSeconds ?? 0;
    let before = 0;
    const runs = log.runs.map(({ startSeconds, active }) => {
      const hour = ((startSeconds ?? first) - first) / SECONDS_PER_HOUR;
      // Where the clock went back, what follows still comes later.
      const start = Math.max(hour, before);
      before = start + active.length * step;
      return { start, step, values: active };
    });
    return { runs, days: 0 };
  }
  const days = log.runs.flatMap((run) => daysOf(run, log.everySeconds));
  const perDay = (HOURS * SECONDS_PER_HOUR) / log.everySeconds;
  const every = Math.max(1, Math.ceil((days.length * perDay) / MOST_DOTS));
  const shown = days.filter((_, i) => i % every === 0);
  return { runs: shown, days: shown.length };
}

/** A run cut at midnight. */
function daysOf({ startSeconds, active }: LoggedRun, everySeconds: number): Run[] {
  const day = HOURS * SECONDS_PER_HOUR;
  const runs: Run[] = [];
  let from = 0;
  while (from < active.length) {
    const second = ((((startSeconds ?? 0) + from * everySeconds) % day) + day) % day;
    const length = Math.max(1, Math.ceil((day - second) / everySeconds));
    runs.push({
      start: second / SECONDS_PER_HOUR,
      step: everySeconds / SECONDS_PER_HOUR,
      values: active.slice(from, from + length),
    });
    from += length;
  }
  return runs;
}

function distributionChart(calibration: Calibration): ChartSpec {
  const { simulated, log, threads, pool, plainAverage, fit } = calibration;
  const counts = new Float64Array(threads + 1);
  for (const { active } of log.runs) {
    for (const value of active) if (value !== null) counts[value] = (counts[value] as number) + 1;
  }
  // Without times nobody knows how many samples there were: the lines are as many as the simulation prints.
  const samples = log.samples ?? log.printed / Math.max(1e-9, simulated.printedFraction);
  const shares = [...counts.map((count) => count / Math.max(1, samples))];
  const isPrinted = (n: number) => n >= log.least;
  const highest = Math.max(...shares, ...simulated.distribution);
  const steps = { kind: 'steps' as const, start: 0, step: 1 };
  const shown = (share: number) => Number(share.toPrecision(4));
  const isOff = Math.abs(plainAverage - fit.mean.value) > 0.02 * threads;
  return {
    id: 'distribution',
    title: biasOf(calibration),
    subtitle: `Share of the samples by active threads of pool ${oneLine(pool)}: what the log has, and the calibrated scenario`,
    x: { label: 'active threads', format: 'number', min: 0, max: Math.ceil(threads * 1.04) },
    y: { label: '% of the samples', format: 'percent', max: highest },
    rows: [
      {
        label: 'simulated, and what the log has of it',
        layers: [
          {
            ...steps,
            label: 'simulated, not printed',
            ink: 'faint',
            values: simulated.distribution.map((share, n) => (isPrinted(n) ? null : shown(share))),
          },
          {
            ...steps,
            label: log.least > 0 ? 'simulated, printed' : 'simulated',
            ink: 'ink',
            values: simulated.distribution.map((share, n) => (isPrinted(n) ? shown(share) : null)),
          },
          {
            kind: 'line',
            label: 'the log',
            ink: 'parked',
            start: 0,
            step: 1,
            values: shares.map((share, n) => (isPrinted(n) ? shown(share) : null)),
          },
        ],
        marks: [
          { axis: 'x', value: threads, label: `pool size ${number(threads)}`, strong: true },
          { axis: 'x', value: fit.mean.value, label: `fitted mean ${level(fit.mean.value)}` },
          ...(isOff
            ? [{ axis: 'x' as const, value: plainAverage, label: `average of the lines ${level(plainAverage)}` }]
            : []),
        ],
      },
    ],
    table: {
      caption: 'Share of the samples, %',
      columns: ['active threads', 'simulated', 'log'],
      rows: bins(simulated.distribution, shares, log.least),
    },
  };
}

/** Tens of threads. */
function bins(simulated: readonly number[], logged: readonly number[], least: number): string[][] {
  const rows: string[][] = [];
  for (let from = 0; from < simulated.length; from += 10) {
    const until = Math.min(simulated.length, from + 10);
    const sum = (shares: readonly number[]) => shares.slice(from, until).reduce((total, share) => total + share, 0);
    rows.push([
      `${from} to ${until - 1}`,
      (100 * sum(simulated)).toFixed(1),
      until <= least ? 'not printed' : (100 * sum(logged)).toFixed(1),
    ]);
  }
  return rows;
}

/** How many of the lines lie within the band: what a reader checks first. */
function inBand(calibration: Calibration): string {
  const { simulated, log, fit, pool } = calibration;
  let inside = 0;
  let all = 0;
  for (const { active, startSeconds } of log.runs) {
    active.forEach((value, i) => {
      if (value === null) return;
      all += 1;
      const [, , high] = partAt(calibration, startSeconds, i);
      if (value <= high) inside += 1;
    });
  }
  const share = all === 0 ? 0 : inside / all;
  const expected = simulated.printedMean === null ? '' : ` (${percent(expectedBelow(calibration))} are expected)`;
  return `${level(fit.mean.value)} threads of ${code(pool)} are active on average: ${percent(share)} of the lines lie below the upper end of the simulated band${expected}`;
}

function partAt({ simulated, log }: Calibration, startSeconds: number | null, i: number) {
  const { parts } = simulated;
  const day = HOURS * SECONDS_PER_HOUR;
  const second = ((((startSeconds ?? 0) + i * log.everySeconds) % day) + day) % day;
  const part = Math.min(parts.length - 1, Math.floor((second * parts.length) / day));
  return parts[part] as readonly [number, number, number];
}

/** Of the simulated lines, the share at or below the band’s upper end: 2.5 % of all samples lie above it, and all of these are lines. */
function expectedBelow({ simulated }: Calibration): number {
  return Math.max(0, 1 - 0.025 / Math.max(0.025, simulated.printedFraction));
}

function level(value: number): string {
  return formatNumber('level', value);
}

function number(value: number): string {
  return formatNumber('count', value);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0.995 ? 1 : 0)} %`;
}
