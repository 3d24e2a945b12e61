import { oneLine } from '../../one-line.ts';
import type { PoolResult } from '../../result/schema.ts';
import { code, formatNumber, formatShare, joinWords } from '../format.ts';
import { type NamedDesign, poolOf } from '../selection.ts';
import { ofDesigns, onlyIn } from './of-designs.ts';
import { type ChartOrReason, type ChartRow, rounded, slug } from './spec.ts';

/** How much of the time a pool had 0, 1, 2 … active threads, as against its size. */
export function distributionChart(designs: readonly NamedDesign[], pool: string): ChartOrReason {
  const shown = designs.filter((design) => (poolOf(design, pool)?.distribution.length ?? 0) > 0);
  const id = `distribution-${slug(pool)}`;
  if (shown.length === 0) return { leftOut: { id, why: `No distribution was recorded for pool ${code(pool)}.` } };
  const largest = Math.max(...shown.map((design) => poolOf(design, pool)?.threads ?? 0));
  const drawnTo = highestShare(shown, pool);
  return {
    chart: {
      id,
      title: finding(shown, pool),
      subtitle: `Share of the time with so many active threads in pool ${oneLine(pool)}, all replications${onlyIn(shown, designs, 'this pool')}`,
      x: { label: 'active threads', format: 'number', min: 0, max: Math.ceil(largest * 1.04) },
      y: { label: '% of the time', format: 'percent', max: drawnTo },
      rows: shown.map((design) => row(design.name, poolOf(design, pool) as PoolResult, drawnTo)),
      table: {
        caption: `Active threads of pool ${oneLine(pool)} over time`,
        columns: ['design', 'pool size', 'p5', 'p50', 'p95', 'p99', 'most', 'time with all taken'],
        rows: shown.map((design) => tableRow(design.name, poolOf(design, pool) as PoolResult)),
      },
    },
  };
}

/** The tallest peak that is drawn in full; a pool that is always full would otherwise flatten all others. */
export function highestShare(designs: readonly NamedDesign[], pool: string): number {
  const peaks = designs.map((design) => Math.max(...(poolOf(design, pool)?.distribution ?? [0])));
  const lowest = Math.min(...peaks.filter((peak) => peak > 0), 1);
  return Math.min(Math.max(...peaks), Math.max(0.05, lowest * 4));
}

/** The name of a row, what else stands beside it, and how high a peak is that leaves the picture. */
export function rowLabel(name: string, pool: PoolResult, drawnTo: number, more: readonly string[] = []): string {
  const peak = Math.max(...pool.distribution);
  const peakAt = pool.distribution.indexOf(peak) * pool.distributionStep;
  const cutOff = `${formatShare(peak)} of the time at ${formatNumber('count', peakAt)}, cut off here`;
  const told = peak > drawnTo ? [...more, cutOff] : more;
  return told.length === 0 ? oneLine(name) : `${oneLine(name)}: ${told.join('; ')}`;
}

function row(name: string, pool: PoolResult, drawnTo: number): ChartRow {
  const quantiles = [
    { value: pool.active.p50, label: `median ${formatNumber('count', pool.active.p50)}` },
    { value: pool.active.p99, label: `p99 ${formatNumber('count', pool.active.p99)}` },
  ];
  const tooClose = (value: number) => Math.abs(value - pool.threads) < pool.threads * 0.04;
  return {
    label: rowLabel(name, pool, drawnTo),
    layers: [
      {
        kind: 'steps',
        label: 'share of the time',
        ink: 'ink',
        start: 0,
        step: pool.distributionStep,
        values: rounded(pool.distribution),
      },
    ],
    marks: [
      { axis: 'x', value: pool.threads, label: `pool size ${formatNumber('count', pool.threads)}`, strong: true },
      ...quantiles.flatMap(({ value, label }) =>
        value === null || tooClose(value) ? [] : [{ axis: 'x' as const, value, label }],
      ),
    ],
  };
}

function tableRow(name: string, pool: PoolResult): string[] {
  const { p5, p50, p95, p99, max } = pool.active;
  return [
    oneLine(name),
    formatNumber('count', pool.threads),
    ...[p5, p50, p95, p99, max].map((value) => formatNumber('level', value)),
    formatNumber('fraction', pool.fullFraction),
  ];
}

function finding(designs: readonly NamedDesign[], pool: string): string {
  const full = designs
    .filter((design) => (poolOf(design, pool)?.fullFraction ?? 0) > 0.5)
    .map((design) => code(design.name));
  if (full.length > 0 && full.length < designs.length) {
    const free = designs.filter((design) => !full.includes(code(design.name))).map((design) => code(design.name));
    return `Pool ${code(pool)} is full most of the time with ${joinWords(full)}, not with ${joinWords(free)}`;
  }
  if (full.length > 0) return `Pool ${code(pool)} is full most of the time with ${joinWords(full)}`;
  const median = ofDesigns(
    designs,
    (design) => poolOf(design, pool)?.active.p50 ?? null,
    (p50, design) => `${formatNumber('count', p50)} of ${formatNumber('count', poolOf(design, pool)?.threads ?? null)}`,
  );
  return `Median of the active threads: ${median}`;
}
