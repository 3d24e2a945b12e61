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
  // The tickets in flight, by blob.
  const tickets = new Map<number, number>();

  const onWake = engine.handler(() => {
    wakeEvent = NONE;
    wakeUs = Number.POSITIVE_INFINITY;
    drive();
  });
  const onDeleted = engine.handler((blob) => {
    const ticket = tickets.get(blob) as number;
    tickets.delete(blob);
    if (tickets.size === 0) driversWorking.change(-1, engine.nowUs);
    const retried = core.counts.retried;
    core.settle(ticket, answerOf(blobs.outcome(blob)), engine.nowUs);
    if (core.counts.retried > retried) blobs.retryDeletion();
    else blobs.settleDeletion(blob);
    drive();
  });

  /** Starts what is due, then waits for what is due next. */
  function drive(): void {
    for (let ticket = core.take(engine.nowUs); ticket >= 0; ticket = core.take(engine.nowUs)) {
      const blob = core.refOf(ticket);
      if (tickets.size === 0) driversWorking.change(1, engine.nowUs);
      tickets.set(blob, ticket);
      const latencyUs = blobs.startDeletion(blob, core.attemptOf(ticket) - 1);
      blobs.setEvent(blob, engine.schedule(engine.nowUs + latencyUs, onDeleted, blob));
    }
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
      core.driverDied(engine.nowUs);
      threads.change(-1, engine.nowUs);
      if (tickets.size > 0) driversWorking.change(-1, engine.nowUs);
      for (const blob of tickets.keys()) {
        engine.cancel(blobs.event(blob));
        blobs.putBackDeletion();
      }
      tickets.clear();
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
