import { oneLine } from '../../one-line.ts';
import { code, formatNumber, formatShare, joinWords } from '../format.ts';
import { type NamedDesign, ofWhichRun, poolOf } from '../selection.ts';
import { states } from '../states.ts';
import { rangeLayer, spans, timeAxis, timeLayer, warmUpShade } from './over-time.ts';
import { type ChartOrReason, type ChartRow, slug } from './spec.ts';

const stacked = ['working', 'blocked', 'parked'] as const;

/** What the threads of a pool do over time, stacked by state, with the pool's size and the most that were active as lines. */
export function threadsChart(designs: readonly NamedDesign[], pool: string): ChartOrReason {
  const shown = designs.filter(
    (design) => poolOf(design, pool) !== undefined && Object.hasOwn(design.result.series.pools, pool),
  );
  const id = `threads-${slug(pool)}`;
  if (shown.length === 0) return { leftOut: { id, why: `No series was recorded for pool ${code(pool)}.` } };
  const largest = Math.max(...shown.map((design) => poolOf(design, pool)?.threads ?? 0));
  return {
    chart: {
      id,
      title: finding(shown, pool),
      subtitle: `Threads of pool ${oneLine(pool)} over time, by what they do; mean of each bin ${ofWhichRun(designs)}`,
      x: timeAxis(shown),
      y: { label: 'threads', format: 'number', max: largest },
      rows: shown.map((design) => row(design, pool)),
      table: {
        caption: `Mean threads of pool ${oneLine(pool)} by state`,
        columns: ['design', 'from', ...stacked, 'active, peak'],
        rows: shown.flatMap((design) => tableRows(design, pool)),
      },
    },
  };
}

function row(design: NamedDesign, pool: string): ChartRow {
  const { series } = design.result;
  const values = series.pools[pool];
  const threads = poolOf(design, pool)?.threads ?? 0;
  const idle = (values?.working ?? []).map((working, bin) => {
    const rest = threads - working - (values?.blocked[bin] ?? 0) - (values?.parked[bin] ?? 0);
    // What the rounding of a series leaves is not idleness.
    return rest < 0.001 ? 0 : rest;
  });
  return {
    label: oneLine(design.name),
    layers: [
      ...stacked.map((state) =>
        timeLayer(series, {
          kind: 'area',
          label: `${states[state].letter}  ${state}`,
          ink: state,
          values: values?.[state] ?? [],
        }),
      ),
      timeLayer(series, { kind: 'area', label: `${states.idle.letter}  idle`, ink: 'idle', values: idle }),
      ...(values === undefined ? [] : rangeLayer(series, values.active)),
      timeLayer(series, {
        kind: 'line',
        label: 'most active, any replication',
        ink: 'ink',
        values: values?.activeMax ?? [],
      }),
    ],
    marks: [{ axis: 'y', value: threads, label: `pool size ${formatNumber('count', threads)}`, strong: true }],
    ...warmUpShade(series),
  };
}

function tableRows(design: NamedDesign, pool: string): string[][] {
  const values = design.result.series.pools[pool];
  if (values === undefined) return [];
  return spans(design.result.series, [
    ...stacked.map((state) => ({ values: values[state], by: 'mean' as const })),
    { values: values.activeMax, by: 'max' },
  ]).map((span) => [oneLine(design.name), span.from, ...span.values.map((value) => formatNumber('level', value))]);
}

function finding(designs: readonly NamedDesign[], pool: string): string {
  const parked = designs.map((design) => ({ design, mean: poolOf(design, pool)?.parked.mean ?? 0 }));
  const sleepers = parked.filter(({ mean }) => mean >= 0.5);
  const awake = parked.filter(({ mean }) => mean < 0.5).map(({ design }) => code(design.name));
  if (sleepers.length === 0) {
    const active = designs.map(
      (design) => `${formatNumber('level', poolOf(design, pool)?.active.mean ?? null)} with ${code(design.name)}`,
    );
    return designs.length > 3
      ? `No thread of pool ${code(pool)} sleeps`
      : `No thread of pool ${code(pool)} sleeps; active: ${joinWords(active)}`;
  }
  if (sleepers.length > 2) {
    const shares = sleepers.map(({ design, mean }) => mean / (poolOf(design, pool)?.threads ?? mean));
    const [least, most] = [formatShare(Math.min(...shares)), formatShare(Math.max(...shares))];
    const range = least === most ? most : `${least} to ${most}`;
    const rest = awake.length === 0 ? '' : `, none with ${joinWords(awake)}`;
    return `${range} of the threads sleep with ${sleepers.length} of ${designs.length} designs${rest}`;
  }
  const told = sleepers.map(
    ({ design, mean }) =>
      `${formatNumber('level', mean)} of ${formatNumber('count', poolOf(design, pool)?.threads ?? null)} threads sleep with ${code(design.name)}`,
  );
  return `${joinWords(told)}${awake.length === 0 ? '' : `, none with ${joinWords(awake)}`}`;
}
