import type { Lane, TimelineSpec } from './spec.ts';
import type { View } from './view.ts';

/** CSS pixels: the rows of all lanes together are about as high as this, each within its bounds. */
const ROWS_HEIGHT = 480;
const MOST_ROWS_HEIGHT = 900;
const ROW = { least: 2, most: 14 };
/** The name of a lane above it, and the room between two. */
const NAME = 22;
const GAP = 10;
export const LEGEND = 24;
const AXIS = 42;

/** Where a lane lies in the picture, in CSS pixels. */
export interface LanePlace {
  readonly lane: Lane;
  readonly nameTop: number;
  readonly top: number;
  readonly height: number;
}

/** Where everything of a timeline lies, in CSS pixels; the height does not depend on the width. */
export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly rowHeight: number;
  readonly lanes: readonly LanePlace[];
  /** Where the rows end and the axis begins. */
  readonly axisTop: number;
}

export function geometryOf({ lanes }: TimelineSpec, width: number): Geometry {
  const rows = lanes.reduce((sum, lane) => sum + lane.rows, 0);
  const least = Math.min(ROW.least, MOST_ROWS_HEIGHT / rows);
  const fitting = ROWS_HEIGHT / rows;
  // Whole pixels where there is room for them, so that rows have sharp edges.
  const rowHeight = Math.min(ROW.most, Math.max(least, fitting >= 1 ? Math.round(fitting) : fitting));
  let top = LEGEND;
  const places = lanes.map((lane) => {
    const place = { lane, nameTop: top, top: top + NAME, height: Math.max(1, lane.rows * rowHeight) };
    top = place.top + place.height + GAP;
    return place;
  });
  const axisTop = top - GAP;
  return { width, height: axisTop + AXIS, left: 0, right: width, rowHeight, lanes: places, axisTop };
}

/** What lies under a point. @returns the lane, the thread and the time in µs from the start of the window; undefined beside the rows. */
export function at(
  { lanes, rowHeight, left, right }: Geometry,
  view: View,
  x: number,
  y: number,
): { readonly lane: number; readonly thread: number; readonly atUs: number } | undefined {
  const lane = lanes.findIndex(({ top, height }) => y >= top && y < top + height);
  const place = lanes[lane];
  if (place === undefined || x < left || x > right) return undefined;
  const thread = Math.min(place.lane.rows - 1, Math.floor((y - place.top) / rowHeight));
  return { lane, thread, atUs: timeAt({ left, right }, view, x) };
}

export function timeAt({ left, right }: Pick<Geometry, 'left' | 'right'>, view: View, x: number): number {
  return view.fromUs + ((x - left) / (right - left)) * (view.untilUs - view.fromUs);
}
