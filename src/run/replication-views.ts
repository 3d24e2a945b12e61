import type { Design, Scenario } from '../scenario/model.ts';
import type { Layout } from '../service/layout.ts';
import type { RunObserver } from '../service/observer.ts';
import { LiveView } from '../view/live-view.ts';
import type { ReplicationView, WatchRequest } from './replications.ts';
import { runSize } from './run-size.ts';

/** A replication is watched where it takes about this long or longer, by the rough estimate: those who wait less than that see the line of progress move. */
const WATCHED_SECONDS = 1;
/** The first look is after this long, and then a look this often. */
const FIRST_US = 1_000_000;
const EVERY_US = 160_000;

/** Whether the replications of a scenario take so long that somebody who waits for them wants to see what goes on. */
export function isWorthWatching(scenario: Scenario): boolean {
  const { designs, replications } = scenario;
  return runSize([scenario], 1).seconds / (designs.length * replications) >= WATCHED_SECONDS;
}

/** Tells what the threads of a simulated replication do, a few times a second while it is simulated. */
export class ReplicationViews {
  readonly #request: WatchRequest;
  readonly #clockUs: () => number;
  #view: LiveView | undefined;
  #replication = 0;
  #nextUs = 0;

  /** @param clockUs the time of the machine, in µs. */
  constructor(request: WatchRequest, clockUs: () => number) {
    this.#request = request;
    this.#clockUs = clockUs;
  }

  /** Begins with a replication. @returns what has to hear its events, where it is one that is watched. */
  begin(scenario: Scenario, design: Design, replication: number, layout: Layout): RunObserver | undefined {
    this.#view = undefined;
    if (replication % this.#request.every !== 0) return undefined;
    this.#replication = replication;
    this.#view = new LiveView(design.name, layout, scenario);
    this.#nextUs = this.#clockUs() + FIRST_US;
    return this.#view.listener;
  }

  /** Sends a view where it is time for one. @param atUs the virtual time. */
  look(atUs: number): void {
    const nowUs = this.#clockUs();
    if (nowUs < this.#nextUs || this.#view === undefined) return;
    this.#nextUs = nowUs + EVERY_US;
    const seen: ReplicationView = { replication: this.#replication, view: this.#view.snapshot(atUs) };
    this.#request.views.postMessage(seen);
  }
}
