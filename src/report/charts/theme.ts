import { states } from '../states.ts';
import type { Ink } from './spec.ts';

/** The colours of a chart around its data; those of the thread states are the same in every theme, but for idle, which is grey on either ground. */
export interface ChartTheme {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  /** The lines of what is laid upon the areas: the warm-up, and the range of the replications. */
  readonly warmUp: string;
  readonly range: string;
  /** The colours of the lowest and the highest cell of a heat map, as red, green and blue; what lies between is mixed of them. */
  readonly cells: readonly [low: readonly number[], high: readonly number[]];
  readonly ink: Readonly<Record<Ink, string>>;
}

const stateInks = {
  working: states.working.colour,
  blocked: states.blocked.colour,
  parked: states.parked.colour,
  queue: states.queue.colour,
};

/** Lines of designs: colours that are no thread state's, the first design in the colour of the text. */
const designInks = {
  'design-2': '#8F4FA8',
  'design-3': '#2F86C4',
  'design-4': '#A8643C',
  'design-5': '#6B7F1E',
  'design-6': '#C2447F',
};

const designInksDark = {
  'design-2': '#CFA0E0',
  'design-3': '#7CC4F4',
  'design-4': '#E0A37E',
  'design-5': '#B9CB63',
  'design-6': '#F291BC',
};

const DASHES: Readonly<Partial<Record<Ink, readonly number[]>>> = {
  'design-2': [7, 3],
  'design-3': [2, 3],
  'design-4': [9, 3, 2, 3],
  'design-5': [12, 4],
  'design-6': [5, 2, 1, 2, 1, 2],
};

/** The dashes of a line, so that colour is never the only signal; none: a whole line. */
export function dashOf(ink: Ink): readonly number[] {
  return DASHES[ink] ?? [];
}

export const lightTheme: ChartTheme = {
  background: '#FFFFFF',
  text: '#16202C',
  muted: '#566273',
  grid: '#E8EBEF',
  warmUp: '#566273',
  range: 'rgba(22, 32, 44, 0.7)',
  cells: [
    [232, 240, 248],
    [12, 62, 114],
  ],
  ink: {
    ...stateInks,
    ...designInks,
    'design-1': '#16202C',
    idle: states.idle.colour,
    ink: '#33415C',
    faint: '#C3CBD6',
  },
};

export const darkTheme: ChartTheme = {
  background: '#171C23',
  text: '#EDF1F6',
  muted: '#A3AFBF',
  grid: '#2A323D',
  warmUp: '#A3AFBF',
  range: 'rgba(237, 241, 246, 0.75)',
  cells: [
    [36, 48, 62],
    [156, 208, 255],
  ],
  ink: { ...stateInks, ...designInksDark, 'design-1': '#EDF1F6', idle: '#3C4653', ink: '#C9D4E3', faint: '#566273' },
};

export const fontFamily = "Inter, 'Inter Ext', system-ui, sans-serif";
