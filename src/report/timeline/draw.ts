import { type CreateTile, fillOf } from '../charts/patterns.ts';
import { type ChartTheme, fontFamily } from '../charts/theme.ts';
import { niceTicks } from '../charts/ticks.ts';
import { type StateKey, states } from '../states.ts';
import { clock } from './clock.ts';
import type { Geometry, LanePlace } from './geometry.ts';
import { type Intervals, intervalAt, LANE_STATES } from './intervals.ts';
import type { TimelineSpec } from './spec.ts';
import type { View } from './view.ts';

/** The part of a 2D context that a timeline is drawn with, which both worlds have. */
export interface Brush {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  save(): void;
  restore(): void;
  beginPath(): void;
  rect(x: number, y: number, width: number, height: number): void;
  clip(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  strokeRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { width: number };
}

/** One interval that stands out: that under the pointer, or where the keyboard is. */
export interface Marked {
  readonly lane: number;
  readonly thread: number;
  readonly fromUs: number;
  readonly untilUs: number;
}

export interface Drawing {
  readonly spec: TimelineSpec;
  readonly geometry: Geometry;
  /** Of each lane, by thread. */
  readonly threads: readonly ReadonlyMap<number, Intervals>[];
  readonly view: View;
  readonly theme: ChartTheme;
  readonly fills: Fills;
  readonly marked?: Marked | undefined;
}

/** What the states are filled with: made once, since a pattern is dear. */
export type Fills = Readonly<Record<StateKey, unknown>>;

/** Rows from this height on have a line of the ground between them, and a letter where it fits. */
const GAP_FROM = 4;
const LETTER_FROM = 10;
const SMALL = `11.5px ${fontFamily}`;
const NAME = `600 12.5px ${fontFamily}`;

export function fillsOf(theme: ChartTheme, createTile: CreateTile): Fills {
  const of = (state: StateKey) => fillOf(state, theme, createTile);
  return {
    idle: theme.ink.idle,
    working: of('working'),
    blocked: of('blocked'),
    parked: of('parked'),
    queue: of('queue'),
  };
}

/** Draws the whole timeline into a picture of the geometry's size. */
export function drawTimeline(brush: Brush, drawing: Drawing): void {
  const { geometry, theme } = drawing;
  brush.save();
  brush.fillStyle = theme.background;
  brush.fillRect(0, 0, geometry.width, geometry.height);
  drawLegend(brush, drawing);
  drawAxis(brush, drawing);
  for (const [lane, place] of geometry.lanes.entries()) drawLane(brush, drawing, place, lane);
  brush.restore();
}

function drawLegend(brush: Brush, { theme, fills, geometry: { left } }: Drawing): void {
  let x = left;
  brush.textBaseline = 'middle';
  brush.textAlign = 'left';
  for (const state of ['working', 'blocked', 'parked', 'idle'] as const) {
    brush.fillStyle = fills[state];
    brush.fillRect(x, 4, 18, 13);
    brush.fillStyle = theme.text;
    brush.font = `12px ${fontFamily}`;
    const label = `${states[state].letter} ${states[state].label}`;
    brush.fillText(label, x + 23, 11);
    x += 23 + brush.measureText(label).width + 12;
  }
}

function drawAxis(brush: Brush, { spec, view, theme, geometry }: Drawing): void {
  const { left, right, axisTop, lanes } = geometry;
  const [from, until] = [view.fromUs, view.untilUs].map((us) => spec.fromSeconds + us / 1e6) as [number, number];
  const ticks = niceTicks(from, until, Math.max(2, Math.floor((right - left) / 90)), 'seconds');
  const step = ticks.length < 2 ? until - from : (ticks[1] as number) - (ticks[0] as number);
  const decimals = step >= 1 ? 0 : Math.min(6, Math.ceil(-Math.log10(step) - 1e-9));
  brush.font = SMALL;
  brush.textBaseline = 'top';
  brush.textAlign = 'center';
  for (const tick of ticks) {
    const x = left + ((tick - from) / (until - from)) * (right - left);
    brush.fillStyle = theme.muted;
    brush.fillRect(Math.round(x), axisTop, 1, 5);
    // A tick at an end keeps its text within the picture.
    const half = brush.measureText(clock(tick, decimals)).width / 2;
    brush.fillText(clock(tick, decimals), Math.min(Math.max(x, half + 1), geometry.width - half - 1), axisTop + 8);
  }
  brush.fillText('hours, minutes and seconds since the start', (left + right) / 2, axisTop + 25);
  brush.fillStyle = theme.muted;
  brush.fillRect(left, (lanes.at(-1)?.top ?? axisTop) + (lanes.at(-1)?.height ?? 0), right - left, 1);
}

function drawLane(brush: Brush, drawing: Drawing, place: LanePlace, lane: number): void {
  const { spec, geometry, theme, fills, view, threads } = drawing;
  const { left, right, rowHeight } = geometry;
  const scale = (right - left) / (view.untilUs - view.fromUs);
  const height = rowHeight >= GAP_FROM ? rowHeight - 1 : rowHeight;
  brush.fillStyle = theme.text;
  brush.font = NAME;
  brush.textAlign = 'left';
  brush.textBaseline = 'middle';
  brush.fillText(shortened(brush, place.lane.label, right - left), left, place.nameTop + 11);
  brush.save();
  brush.beginPath();
  brush.rect(left, place.top, right - left, place.height);
  brush.clip();
  const lastUs = (place.lane.untilSeconds - spec.fromSeconds) * 1e6;
  const end = Math.min(right, left + (lastUs - view.fromUs) * scale);
  brush.fillStyle = fills.idle;
  if (height === rowHeight) brush.fillRect(left, place.top, end - left, place.height);
  else
    for (let row = 0; row < place.lane.rows; row += 1)
      brush.fillRect(left, place.top + row * rowHeight, end - left, height);
  // State by state, since another fill is dear.
  for (let state = 1; state < LANE_STATES.length; state += 1) {
    const name = LANE_STATES[state] as StateKey;
    brush.fillStyle = fills[name];
    const letters: [number, number][] = [];
    for (const [thread, intervals] of threads[lane] ?? []) {
      const { startsUs, states: held } = intervals;
      const y = place.top + thread * rowHeight;
      for (let i = intervalAt(intervals, view.fromUs); i < held.length; i += 1) {
        const fromUs = startsUs[i] as number;
        if (fromUs >= view.untilUs) break;
        if (held[i] !== state) continue;
        const x = Math.max(left, left + (fromUs - view.fromUs) * scale);
        const width = Math.min(right, left + ((startsUs[i + 1] as number) - view.fromUs) * scale) - x;
        brush.fillRect(x, y, width, height);
        if (rowHeight >= LETTER_FROM && width > 16) letters.push([x + 3, y + height / 2]);
      }
    }
    drawLetters(brush, states[name].letter, letters);
  }
  drawMark(brush, drawing, place, lane, scale);
  brush.restore();
}

function drawLetters(brush: Brush, letter: string, places: readonly [number, number][]): void {
  brush.fillStyle = '#101418';
  brush.font = `600 9.5px ${fontFamily}`;
  for (const [x, y] of places) brush.fillText(letter, x, y + 0.5);
}

function drawMark(
  brush: Brush,
  { marked, theme, geometry, view }: Drawing,
  place: LanePlace,
  lane: number,
  scale: number,
): void {
  if (marked?.lane !== lane) return;
  const { left, right, rowHeight } = geometry;
  const from = Math.max(left + 1, left + (marked.fromUs - view.fromUs) * scale);
  const until = Math.min(right - 1, left + (marked.untilUs - view.fromUs) * scale);
  const height = Math.max(4, rowHeight);
  const y = place.top + (marked.thread + 0.5) * rowHeight - height / 2;
  brush.lineWidth = 2;
  brush.strokeStyle = theme.background;
  brush.strokeRect(from - 1.5, y - 1.5, Math.max(2, until - from) + 3, height + 3);
  brush.strokeStyle = theme.text;
  brush.strokeRect(from, y, Math.max(2, until - from), height);
}

function shortened(brush: Brush, text: string, room: number): string {
  if (brush.measureText(text).width <= room) return text;
  let length = text.length;
  while (length > 1 && brush.measureText(`${text.slice(0, length)}…`).width > room) length -= 1;
  return `${text.slice(0, length)}…`;
}
