import { oneLine } from '../../one-line.ts';
import { code, formatNumber, formatShare, joinWords } from '../format.ts';
import { type NamedDesign, ofWhichRun, poolOf } from '../selection.ts';
import { states } from '../states.ts';
import { namesOf, ofDesigns, onlyIn } from './of-designs.ts';
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
      subtitle: `Threads of pool ${oneLine(pool)} over time, by what they do; mean of each bin ${ofWhichRun(designs)}${onlyIn(shown, designs, 'this pool')}`,
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

/** Fewer threads than this in a state, on average, are none to speak of, unless they are this share of the active ones. */
const FEW = { threads: 0.5, share: 0.1 };
/** And beside many threads in the other state fewer than this share of them. */
const NOTABLE = 0.1;

const STATE_WORDS = {
  parked: { verb: 'sleep', what: '' },
  blocked: { verb: 'are blocked', what: ', waiting for permits or other tasks' },
} as const;

/** How many threads do nothing: those that sleep, those that are blocked, or both. */
function finding(designs: readonly NamedDesign[], pool: string): string {
  const mean = (design: NamedDesign, state: 'parked' | 'blocked') => poolOf(design, pool)?.[state].mean ?? 0;
  const most = (state: 'parked' | 'blocked') => Math.max(...designs.map((design) => mean(design, state)));
  const least = NOTABLE * Math.max(most('parked'), most('blocked'));
  const told = (['parked', 'blocked'] as const).filter(
    (state) => most(state) >= least && designs.some((design) => isNotable(design, pool, state)),
  );
  if (told.length > 0) return told.map((state) => held(designs, pool, state)).join('; ');
  const active = ofDesigns(
    designs,
    (design) => poolOf(design, pool)?.active.mean ?? null,
    (threads) => formatNumber('level', threads),
  );
  const none = most('parked') + most('blocked') === 0 ? 'No' : 'Next to no';
  return `${none} thread of pool ${code(pool)} sleeps or is blocked; active: ${active}`;
}

function isNotable(design: NamedDesign, pool: string, state: 'parked' | 'blocked'): boolean {
  const found = poolOf(design, pool);
  const mean = found?.[state].mean ?? 0;
  return mean >= FEW.threads || (mean > 0 && mean >= FEW.share * (found?.active.mean ?? 0));
}

/** `84.8 of 128 threads sleep with a, none with b` */
function held(designs: readonly NamedDesign[], pool: string, state: 'parked' | 'blocked'): string {
  const { verb, what } = STATE_WORDS[state];
  const mean = (design: NamedDesign) => poolOf(design, pool)?.[state].mean ?? 0;
  const size = (design: NamedDesign) => poolOf(design, pool)?.threads ?? 0;
  const holding = designs.filter((design) => isNotable(design, pool, state));
  const others = designs.filter((design) => !holding.includes(design));
  const free =
    others.length === 0
      ? ''
      : `, ${others.every((design) => mean(design) === 0) ? 'none' : 'next to none'} with ${namesOf(others)}`;
  if (holding.length > 2) {
    const shares = holding.map((design) => mean(design) / size(design));
    const [least, most] = [formatShare(Math.min(...shares)), formatShare(Math.max(...shares))];
    const range = least === most ? most : `${least} to ${most}`;
    const who = others.length === 0 ? 'every design' : `${holding.length} of ${designs.length} designs`;
    return `${range} of the threads ${verb} with ${who}${what}${free}`;
  }
  const told = holding.map((design) => {
    return `${formatNumber('level', mean(design))} of ${formatNumber('count', size(design))} threads ${verb} with ${code(design.name)}`;
  });
  return `${joinWords(told)}${what}${free}`;
}
