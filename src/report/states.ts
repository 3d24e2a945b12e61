/** The one visual language: each thread state has its colour, its letter and its pattern wherever it is shown, so that colour is never the only signal. */

export type StateKey = 'working' | 'blocked' | 'parked' | 'idle' | 'queue';

export type PatternName = 'solid' | 'stripes' | 'dots' | 'plain' | 'grid';

export interface StateStyle {
  readonly letter: string;
  readonly label: string;
  readonly colour: string;
  readonly pattern: PatternName;
  /** What the state means, in a few words. */
  readonly meaning: string;
}

/** A palette that colour-blind people can tell apart (Okabe and Ito). Areas are stacked in this order, from the bottom. */
export const states: Readonly<Record<StateKey, StateStyle>> = {
  working: {
    letter: 'W',
    label: 'working',
    colour: '#009E73',
    pattern: 'solid',
    meaning: 'runs a work step or an operation on the store',
  },
  blocked: {
    letter: 'B',
    label: 'blocked',
    colour: '#E69F00',
    pattern: 'dots',
    meaning: 'waits for a semaphore or for tasks it started',
  },
  parked: { letter: 'P', label: 'parked', colour: '#D55E00', pattern: 'stripes', meaning: 'sleeps on a timer' },
  idle: { letter: 'I', label: 'idle', colour: '#E3E6EA', pattern: 'plain', meaning: 'holds nothing' },
  queue: {
    letter: 'Q',
    label: 'queue',
    colour: '#0072B2',
    pattern: 'grid',
    meaning: 'tasks that wait for a thread',
  },
};
