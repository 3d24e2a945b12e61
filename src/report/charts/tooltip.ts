import { type ChartType, Tooltip, type TooltipPositionerFunction } from 'chart.js';
import { threeDigits } from '../../units.ts';
import type { ChartSpec } from './spec.ts';
import { tickText } from './ticks.ts';

declare module 'chart.js' {
  interface TooltipPositionerMap {
    row: TooltipPositionerFunction<ChartType>;
  }
}

// At the point that is told, at the height of the pointer. Chart.js draws a tooltip anew when its place changes: a pointer that moves straight up into another row gets that row's
// figures.
Tooltip.positioners.row = (items, { x, y }) => ({ x: items[0]?.element.x ?? x, y });

export function valueText(spec: ChartSpec, value: number | null): string {
  return value === null ? '–' : tickText(spec, value);
}

export function tooltipTitle(spec: ChartSpec, x: number | null | undefined): string {
  if (x === null || x === undefined) return '';
  if (spec.x.names !== undefined) return spec.x.names[Math.round(x)] ?? '';
  return spec.x.format === 'hours' ? `${threeDigits(x)} h` : `${threeDigits(Math.round(x))} ${spec.x.label}`;
}

/** Remembers where the pointer is, so that the tooltip speaks of the row under it alone. */
export const hoverPlugin = {
  id: 'unpark-hover',
  beforeEvent(chart: object, { event }: { event: { y: number | null } }) {
    pointerY.set(chart, event.y ?? -1);
  },
};

const pointerY = new WeakMap<object, number>();

/** The y axis of the row that is nearest to the pointer. */
export function hoveredRow(chart: { scales: Record<string, { top: number; bottom: number }> }): string | undefined {
  const y = pointerY.get(chart) ?? -1;
  const rows = Object.entries(chart.scales).filter(([id]) => id.startsWith('y'));
  const distance = ({ top, bottom }: { top: number; bottom: number }) => Math.max(top - y, y - bottom, 0);
  return rows.sort(([, one], [, other]) => distance(one) - distance(other))[0]?.[0];
}
