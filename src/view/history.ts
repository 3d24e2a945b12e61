import type { DesignView } from './snapshot.ts';

/** Points that a sparkline can show. */
export const KEPT = 120;
/** Rates are over about this long. */
const RATE_SECONDS = 5;

/** What a sparkline is drawn from: the last values of a figure. */
export type Course = readonly number[];

/** What was seen of a design so far, as far back as a view shows it. */
export class History {
  latest: DesignView;
  readonly queue: number[] = [];
  readonly pending: number[] = [];
  readonly lateness: number[] = [];
  readonly #before: { readonly atSeconds: number; readonly arrived: number; readonly ended: number }[] = [];

  constructor(first: DesignView) {
    this.latest = first;
    this.add(first);
  }

  add(view: DesignView): void {
    this.latest = view;
    keep(
      this.queue,
      view.pools.reduce((sum, { queueDepth }) => sum + queueDepth, 0),
    );
    keep(this.pending, view.pending);
    keep(this.lateness, view.lateness ?? this.lateness.at(-1) ?? 0);
    this.#before.push({ atSeconds: view.atSeconds, arrived: view.arrived, ended: view.done + view.failed });
    while (this.#before.length > 2 && view.atSeconds - (this.#before[1]?.atSeconds ?? 0) >= RATE_SECONDS) {
      this.#before.shift();
    }
  }

  /** Jobs that come and that end, a second, over the last seconds; null while it is not known. */
  get rates(): { readonly arrived: number; readonly ended: number } | null {
    const first = this.#before[0];
    const { atSeconds, arrived, done, failed } = this.latest;
    const seconds = atSeconds - (first?.atSeconds ?? atSeconds);
    if (first === undefined || seconds < 1) return null;
    return { arrived: (arrived - first.arrived) / seconds, ended: (done + failed - first.ended) / seconds };
  }
}

function keep(values: number[], value: number): void {
  values.push(value);
  if (values.length > KEPT) values.shift();
}
