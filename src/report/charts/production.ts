import { oneLine } from '../../one-line.ts';
import { code, formatNumber, formatShare, joinWords } from '../format.ts';
import { hasLog, type LoggedPool, type NamedDesign, poolOf } from '../selection.ts';
import { highestShare, rowLabel } from './distribution.ts';
import { type ChartOrReason, type ChartRow, rounded, slug } from './spec.ts';

/** A design with its pool, of which the service keeps a log. */
interface Logged {
  readonly name: string;
  readonly pool: LoggedPool;
}

/** What a reader of the service's own log sees of a pool: only the part of the distribution above the threshold, whose mean lies above the true one. Undefined where no log is kept. */
export function productionChart(designs: readonly NamedDesign[], pool: string): ChartOrReason | undefined {
  const id = `production-${slug(pool)}`;
  const shown = designs.flatMap((design): Logged[] => {
    const found = poolOf(design, pool);
    return found !== undefined && hasLog(found) && found.distribution.length > 0
      ? [{ name: design.name, pool: found }]
      : [];
  });
  const [first] = shown;
  if (first === undefined) return undefined;
  if (shown.every((one) => one.pool.health.lines === 0)) {
    return {
      leftOut: {
        id,
        why: `Pool ${code(pool)} was never over the threshold of its log in a sample: the log stays empty.`,
      },
    };
  }
  const largest = Math.max(...shown.map((one) => one.pool.threads));
  const drawnTo = highestShare(
    designs.filter(({ name }) => shown.some((one) => one.name === name)),
    pool,
  );
  const { everySeconds, abovePercent } = first.pool.health;
  return {
    chart: {
      id,
      title: finding(shown, pool),
      subtitle: `Share of the time by active threads; the log of pool ${oneLine(pool)} samples every ${formatNumber('seconds', everySeconds)} and prints above ${formatNumber('count', abovePercent)} %`,
      x: { label: 'active threads', format: 'number', min: 0, max: Math.ceil(largest * 1.04) },
      y: { label: '% of the time', format: 'percent', max: drawnTo },
      rows: shown.map((one) => row(one.name, one.pool, drawnTo)),
      table: {
        caption: `What the log of pool ${oneLine(pool)} shows`,
        columns: ['design', 'samples', 'lines', 'mean of the lines', 'true mean', 'lines p5', 'lines p50', 'lines p95'],
        rows: shown.map((one) => tableRow(one.name, one.pool)),
      },
    },
  };
}

function row(name: string, pool: LoggedPool, drawnTo: number): ChartRow {
  const step = pool.distributionStep;
  const threshold = (pool.threads * pool.health.abovePercent) / 100;
  const logged = (bin: number) => bin * step > threshold;
  const { health } = pool;
  const lines =
    health.lines === 0
      ? 'no line'
      : `${formatShare(health.lines / Math.max(1, health.samples))} of the samples are printed`;
  const steps = { kind: 'steps' as const, start: 0, step };
  const marks: ChartRow['marks'] = [
    { axis: 'x', value: pool.threads, label: `pool size ${formatNumber('count', pool.threads)}`, strong: true },
    ...(pool.active.mean === null
      ? []
      : [
          {
            axis: 'x' as const,
            value: pool.active.mean,
            label: `true mean ${formatNumber('level', pool.active.mean)}`,
          },
        ]),
    ...(health.activeAbove.mean === null || pool.threads - health.activeAbove.mean < 0.04 * pool.threads
      ? []
      : [
          {
            axis: 'x' as const,
            value: health.activeAbove.mean,
            label: `mean of the lines ${formatNumber('level', health.activeAbove.mean)}`,
          },
        ]),
  ];
  return {
    label: rowLabel(name, pool, drawnTo, [lines]),
    layers: [
      {
        ...steps,
        label: 'not in the log',
        ink: 'faint',
        values: rounded(pool.distribution.map((share, bin) => (logged(bin) ? null : share))),
      },
      {
        ...steps,
        label: 'printed by the log',
        ink: 'ink',
        values: rounded(pool.distribution.map((share, bin) => (logged(bin) ? share : null))),
      },
    ],
    marks,
  };
}

function tableRow(name: string, pool: LoggedPool): string[] {
  const { health } = pool;
  return [
    oneLine(name),
    formatNumber('count', health.samples),
    formatNumber('count', health.lines),
    formatNumber('level', health.activeAbove.mean),
    formatNumber('level', pool.active.mean),
    formatNumber('level', health.activeAbove.p5),
    formatNumber('level', health.activeAbove.p50),
    formatNumber('level', health.activeAbove.p95),
  ];
}

function finding(designs: readonly Logged[], pool: string): string {
  const misled = designs.flatMap(({ name, pool: { health, active, threads } }) => {
    const shown = health.activeAbove.mean;
    const { mean } = active;
    return shown !== null && mean !== null && shown - mean >= 0.02 * threads ? [{ name, shown, mean }] : [];
  });
  const [first] = misled;
  if (first !== undefined) {
    return `The log shows ${formatNumber('level', first.shown)} active threads with ${code(first.name)}; the true mean is ${formatNumber('level', first.mean)}`;
  }
  const silent = designs.filter((one) => one.pool.health.lines === 0).map(({ name }) => code(name));
  return silent.length === 0
    ? `The log of pool ${code(pool)} prints what is there`
    : `The log of pool ${code(pool)} falls silent with ${joinWords(silent)}`;
}
