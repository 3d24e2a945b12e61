import { Janitor } from '../../janitor/janitor.ts';
import { storeOutcome } from '../../workload/outcomes.ts';
import type { Strategy } from './strategy.ts';
import type { StrategyContext, StrategyKind } from './strategy-kind.ts';

const NONE = -1;

/** The janitor: the shipped class. One thread outside the pools waits for what is due next and deletes it. */
export const janitor: StrategyKind = { sleepersPool: () => -1, make };

function make({ number, port, blobs, observer, deletion }: StrategyContext): Strategy {
  const { concurrency, maxPending, retry } = deletion.janitor;
  const core = new Janitor<number>({ delayUs: deletion.delayUs, concurrency, maxPending, retry });
  let wakeToken = NONE;
  let wakeUs = Number.POSITIVE_INFINITY;
  // What is in flight, by its place: a ticket modulo the concurrency, which no other ticket in flight has. A map would leave a table behind every few deletions.
  const tickets = new Float64Array(concurrency).fill(NONE);
  const tokens = new Int32Array(concurrency);

  /** Starts what is due, then waits for what is due next. */
  function drive(): void {
    const wasIdle = core.inFlight === 0;
    for (let ticket = core.take(port.nowUs); ticket >= 0; ticket = core.take(port.nowUs)) {
      const place = ticket % concurrency;
      tickets[place] = ticket;
      tokens[place] = blobs.startDeletion(core.refOf(ticket), core.attemptOf(ticket) - 1, number, place);
    }
    if (wasIdle && core.inFlight > 0) observer.driverChanged(number, true, port.nowUs);
    const nextUs = Math.max(core.wakeAtUs(), port.nowUs);
    if (nextUs === wakeUs) return;
    if (wakeToken !== NONE) port.cancel(wakeToken);
    wakeToken = nextUs === Number.POSITIVE_INFINITY ? NONE : port.wakeAt(nextUs, number);
    wakeUs = nextUs;
  }

  return {
    defer(blob) {
      const answer = core.schedule(blob, port.nowUs, blobs.delayUs(blob));
      if (answer === 'rejected' || answer === 'rejected-start') blobs.rejectDeletion(blob);
      if (answer === 'start' || answer === 'rejected-start') observer.driverStarted(number, port.nowUs);
      if (answer !== 'queued' && answer !== 'rejected') drive();
    },
    woken() {
      wakeToken = NONE;
      wakeUs = Number.POSITIVE_INFINITY;
      drive();
    },
    deletionEnded(place, outcome) {
      const ticket = tickets[place] as number;
      tickets[place] = NONE;
      const blob = core.refOf(ticket);
      const retried = core.counts.retried;
      core.settle(ticket, answerOf(outcome), port.nowUs);
      if (core.inFlight === 0) observer.driverChanged(number, false, port.nowUs);
      if (core.counts.retried > retried) blobs.retryDeletion(blob);
      else blobs.settleDeletion(blob, outcome);
      drive();
    },
    kill() {
      if (!core.hasDriver) return;
      if (core.inFlight > 0) observer.driverChanged(number, false, port.nowUs);
      tickets.forEach((ticket, place) => {
        if (ticket === NONE) return;
        port.cancel(tokens[place] as number);
        tickets[place] = NONE;
        blobs.putBackDeletion(core.refOf(ticket));
      });
      core.driverDied(port.nowUs);
      observer.driverDied(number, port.nowUs);
      if (wakeToken !== NONE) port.cancel(wakeToken);
      wakeToken = NONE;
      wakeUs = Number.POSITIVE_INFINITY;
    },
  };
}

function answerOf(outcome: number): 'deleted' | 'gone' | 'retry' | 'failed' {
  if (outcome === storeOutcome.done) return 'deleted';
  if (outcome === storeOutcome.gone) return 'gone';
  return outcome === storeOutcome.retry ? 'retry' : 'failed';
}
