import { Janitor } from '../../src/janitor/janitor.ts';
import { storeOutcome } from '../../src/workload/outcomes.ts';
import type { DesignFactory } from '../design-context.ts';

const NONE = -1;

/** The janitor: the shipped class, driven by events instead of timers. One thread outside the pools waits for what is due next and deletes it. */
export const janitor: DesignFactory = ({ engine, blobs, deletion, threads, driversWorking, driverStarts }) => {
  const { concurrency, maxPending, retry } = deletion.janitor;
  const core = new Janitor<number>({ delayUs: deletion.delayUs, concurrency, maxPending, retry });
  let wakeEvent = NONE;
  let wakeUs = Number.POSITIVE_INFINITY;
  // What is in flight, by its place: a ticket modulo the concurrency, which no other ticket in flight has. A map would leave a table behind every few deletions.
  const tickets = new Float64Array(concurrency).fill(NONE);
  const ends = new Int32Array(concurrency);

  const onWake = engine.handler(() => {
    wakeEvent = NONE;
    wakeUs = Number.POSITIVE_INFINITY;
    drive();
  });
  const onDeleted = engine.handler((place) => {
    const ticket = tickets[place] as number;
    tickets[place] = NONE;
    const blob = core.refOf(ticket);
    const retried = core.counts.retried;
    core.settle(ticket, answerOf(blobs.outcome(blob)), engine.nowUs);
    if (core.inFlight === 0) driversWorking.change(-1, engine.nowUs);
    if (core.counts.retried > retried) blobs.retryDeletion();
    else blobs.settleDeletion(blob);
    drive();
  });

  /** Starts what is due, then waits for what is due next. */
  function drive(): void {
    const wasIdle = core.inFlight === 0;
    for (let ticket = core.take(engine.nowUs); ticket >= 0; ticket = core.take(engine.nowUs)) {
      const place = ticket % concurrency;
      const latencyUs = blobs.startDeletion(core.refOf(ticket), core.attemptOf(ticket) - 1);
      tickets[place] = ticket;
      ends[place] = engine.schedule(engine.nowUs + latencyUs, onDeleted, place);
    }
    if (wasIdle && core.inFlight > 0) driversWorking.change(1, engine.nowUs);
    const nextUs = Math.max(core.wakeAtUs(), engine.nowUs);
    if (nextUs === wakeUs) return;
    if (wakeEvent !== NONE) engine.cancel(wakeEvent);
    wakeEvent = nextUs === Number.POSITIVE_INFINITY ? NONE : engine.schedule(nextUs, onWake, 0);
    wakeUs = nextUs;
  }

  return {
    defer(blob) {
      const answer = core.schedule(blob, engine.nowUs, blobs.delayUs(blob));
      if (answer === 'rejected' || answer === 'rejected-start') blobs.rejectDeletion(blob);
      if (answer === 'start' || answer === 'rejected-start') {
        threads.change(1, engine.nowUs);
        driverStarts.count += 1;
      }
      if (answer !== 'queued' && answer !== 'rejected') drive();
    },
    kill() {
      if (!core.hasDriver) return;
      if (core.inFlight > 0) driversWorking.change(-1, engine.nowUs);
      core.driverDied(engine.nowUs);
      threads.change(-1, engine.nowUs);
      tickets.forEach((ticket, place) => {
        if (ticket === NONE) return;
        engine.cancel(ends[place] as number);
        tickets[place] = NONE;
        blobs.putBackDeletion();
      });
      if (wakeEvent !== NONE) engine.cancel(wakeEvent);
      wakeEvent = NONE;
      wakeUs = Number.POSITIVE_INFINITY;
    },
  };
};

function answerOf(outcome: number): 'deleted' | 'gone' | 'retry' | 'failed' {
  if (outcome === storeOutcome.done) return 'deleted';
  if (outcome === storeOutcome.gone) return 'gone';
  return outcome === storeOutcome.retry ? 'retry' : 'failed';
}
