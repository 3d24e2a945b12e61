import { states } from '../states.ts';
import type { Ink } from './spec.ts';

/** The colours of a chart around its data; those of the thread states are the same in every theme, but for idle, which is grey on either ground. */
export interface ChartTheme {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly shade: string;
  readonly ink: Readonly<Record<Ink, string>>;
}

const stateInks = {
  working: states.working.colour,
  blocked: states.blocked.colour,
  parked: states.parked.colour,
  queue: states.queue.colour,
};

export const lightTheme: ChartTheme = {
  background: '#FFFFFF',
  text: '#16202C',
  muted: '#566273',
  grid: '#E8EBEF',
  shade: 'rgba(86, 98, 115, 0.26)',
  ink: { ...stateInks, idle: states.idle.colour, ink: '#33415C', faint: '#C3CBD6' },
};

export const darkTheme: ChartTheme = {
  background: '#171C23',
  text: '#EDF1F6',
  muted: '#A3AFBF',
  grid: '#2A323D',
  shade: 'rgba(163, 175, 191, 0.42)',
  ink: { ...stateInks, idle: '#3C4653', ink: '#C9D4E3', faint: '#566273' },
};

export const fontFamily = "Inter, 'Inter Ext', system-ui, sans-serif";
