/** Writes an event of the Trace Event Format: `ph` is what it is, `ts` when in µs, `tid` its row. */
export type WriteEvent = (event: Readonly<Record<string, unknown>>) => void;

/** The part of a run that is drawn, in µs since its start. */
export interface Span {
  readonly fromUs: number;
  readonly untilUs: number;
}

/** Gives a row its name; rows lie in the order of their numbers. */
export function nameRow(write: WriteEvent, tid: number, name: string): void {
  write({ ph: 'M', name: 'thread_name', ts: 0, tid, args: { name } });
  write({ ph: 'M', name: 'thread_sort_index', ts: 0, tid, args: { sort_index: tid } });
}
